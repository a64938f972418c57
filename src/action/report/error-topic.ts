import { ConnectionError, replyCode, ReplyError, TimeoutError } from '../../ftps/index.ts';
import type { ErrorSection } from './docs-link.ts';

/** What an error is about. */
export interface ErrorTopic {
  /** A few words for a title. */
  readonly words: string;
  /** Where it is explained. */
  readonly section: ErrorSection;
}

const login = 'certificate-and-login-problems';
const upload = 'upload-problems';
const codes = 'error-codes';
const incremental = 'problems-with-incremental-deployments';

const topics: Readonly<Record<string, ErrorTopic>> = {
  INPUT: { words: 'invalid inputs', section: codes },
  TEMPORARY_DIRECTORY: { words: 'no temporary directory', section: codes },
  NO_FILES: { words: 'no files match', section: upload },
  PLAN: { words: "files can't be uploaded as requested", section: upload },
  FTPS_TLS: { words: 'no TLS connection', section: 'connection-problems' },
  FTPS_CERTIFICATE: { words: 'certificate not trusted', section: login },
  FTPS_PROTOCOL: { words: 'unexpected reply', section: 'connection-problems' },
  FTPS_COMMAND: { words: 'file name not supported', section: upload },
  LOCAL_FILE: { words: 'local file changed or unreadable', section: upload },
  VERIFICATION: { words: 'upload not verified', section: upload },
  NO_CHECKSUM: { words: 'no checksums on this server', section: upload },
  PUBLISH: { words: 'file not renamed', section: upload },
  FILE_NAME: { words: 'file name not supported', section: upload },
  MAINTENANCE: { words: 'problem with the maintenance file', section: upload },
  STATE: { words: 'problem with the record of the last deployment', section: incremental },
  DELETE_LIMIT: { words: 'too many deletions', section: incremental },
  CANCELLED: { words: 'cancelled', section: codes },
};

/**
 * What an error is about, decided by its fields.
 *
 * @param hasLoggedIn - Whether a login succeeded in this run.
 */
export function errorTopic(error: Error, hasLoggedIn: boolean): ErrorTopic {
  if (error instanceof ReplyError) return replyTopic(error);
  const section = hasLoggedIn ? upload : 'connection-problems';
  if (error instanceof ConnectionError) return { words: unreachable(error), section };
  if (error instanceof TimeoutError) {
    return { words: error.phase === 'connect' ? unreachable(error) : 'timed out', section };
  }
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'FTPS_LOST') return { words: 'connection lost', section };
  return topics[code] ?? { words: 'unexpected error', section: codes };
}

function unreachable({ connection }: { readonly connection: 'control' | 'data' }): string {
  return connection === 'data' ? 'no data connection' : 'could not connect';
}

function replyTopic({ verb, reply, isPlaintext }: ReplyError): ErrorTopic {
  // Whatever the command was, the server ends the session, usually because it has too many.
  if (reply.code === replyCode.serviceNotAvailable) {
    const words = verb === '' ? 'connection rejected' : 'service not available';
    return { words, section: 'connection-problems' };
  }
  if (isPlaintext) return { words: 'no TLS connection', section: 'connection-problems' };
  switch (verb) {
    case '':
      return { words: 'connection rejected', section: 'connection-problems' };
    case 'USER':
    case 'PASS':
      return { words: 'login failed', section: login };
    case 'AUTH':
    case 'PBSZ':
    case 'PROT':
      return { words: 'encryption rejected', section: login };
    case 'STOR':
    case 'APPE':
      return { words: 'upload rejected', section: upload };
    case 'MKD':
    case 'CWD':
      return { words: 'directory rejected', section: upload };
    default:
      return { words: 'command rejected', section: upload };
  }
}
