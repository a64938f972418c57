import type { FileResult } from '../../../src/deploy/index.ts';
import { TimeoutError } from '../../../src/ftps/index.ts';
import { retries } from '../deploy-case.ts';
import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';
import { isComplete } from './outcome.ts';

/** Invariants of the result of each file. */
export const report: readonly Invariant[] = [
  {
    name: 'uploaded files are complete on the server',
    check: (observation) =>
      observation.result.files
        .filter(({ status }) => status === 'uploaded')
        .filter(({ remotePath }) => !isComplete(observation, remotePath))
        .map(({ remotePath }) => `${remotePath} is not complete`),
  },
  {
    name: 'the result lists every planned file',
    check: ({ result, site }) => {
      const planned = site.files.map(({ remotePath }) => remotePath).join();
      const reported = result.files.map(({ remotePath }) => remotePath).join();
      return planned === reported ? [] : [`planned ${planned}; reported ${reported}`];
    },
  },
  {
    name: 'hash and verification match the upload',
    check: (observation) =>
      observation.result.files.flatMap((file) => mismatches(file, observation)),
  },
  {
    name: 'attempts are counted correctly',
    check: (observation) =>
      observation.result.files.flatMap((file) => wrongAttempts(file, observation)),
  },
  {
    name: 'pending files are unchanged on the server',
    check: ({ result, disk, site }) =>
      result.files
        .filter(({ status }) => status === 'pending')
        .filter(({ remotePath }) => disk.get(remotePath) !== site.old.get(remotePath))
        .map(({ remotePath }) => `${remotePath} was changed`),
  },
  {
    name: 'unrelated files are unchanged on the server',
    check: ({ disk, site }) => {
      const planned = new Set(site.files.map(({ remotePath }) => remotePath));
      const others = [...site.old].filter(([path]) => !planned.has(path));
      return others
        .filter(([path, hash]) => disk.get(path) !== hash)
        .map(([path]) => `${path} was changed`);
    },
  },
];

function mismatches(file: FileResult, { site, faultCase, notices }: Observation): string[] {
  if (file.status !== 'uploaded') return [];
  const found: string[] = [];
  const expected = site.files.find(({ remotePath }) => remotePath === file.remotePath)!;
  if (file.sha256 !== expected.sha256) found.push('wrong hash');
  if (faultCase.verify === 'checksum' && file.verified !== 'checksum') {
    found.push(`verified by ${file.verified} instead of checksum`);
  }
  const isSilent = file.verified === 'none' && notices.length === 0;
  if (faultCase.verify === 'size' && isSilent) found.push('not verified, without a notice');
  return found.map((problem) => `${file.remotePath}: ${problem}`);
}

/**
 * Whether an uploaded file may be waiting under its temporary name for a rename: with `staged` for all others, with
 * `atomic` for the file before it, whose rename is pipelined with this upload.
 */
function mayWait(file: FileResult, { faultCase, result }: Observation): boolean {
  if (faultCase.publish !== 'atomic') return faultCase.publish === 'staged';
  const index = result.files.findIndex(({ remotePath }) => remotePath === file.remotePath);
  return result.files[index - 1]?.status === 'failed';
}

function wrongAttempts(file: FileResult, observation: Observation): string[] {
  const { status, attempts } = file;
  const { step, frequency, fault } = observation.faultCase;
  const hits = observation.hits + observation.setupHits;
  // On a busy machine, other steps may time out too.
  const timeouts = observation.retried.filter(({ error }) => error instanceof TimeoutError).length;
  // The second copy of a rejection also rejects the next command. After a NOOP was rejected during a transfer, the
  // transfer's own reply may be taken for that of the next command.
  const echoes = fault.includes('doubled') || (step === 'NOOP' && fault === 'done-4yz') ? 1 : 0;
  const retried = observation.retried.filter(
    ({ subject }) => typeof subject === 'object' && subject.remotePath === file.remotePath,
  ).length;
  const problems = [
    attempts === 0 && status !== 'pending' && 'never attempted',
    attempts > 0 && status === 'pending' && !mayWait(file, observation) && 'attempted',
    // A fault that pipelining may have caused gets a free retry.
    attempts > retries + 2 && 'more attempts than allowed',
    attempts > retried + 1 && `more attempts than the ${retried} reported retries`,
    frequency === 'once' &&
      attempts > hits + echoes + timeouts + 1 &&
      `more attempts than ${hits} faults explain`,
  ];
  return problems
    .filter((problem) => problem !== false)
    .map((problem) => `${file.remotePath} (${status}, ${attempts} attempts): ${problem}`);
}
