import { bounds } from './invariants/bounds.ts';
import { disk } from './invariants/disk.ts';
import { outcome } from './invariants/outcome.ts';
import { report } from './invariants/report.ts';
import { session } from './invariants/session.ts';
import type { Observation } from './run-case.ts';

/** A condition that every case must meet. */
export interface Invariant {
  readonly name: string;
  /** Returns the violations, one sentence each. */
  readonly check: (observation: Observation) => readonly string[];
}

const invariants: readonly Invariant[] = [...outcome, ...report, ...disk, ...session, ...bounds];

/** All violations, each with the name of its invariant. */
export function findViolations(observation: Observation): readonly string[] {
  return invariants.flatMap(({ name, check }) =>
    check(observation).map((violation) => `${name}: ${violation}`),
  );
}
