import type { FileResult } from '../../../src/deploy/index.ts';
import { TimeoutError } from '../../../src/ftps/index.ts';
import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';
import { retries } from '../deploy-case.ts';
import { isWhole } from './outcome.ts';

/** What the result says of each file. */
export const report: readonly Invariant[] = [
  {
    name: 'uploaded means whole on the server',
    check: (seen) =>
      seen.result.files
        .filter(({ status, remotePath }) => status === 'uploaded' && !isWhole(seen, remotePath))
        .map(({ remotePath }) => `${remotePath} is said to be uploaded and is not whole`),
  },
  {
    name: 'every planned file has its status',
    check: ({ result, site }) => {
      const planned = site.files.map(({ remotePath }) => remotePath).join();
      const reported = result.files.map(({ remotePath }) => remotePath).join();
      return planned === reported ? [] : [`planned ${planned}; reported ${reported}`];
    },
  },
  {
    name: 'the hash, the error and the verification fit the status',
    check: (seen) => seen.result.files.flatMap((file) => misfits(file, seen)),
  },
  {
    name: 'attempts are those that were made',
    check: (seen) => seen.result.files.flatMap((file) => wrongAttempts(file, seen)),
  },
  {
    name: 'pending files were not touched',
    check: ({ result, disk, site }) =>
      result.files
        .filter(({ status }) => status === 'pending')
        .filter(({ remotePath }) => disk.get(remotePath) !== site.old.get(remotePath))
        .map(({ remotePath }) => `${remotePath} is pending and was changed`),
  },
  {
    name: 'nothing else on the server was touched',
    check: ({ disk, site }) => {
      const planned = new Set(site.files.map(({ remotePath }) => remotePath));
      const others = [...site.old].filter(([path]) => !planned.has(path));
      return others
        .filter(([path, hash]) => disk.get(path) !== hash)
        .map(([path]) => `${path} was changed`);
    },
  },
];

function misfits(file: FileResult, { site, faultCase, notices }: Observation): string[] {
  const found: string[] = [];
  const expected = site.files.find(({ remotePath }) => remotePath === file.remotePath)!;
  const isUploaded = file.status === 'uploaded';
  if (isUploaded && file.sha256 !== expected.sha256) found.push('has another hash');
  if (!isUploaded && file.sha256 !== undefined) found.push('has a hash and is not uploaded');
  if ((file.error !== undefined) !== (file.status === 'failed')) found.push('error and status');
  if (isUploaded && faultCase.verify === 'checksum' && file.verified !== 'checksum') {
    found.push(`verified by ${file.verified} instead of checksum`);
  }
  if (isUploaded && faultCase.verify === 'size' && file.verified === 'none' && notices.length === 0)
    found.push('not verified, and nothing was said about it');
  return found.map((problem) => `${file.remotePath}: ${problem}`);
}

function wrongAttempts(file: FileResult, seen: Observation): string[] {
  const { status, attempts } = file;
  const { publish, step, often, fault } = seen.faultCase;
  const harm = seen.strikes + seen.setupStrikes;
  // On a busy machine something may come too late that was not meant to.
  const delays = seen.retried.filter(({ error }) => error instanceof TimeoutError).length;
  // A refusal that comes twice refuses the next command too. So does one of a NOOP that only a transfer can have: it ends
  // the transfer, and what the server says of that later may meet the next command.
  const echoes = fault.includes('doubled') || (step === 'NOOP' && fault === 'done-4yz') ? 1 : 0;
  const retried = seen.retried.filter(({ what }) => what === file.remotePath).length;
  const problems = [
    attempts === 0 && status !== 'pending' && 'it was never tried',
    // With `staged`, files that have arrived wait under temporary names for the rest.
    attempts > 0 && status === 'pending' && publish !== 'staged' && 'it was tried',
    // One fault may be due to commands that were sent ahead, and is forgiven.
    attempts > retries + 2 && 'more than allowed',
    attempts > retried + 1 && `more than the ${retried} retries told`,
    often === 'once' && attempts > harm + echoes + delays + 1 && `more than ${harm} faults explain`,
  ];
  return problems
    .filter((problem) => problem !== false)
    .map((problem) => `${file.remotePath} has ${attempts} attempts and is ${status}: ${problem}`);
}
