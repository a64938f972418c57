import { expectation } from '../expectation.ts';
import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';

/** The outcome of the run as a whole against the server's disk. */
export const outcome: readonly Invariant[] = [
  {
    name: 'no error means that every file is whole',
    check: (seen) => {
      if (seen.result.error !== undefined) return [];
      return seen.site.files
        .filter((file) => !isWhole(seen, file.remotePath))
        .map((file) => `${file.remotePath} is not whole, and there was no error`);
    },
  },
  {
    name: 'an error means that something failed',
    check: ({ result, faultCase }) => {
      const allUploaded = result.files.every(({ status }) => status === 'uploaded');
      // A run that is cancelled too late to stop anything says so all the same.
      if (faultCase.fault.startsWith('cancel')) return [];
      if (result.error === undefined) return allUploaded ? [] : ['no error, but not all uploaded'];
      return allUploaded ? [`all files uploaded, but: ${result.error.message}`] : [];
    },
  },
  {
    name: 'the run comes to what the fault allows',
    check: ({ faultCase, result }) => {
      const expected = expectation(faultCase);
      if (expected === 'open') return [];
      const actual = result.error === undefined ? 'success' : 'failure';
      if (actual === expected) return [];
      return [`${expected} expected, but ${result.error?.message ?? 'there was no error'}`];
    },
  },
  {
    name: 'the fault has happened',
    check: ({ faultCase, strikes }) =>
      strikes === 0 && faultCase.fault !== 'none' ? ['the step was never reached'] : [],
  },
];

/** Whether the server has the file, byte for byte. */
export function isWhole(seen: Observation, remotePath: string): boolean {
  const file = seen.site.files.find((each) => each.remotePath === remotePath);
  return file !== undefined && seen.disk.get(remotePath) === file.sha256;
}
