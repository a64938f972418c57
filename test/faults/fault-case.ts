import type { PublishMode, Verification } from '../../src/deploy/index.ts';
import type { ControlFault } from './control-faults.ts';
import type { DataFault } from './data-faults.ts';
import type { Setup } from './setups.ts';

/** Which occurrence of a step the fault meets first. */
export type Where = 'first' | 'middle' | 'last';

/** How often: once, each time from then on, or each time that the step concerns the same file. */
export type Often = 'once' | 'always' | 'file';

/** Where in the dialogue, or on a data connection, something goes wrong. */
export type Step = ControlStep | DataStep;

/** A command, apart from `ACCEPT` (before TLS), `CONNECT` (the greeting) and `STOR-final` (the reply at the end). */
export type ControlStep = (typeof controlSteps)[number];

export const controlSteps = [
  ...(['ACCEPT', 'CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'] as const),
  ...(['TYPE', 'STRU', 'MODE', 'PWD', 'CWD', 'MKD', 'EPSV', 'STOR', 'STOR-final'] as const),
  ...(['APPE', 'REST', 'PROBE', 'NOOP', 'SIZE', 'OPTS-HASH', 'HASH', 'XSHA256', 'MFMT'] as const),
  ...(['RNFR', 'RNTO', 'DELE', 'QUIT'] as const),
] as const;

/** A point on the way of the bytes of a file. */
export type DataStep = (typeof dataSteps)[number];

export const dataSteps = [
  ...(['data-connect', 'data-handshake', 'data-first', 'data-middle'] as const),
  ...(['data-last', 'data-end'] as const),
] as const;

/** One case of the matrix: everything that is needed to repeat it. */
export interface FaultCase {
  readonly id: string;
  readonly publish: PublishMode;
  readonly verify: Verification;
  readonly setup: Setup;
  readonly step: Step;
  readonly fault: ControlFault | DataFault;
  readonly where: Where;
  readonly often: Often;
}

/** Makes a case; its id names all that is in it. */
export function faultCase(parts: Omit<FaultCase, 'id'>): FaultCase {
  const { publish, verify, setup, step, fault, where, often } = parts;
  return { id: [publish, verify, setup, step, fault, where, often].join('/'), ...parts };
}

/** Whether a step lies on a data connection. */
export function isDataStep(step: Step): step is DataStep {
  return step.startsWith('data-');
}
