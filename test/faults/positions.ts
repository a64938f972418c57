import type { FaultCase, Step } from './fault-case.ts';
import { bigFile, fileCount } from './site.ts';

/**
 * How often a step occurs in a run without the fault, up to the end of the uploads. Uploads above the limit ask for
 * the size of what is there before; the directories of the plan are one that is there and one that is not.
 */
export function occurrences(faultCase: Omit<FaultCase, 'id' | 'where'>): number {
  const { step, setup, publish, verify } = faultCase;
  const isOnce: ReadonlySet<Step> = new Set([
    ...(['MKD', 'CWD', 'QUIT', 'REST', 'APPE', 'PROBE', 'NOOP', 'DELE'] as const),
  ]);
  if (step === 'MKD') return 2;
  if (step === 'CWD') return 4;
  if (step === 'DELE') return setup === 'no-replace' ? fileCount - 1 : 1;
  if (step === 'SIZE') {
    const looks = publish === 'direct' ? 1 : 0;
    const resumes = setup === 'resume' || setup === 'no-rest' ? 1 : 0;
    // What was resumed is verified by its checksum.
    return looks + resumes + (verify === 'size' ? fileCount - resumes : 0);
  }
  if (isOnce.has(step)) return 1;
  if (perFile.has(step)) return fileCount;
  return setup === 'reconnect' ? 2 : 1; // of a login
}

const perFile: ReadonlySet<Step> = new Set([
  ...(['EPSV', 'STOR', 'STOR-final', 'HASH', 'XSHA256', 'MFMT', 'RNFR', 'RNTO'] as const),
]);

/** Which occurrence of its step a fault on the control connection meets, from 1. */
export function occurrenceOf(faultCase: FaultCase): number {
  const all = occurrences(faultCase);
  switch (faultCase.where) {
    case 'first':
      return 1;
    case 'middle':
      return Math.ceil(all / 2);
    case 'last':
      return all;
  }
}

/** Number of the file that a fault is about, from 0. */
export function fileOf({ where, step }: FaultCase): number {
  switch (where) {
    case 'first':
      // The first file is empty; a byte of it can never be met.
      return step === 'data-first' || step === 'data-middle' || step === 'data-last' ? 1 : 0;
    case 'middle':
      return bigFile;
    case 'last':
      return fileCount - 1;
  }
}
