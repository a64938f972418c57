import path from 'node:path';

import { DeleteLimitError, NoChecksumError, PlanError, StateError } from '../../deploy/index.ts';
import { ReplyError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import type { AdviceContext } from './advice-context.ts';

/** What to do about errors of incremental deployments; undefined for others. */
export function syncAdvice(error: Error, context: AdviceContext): string | undefined {
  if (error instanceof StateError) return stateAdvice(error, context);
  if (error instanceof DeleteLimitError) return deleteLimitAdvice(error);
  if (error instanceof NoChecksumError) return noChecksumAdvice(context);
  if (error instanceof PlanError && context.hasLoggedIn) return placeAdvice;
  return undefined;
}

const placeAdvice =
  'Nothing was uploaded. Move or delete what is in the place of your files on the server, or rename the local file or directory. Only what this action uploaded is deleted to make room, with "delete-removed: true".';

const concurrency = 'Avoid parallel deployments with "concurrency:" in the workflow';

/** What to do about a state that can't be used, or that another run is changing. */
function stateAdvice({ reason, cause }: StateError, context: AdviceContext): string {
  switch (reason) {
    case 'other-deployment':
      return 'Nothing was changed. If both deploy to the same directory, give each a "state-file" of its own. To take the directory over, run once with "sync: all": it uploads every file and deletes nothing.';
    case 'newer-version':
      return 'Nothing was changed. Use the newer version of the action here, too, or run once with "sync: all": it uploads every file, deletes nothing and replaces the state.';
    case 'other-run':
      return `${concurrency}. If the other run has ended, re-run this job: it repairs what both may have left unfinished.`;
    case 'unreadable':
      return 'Nothing was changed. Check that the account may read files, not only write them, or move the state with "state-file". "sync: off" works without reading.';
    case 'too-long':
      return 'Nothing was changed. Set another "state-file": the first run with it uploads every file and deletes nothing.';
    case 'too-many-files':
      return 'Nothing was changed. Split the deployment into several, each with a "remote-dir" or "state-file" of its own, or use "sync: off".';
    case 'write-failed':
      return writeAdvice(cause, context);
  }
}

/** The suggestion only helps if the name may be the reason. */
function writeAdvice(cause: unknown, { sync, acceptedFiles }: AdviceContext): string {
  const name = path.posix.basename(sync?.stateFile ?? '');
  const isRefused = cause === undefined || (cause instanceof ReplyError && isNameRefusal(cause));
  const parts = [
    ...(acceptedFiles === 'nowhere'
      ? []
      : ['Files that were uploaded are on the server, and the next run checks or repeats them.']),
    'Check that the account may write and delete files in the directory of "state-file", and that there is space left.',
    ...(isRefused && name.startsWith('.')
      ? [
          `If the server prohibits names that start with a dot, set "state-file: ${sanitize(name.slice(1))}.state".`,
        ]
      : []),
  ];
  return parts.join(' ');
}

function isNameRefusal({ reply }: ReplyError): boolean {
  return [501, 550, 553].includes(reply.code);
}

/** Files that a message names. */
const namedFiles = 10;

/** What to do about too many deletions, with the first files. The summary and the manifest have the complete list. */
function deleteLimitAdvice({ paths }: DeleteLimitError): string {
  const names = paths.slice(0, namedFiles).map((name) => `  ${sanitize(name)}`);
  const more = paths.length > namedFiles ? [`  and ${paths.length - namedFiles} more`] : [];
  return [
    'They would be deleted because they are no longer part of the deployment:',
    ...names,
    ...more,
    'If that is a mistake, check "files", "base-dir" and the step that builds the files. If it is intended, set a higher "max-deletions" for one run, such as "max-deletions: 100%".',
  ].join('\n');
}

function noChecksumAdvice({ sync, verifiesChecksums }: AdviceContext): string {
  return sync?.adopt === 'checksum' && !verifiesChecksums
    ? 'Remove "adopt: checksum". The first run then uploads every file.'
    : 'Set "verify-uploads: size".';
}
