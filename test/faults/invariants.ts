import { bounds } from './invariants/bounds.ts';
import { disk } from './invariants/disk.ts';
import { outcome } from './invariants/outcome.ts';
import { report } from './invariants/report.ts';
import { session } from './invariants/session.ts';
import type { Observation } from './run-case.ts';

/** Something that must hold in every case. */
export interface Invariant {
  readonly name: string;
  /** What speaks against it, a sentence each. */
  readonly check: (seen: Observation) => readonly string[];
}

const invariants: readonly Invariant[] = [...outcome, ...report, ...disk, ...session, ...bounds];

/** Every breach, with the name of what was broken. */
export function breaches(seen: Observation): readonly string[] {
  return invariants.flatMap(({ name, check }) =>
    check(seen).map((problem) => `${name}: ${problem}`),
  );
}
