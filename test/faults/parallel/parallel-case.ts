import type { PublishMode, Verification } from '../../../src/deploy/index.ts';
import type { ControlFault } from '../control-faults.ts';
import type { DataFault } from '../data-faults.ts';
import type { ControlStep, DataStep } from '../fault-case.ts';

/** Most connections of each deployment. */
export const connections = 3;

/** How a server refuses a session that is one too many. */
export const refusals = ['421-before-TLS', '421-greeting', '421-PASS', '530-PASS'] as const;

/** How many sessions a server allows at the same time, and how it refuses others. */
export interface Limit {
  readonly sessions: 1 | 2 | 3;
  readonly refusal: (typeof refusals)[number];
}

/** Which occurrence of the step in its session fails. */
export type Occurrence = 'first' | 'later';

/** A fault in one of several sessions. */
export interface SessionFault {
  /** The session that the fault concerns; those that replace it are concerned too. */
  readonly session: 1 | 2 | 3;
  readonly step: ControlStep | DataStep;
  readonly fault: ControlFault | DataFault;
  readonly occurrence: Occurrence;
  /** Whether it occurs once, or every time from then on. */
  readonly frequency: 'once' | 'always';
}

/** One deployment over several connections, with everything that is needed to repeat it. */
export interface ParallelCase {
  readonly id: string;
  readonly publish: PublishMode;
  readonly verify: Verification;
  readonly limit: Limit | undefined;
  readonly fault: SessionFault | undefined;
}

/** Creates a case; its id contains all of its properties. */
export function createParallelCase(parts: Omit<ParallelCase, 'id'>): ParallelCase {
  const { publish, verify, limit, fault } = parts;
  const names = [
    ...['parallel', publish, verify],
    limit === undefined ? 'unlimited' : `${limit.sessions}-sessions-${limit.refusal}`,
    ...(fault === undefined
      ? ['none']
      : [`session-${fault.session}`, fault.step, fault.fault, fault.occurrence, fault.frequency]),
  ];
  return { id: names.join('/'), ...parts };
}
