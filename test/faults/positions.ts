import type { FaultCase, Step } from './fault-case.ts';
import { bigFile, fileCount } from './site.ts';

/**
 * How often a step occurs in a run without the fault, until the last upload. Before an upload that can be resumed, the
 * client asks for the size of the existing file. The plan has one directory that exists and one that doesn't.
 */
export function occurrences(faultCase: Omit<FaultCase, 'id' | 'position'>): number {
  const { step, setup, publish, verify } = faultCase;
  if (step === 'MKD') return 2;
  if (step === 'CWD') return 4;
  if (step === 'DELE') return setup === 'no-replace' ? fileCount - 1 : 1;
  if (step === 'SIZE') {
    const before = publish === 'direct' ? 1 : 0;
    const resumed = setup === 'resume' || setup === 'no-rest' ? 1 : 0;
    // A resumed file is verified by its checksum.
    return before + resumed + (verify === 'size' ? fileCount - resumed : 0);
  }
  if (oncePerRun.has(step)) return 1;
  if (perFile.has(step)) return fileCount;
  return setup === 'reconnect' ? 2 : 1; // once per login
}

const oncePerRun: ReadonlySet<Step> = new Set([
  ...(['QUIT', 'REST', 'APPE', 'PROBE', 'NOOP'] as const),
]);

const perFile: ReadonlySet<Step> = new Set([
  ...(['EPSV', 'PASV', 'STOR', 'STOR-final', 'HASH', 'XSHA256', 'MFMT', 'RNFR', 'RNTO'] as const),
]);

/** The first occurrence of its step that a fault on the control connection hits, from 1. */
export function occurrenceOf(faultCase: FaultCase): number {
  const all = occurrences(faultCase);
  // A run first looks for a state and a journal.
  const skipped = faultCase.step === 'SIZE' ? 2 : 0;
  switch (faultCase.position) {
    case 'first':
      return skipped + 1;
    case 'middle':
      return skipped + Math.ceil(all / 2);
    case 'last':
      return skipped + all;
  }
}

/** Index of the file that a fault hits. */
export function fileOf({ position, step }: FaultCase): number {
  switch (position) {
    case 'first':
      // The first file is empty, so none of its bytes can be hit.
      return step === 'data-first' || step === 'data-middle' || step === 'data-last' ? 1 : 0;
    case 'middle':
      return bigFile;
    case 'last':
      return fileCount - 1;
  }
}
