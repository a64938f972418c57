import type { ReplyError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import type { AdviceContext } from './advice.ts';

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

const rows: readonly Row[] = [
  {
    codes: [421],
    when: ({ context, verb }) => context !== 'command' || login.includes(verb),
    advice:
      'The server has reached its connection limit. Avoid parallel deployments with "concurrency:" in the workflow, and try again later.',
  },
  {
    codes: [421],
    advice: 'The server ended the session. It limits how long a session or a pause can last.',
  },
  {
    when: ({ context }) => context === 'greeting',
    advice:
      'The server rejects this runner. Ask your host, or check the list of IP addresses that the server allows.',
  },
  {
    verbs: login,
    when: (_error, { hasLoggedIn }) => hasLoggedIn,
    advice:
      'The same username and password were accepted earlier in this run. The server may limit logins or connections: re-run the job later, and avoid parallel deployments with "concurrency:".',
  },
  {
    verbs: ['USER'],
    when: (_error, { tlsMode }) => tlsMode === 'none',
    advice:
      'A server that rejects the username on an unencrypted connection requires TLS. Set "tls-mode: explicit".',
  },
  {
    verbs: login,
    when: (_error, { passwordIsEmpty }) => passwordIsEmpty,
    advice:
      'The password is empty. Check the name of the secret, and the "environment" of the job if the secret belongs to one. Secrets aren\'t available to workflows triggered from forks.',
  },
  {
    verbs: login,
    when: (_error, { host }) => host.endsWith('.azurewebsites.windows.net'),
    advice:
      'Azure App Service needs a username like "site\\$site" or "site\\user" with the password that belongs to it, and basic authentication for FTP enabled in the app\'s settings.',
  },
  {
    verbs: login,
    advice:
      "Check the username and password (they are sent unmodified). Logins aren't retried, to avoid locking the account.",
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
    codes: [452, 552],
    advice: 'The account is out of space. Delete files or increase the quota.',
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
    advice:
      "The server can't write this file now. Another program may be using it. Try again, and check whether the account can overwrite it.",
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
    codes: [450, 550, 553],
    verbs: upload,
    when: (_error, { acceptedFiles }) => acceptedFiles === 'here',
    advice:
      'Other files were uploaded to the same directory in this run, so "remote-dir" is correct. The server may prohibit this file name, or the existing file may be read-only or in use.',
  },
  {
    codes: [450, 550, 553],
    verbs: [...upload, 'MKD', 'CWD'],
    when: (_error, { acceptedFiles }) => acceptedFiles === 'elsewhere',
    advice:
      "Files were uploaded to other directories in this run. Check the account's write permission for this one.",
  },
  { codes: [450, 550, 553], verbs: [...upload, 'MKD', 'CWD'], advice: permissionAdvice },
];

/** What to do about a negative reply, by command, reply code and the facts of the run. */
export function replyAdvice(error: ReplyError, context: AdviceContext): string {
  const row = rows.find(
    ({ verbs, codes, when }) =>
      (verbs?.includes(error.verb) ?? true) &&
      (codes?.includes(error.reply.code) ?? true) &&
      (when?.(error, context) ?? true),
  );
  const advice = row?.advice ?? 'The transcript (output "transcript") shows what led to this.';
  return typeof advice === 'string' ? advice : advice(error, context);
}

function dataConnectionAdvice(error: ReplyError, { tlsMode }: AdviceContext): string {
  if (tlsMode === 'none') {
    return "The server couldn't use the data connection. Check the server's log.";
  }
  switch (error.sessionResumed) {
    case true:
      return "The data connection was established and resumed the TLS session, so session reuse isn't the cause. Check the server's log.";
    case false:
      return 'The data connection didn\'t resume the TLS session, which many servers require. Try "tls-max-version: TLSv1.2". If that doesn\'t help, ask your host to turn off the requirement.';
    case undefined:
      return "The server gave up the data connection before TLS was established. Check the server's log. Some servers only accept it from the IP address of the control connection, which network address translation may change.";
  }
}

function permissionAdvice(_error: ReplyError, { loginDirectory }: AdviceContext): string {
  const where =
    loginDirectory === undefined ? '' : `, "${sanitize(loginDirectory, loginDirectory.length)}"`;
  return `Check "remote-dir" and the account's write permission. Relative paths start in the login directory${where}.`;
}
