import { expectation } from '../expectation.ts';
import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';

/** Invariants of the run's outcome. */
export const outcome: readonly Invariant[] = [
  {
    name: 'a run without an error has uploaded every file completely',
    check: (observation) => {
      if (observation.result.error !== undefined) return [];
      return observation.site.files
        .filter((file) => !isComplete(observation, file.remotePath))
        .map((file) => `${file.remotePath} is not complete`);
    },
  },
  {
    name: 'the run has an error exactly if a file was not uploaded',
    check: ({ result, faultCase }) => {
      const allUploaded = result.files.every(({ status }) => status === 'uploaded');
      // A run that is cancelled after its last upload fails too.
      if (faultCase.fault.startsWith('cancel')) return [];
      if (result.error === undefined) return allUploaded ? [] : ['no error, but not all uploaded'];
      return allUploaded ? [`all files uploaded, but: ${result.error.message}`] : [];
    },
  },
  {
    name: 'the outcome is the one that the fault requires',
    check: ({ faultCase, result }) => {
      const expected = expectation(faultCase);
      if (expected === 'any') return [];
      const actual = result.error === undefined ? 'success' : 'failure';
      if (actual === expected) return [];
      return [`expected ${expected}, but ${result.error?.message ?? 'there was no error'}`];
    },
  },
  {
    name: 'the fault was injected',
    check: ({ faultCase, hits }) =>
      hits === 0 && faultCase.fault !== 'none' ? ['the run did not reach the step'] : [],
  },
];

/** Whether the server has exactly the new file. */
export function isComplete(observation: Observation, remotePath: string): boolean {
  const file = observation.site.files.find((each) => each.remotePath === remotePath);
  return file !== undefined && observation.disk.get(remotePath) === file.sha256;
}
