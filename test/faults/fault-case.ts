import type { PublishMode, Verification } from '../../src/deploy/index.ts';
import type { ControlFault } from './control-faults.ts';
import type { DataFault } from './data-faults.ts';
import type { Setup } from './setups.ts';

/** The first occurrence of a step that the fault hits. */
export type Position = 'first' | 'middle' | 'last';

/** Whether the fault hits once, every time from then on, or every time that the step concerns the same file. */
export type Frequency = 'once' | 'always' | 'file';

/** The place in the dialogue or on a data connection where a fault hits. */
export type Step = ControlStep | DataStep;

/** A command, except `ACCEPT` (before TLS), `CONNECT` (the greeting) and `STOR-final` (the final reply). */
export type ControlStep = (typeof controlSteps)[number];

export const controlSteps = [
  ...(['ACCEPT', 'CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'] as const),
  ...(['TYPE', 'STRU', 'MODE', 'PWD', 'CWD', 'MKD', 'EPSV', 'PASV', 'STOR', 'STOR-final'] as const),
  ...(['APPE', 'REST', 'PROBE', 'NOOP', 'SIZE', 'OPTS-HASH', 'HASH', 'XSHA256', 'MFMT'] as const),
  ...(['RNFR', 'RNTO', 'DELE', 'QUIT'] as const),
] as const;

/** A point in the transfer of a file. */
export type DataStep = (typeof dataSteps)[number];

export const dataSteps = [
  ...(['data-connect', 'data-handshake', 'data-first', 'data-middle'] as const),
  ...(['data-last', 'data-end'] as const),
] as const;

/** One case of the matrix, with everything that is needed to repeat it. */
export interface FaultCase {
  readonly id: string;
  readonly publish: PublishMode;
  readonly verify: Verification;
  readonly setup: Setup;
  readonly step: Step;
  readonly fault: ControlFault | DataFault;
  readonly position: Position;
  readonly frequency: Frequency;
}

/** Creates a case; its id contains all of its properties. */
export function createCase(parts: Omit<FaultCase, 'id'>): FaultCase {
  const { publish, verify, setup, step, fault, position, frequency } = parts;
  return {
    id: [publish, verify, setup, step, fault, position, frequency].join('/'),
    ...parts,
  };
}

/** Whether a step is on a data connection. */
export function isDataStep(step: Step): step is DataStep {
  return step.startsWith('data-');
}
