import type { Retry, RetrySubject } from '../../deploy/index.ts';
import { sanitize } from '../../sanitize.ts';
import { asClause } from '../errors.ts';
import { formatDuration } from '../format.ts';

/** What failed, why, and when it is repeated. */
export function describeRetry({
  subject,
  error,
  attempt,
  attempts,
  delayMs,
  isFree,
}: Retry): string {
  const what = isFree ? 'attempt failed' : `attempt ${attempt} of ${attempts} failed`;
  return `${retrySubject(subject)} ${what}: ${asClause(error)} Retrying in ${formatDuration(delayMs)}.`;
}

function retrySubject(subject: RetrySubject): string {
  switch (subject) {
    case 'connection':
      return 'Connection';
    case 'directories':
      return 'Creating directories:';
    case 'server-check':
      return 'Checking the files on the server';
    case 'clean-up':
      return 'Deleting temporary files:';
    default:
      return `${sanitize(subject.remotePath)}:`;
  }
}
