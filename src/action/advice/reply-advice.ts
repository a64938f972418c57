import type { ReplyError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import type { AdviceContext } from './advice-context.ts';
import { nameNote, partialFileNote } from './file-notes.ts';
import { loginAdvice } from './login-advice.ts';
import { fileHint } from './reply-hints.ts';

/** One row: the rejections that it applies to, and what to do about them. The first row that applies wins. */
interface Row {
  /** Verbs of the command; all if missing. */
  readonly verbs?: readonly string[];
  /** Reply codes; all if missing. */
  readonly codes?: readonly number[];
  readonly when?: (error: ReplyError, context: AdviceContext) => boolean;
  readonly advice: string | ((error: ReplyError, context: AdviceContext) => string);
}

const login = ['USER', 'PASS'];
const upload = ['STOR', 'APPE'];
const transfer = [...upload, 'MLSD', 'LIST'];
const rename = ['RNFR', 'RNTO', 'DELE'];
const path = [...upload, 'MKD', 'CWD'];

const rows: readonly Row[] = [
  { verbs: login, advice: loginAdvice },
  {
    codes: [421],
    when: ({ context }) => context === 'greeting',
    advice:
      'The server has reached its connection limit. Avoid parallel deployments with "concurrency:" in the workflow, and re-run the job later.',
  },
  {
    codes: [421],
    advice:
      'The server ended the session. It limits how long a session or a pause can last, or the number of sessions. Re-run the job later, and avoid parallel deployments with "concurrency:".',
  },
  {
    when: ({ isPlaintext }) => isPlaintext,
    advice:
      'The server sent this reply instead of starting TLS, so no credentials were sent. Its TLS configuration may be wrong (vsftpd sends "500 OOPS" if it can\'t read its certificate), or it rejects this runner. Check the server\'s log, or ask your host to.',
  },
  {
    when: ({ context }) => context === 'greeting',
    advice:
      'The server rejects this runner: it may only allow certain IP addresses, or have reached its connection limit. Ask your host, or re-run the job later.',
  },
  {
    verbs: ['AUTH'],
    advice:
      'The server doesn\'t support explicit TLS on this port. If it has a port for implicit TLS (usually 990), set "tls-mode: implicit".',
  },
  {
    verbs: ['PBSZ', 'PROT'],
    advice:
      'No file data was sent: without encrypted data connections, the files would be readable on the network. Ask your host to allow PROT P.',
  },
  {
    verbs: ['EPSV', 'PASV'],
    when: (_error, { dataConnections }) => dataConnections > 0,
    advice:
      'Data connections worked earlier in this run, so the server may have run out of passive ports. Ask your host for a larger passive port range.',
  },
  {
    verbs: ['EPSV', 'PASV'],
    advice:
      "The server doesn't open passive data connections. Ask your host to enable passive mode.",
  },
  {
    when: ({ isBlockedByFile }) => isBlockedByFile,
    advice:
      'A file of that name is in the place of the directory. Delete or rename it on the server, or change "remote-dir".',
  },
  {
    codes: [452, 552],
    advice: (_error, context) =>
      `The account is out of space, or the server limits the size of files. Delete files or increase the quota.${partialFileNote(context)}`,
  },
  {
    codes: [451],
    verbs: [...upload, 'MKD'],
    advice: (_error, context) =>
      `The server couldn't write. Its disk or the account's quota may be full, or it lost the data connection. Check the free space and the server's log, or ask your host to.${partialFileNote(context)}`,
  },
  {
    codes: [521, 522],
    verbs: transfer,
    when: (_error, { tlsMode }) => tlsMode === 'none',
    advice: 'The server requires encrypted data connections. Set "tls-mode: explicit".',
  },
  {
    codes: [450],
    verbs: upload,
    when: ({ sessionResumed }) => sessionResumed === undefined,
    advice: (error) =>
      `The server can't write this file now. Another program may be using it. Try again, and check whether the account can overwrite it.${fileHint(error)}`,
  },
  {
    verbs: ['SIZE'],
    advice:
      'The server confirmed the upload but doesn\'t find the file. If it moves files on arrival, or the account can\'t see them, set "verify-uploads: none".',
  },
  {
    codes: [425, 426, 450, 522],
    verbs: transfer,
    advice: dataConnectionAdvice,
  },
  {
    codes: [500, 502, 530, 532],
    verbs: upload,
    advice: 'The account may not upload files. Ask your host for one with write permission.',
  },
  { codes: [450, 501, 550, 553], verbs: path, advice: pathAdvice },
  {
    verbs: rename,
    advice: (error) =>
      `The server didn't rename or delete a file: the existing file may be in use. Re-run the job. If the account can upload but not rename or delete, set "publish: direct".${fileHint(error)}`,
  },
];

/** What to do about a negative reply, by command, reply code and the facts of the run. */
export function replyAdvice(error: ReplyError, context: AdviceContext): string {
  const row = rows.find(
    ({ verbs, codes, when }) =>
      (verbs?.includes(error.verb) ?? true) &&
      (codes?.includes(error.reply.code) ?? true) &&
      (when?.(error, context) ?? true),
  );
  const advice =
    row?.advice ??
    'The transcript (output "transcript") shows what led to this. Send it to your host, to compare it with the server\'s log.';
  return typeof advice === 'string' ? advice : advice(error, context);
}

function dataConnectionAdvice(error: ReplyError, context: AdviceContext): string {
  const hasTransferred = error.sessionResumed === true || context.tlsMode === 'none';
  return dataConnectionCause(error, context) + (hasTransferred ? partialFileNote(context) : '');
}

function dataConnectionCause(error: ReplyError, { tlsMode }: AdviceContext): string {
  if (tlsMode === 'none') {
    return "The server couldn't use the data connection. Check the server's log, or ask your host to.";
  }
  switch (error.sessionResumed) {
    case true:
      return "The data connection was established and resumed the TLS session, so session reuse isn't the cause. The connection may have been lost, or the disk may be full. Check the server's log, or ask your host to.";
    case false:
      return 'The data connection didn\'t resume the TLS session, which many servers require. Try "tls-max-version: TLSv1.2". If that doesn\'t help, ask your host to turn off the requirement.';
    case undefined:
      return "The server gave up the data connection before TLS was established. Check the server's log, or ask your host to. Some servers only accept it from the IP address of the control connection, which network address translation may change.";
  }
}

/** A path was rejected: what has been accepted before shows whether the directory or the file is the problem. */
function pathAdvice(error: ReplyError, context: AdviceContext): string {
  const { acceptedFiles, remotePath = pathOf(error) } = context;
  return pathCause(acceptedFiles, context) + nameNote(remotePath) + fileHint(error);
}

function pathOf({ command, verb }: ReplyError): string {
  return command.slice(verb.length + 1);
}

function pathCause(acceptedFiles: AdviceContext['acceptedFiles'], context: AdviceContext): string {
  switch (acceptedFiles) {
    case 'here':
      return 'Other files were uploaded to the same directory in this run, so "remote-dir" is correct. The existing file may be read-only or in use, or the server prohibits this file name.';
    case 'elsewhere':
      return "Files were uploaded to other directories in this run. Check the account's write permission for this one.";
    case 'nowhere':
      return `Check "remote-dir" and the account's write permission. ${startOfPaths(context)}${absoluteNote(context)}`;
  }
}

function startOfPaths({ loginDirectory }: AdviceContext): string {
  const where =
    loginDirectory === undefined ? '' : `, "${sanitize(loginDirectory, loginDirectory.length)}"`;
  return `Relative paths start in the login directory${where}.`;
}

// Some servers only accept paths below the login directory, or have another root than they show.
function absoluteNote({ remoteDir, loginDirectory = '/' }: AdviceContext): string {
  if (!remoteDir.startsWith('/') || remoteDir === '/') return '';
  const below = `${loginDirectory.replace(/\/$/, '')}/`;
  const relative = remoteDir.startsWith(below) ? remoteDir.slice(below.length) : remoteDir.slice(1);
  return ` If the directory is in the login directory, remove the leading slash: "remote-dir: ${sanitize(relative)}".`;
}
