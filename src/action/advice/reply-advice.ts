import type { ReplyError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import type { AdviceContext } from './advice.ts';

/** One row: which refusals it is for, and what to do about them. The first row that fits counts. */
interface Row {
  /** Verbs of the refused command; all when missing. */
  readonly verbs?: readonly string[];
  /** Reply codes; all when missing. */
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
    verbs: ['greeting', 'session', ...login],
    advice:
      'The server has no room for another session. Let only one deployment run at a time with "concurrency:" in the workflow, and try again later.',
  },
  {
    codes: [421],
    advice: 'The server ended the session: it limits how long a session or a pause may last.',
  },
  {
    verbs: ['greeting'],
    advice:
      'The server turns this runner away; ask its operator, or look at its list of allowed addresses.',
  },
  {
    verbs: ['USER'],
    when: (_error, { mode }) => mode === 'none',
    advice:
      'A server that refuses the user name in clear text wants TLS first: set "tls-mode: explicit".',
  },
  {
    verbs: login,
    when: (_error, { passwordIsEmpty }) => passwordIsEmpty,
    advice:
      'The input "password" was empty. Secrets are not passed to runs for forks; otherwise check the name of the secret, and the "environment" of the job if it belongs to one.',
  },
  {
    verbs: login,
    when: (_error, { host }) => host.endsWith('.azurewebsites.windows.net'),
    advice:
      'Azure App Service wants a user name of the form "site\\$site" or "site\\user", with the password that belongs to it, and basic authentication for FTP switched on in the settings of the app.',
  },
  {
    verbs: login,
    advice:
      'Check "username" and "password"; both are sent exactly as given. The login was tried once, so that no server locks the account.',
  },
  {
    verbs: ['AUTH'],
    advice:
      'The server offers no explicit TLS on this port. If it has a port for implicit TLS (usually 990), use "tls-mode: implicit".',
  },
  {
    verbs: ['PBSZ', 'PROT'],
    advice:
      "No byte of a file was sent: without protected data connections the files would travel in clear text. Ask the server's operator to allow PROT P.",
  },
  {
    verbs: ['EPSV', 'PASV'],
    advice:
      'The server does not open passive data connections; its operator must allow passive mode.',
  },
  {
    codes: [452, 552],
    advice: 'The account has no room left: delete something there, or ask for a larger quota.',
  },
  {
    codes: [521, 522],
    verbs: transfer,
    when: (_error, { mode }) => mode === 'none',
    advice: 'The server wants protected data connections: set "tls-mode: explicit".',
  },
  {
    codes: [450],
    verbs: upload,
    when: ({ sessionResumed }) => sessionResumed === undefined,
    advice:
      'The server does not take this file now; another program may be using it. Try again, and check whether this account may replace it.',
  },
  {
    verbs: ['SIZE'],
    advice:
      'The upload was confirmed, but the server does not show the file. If it is taken away as soon as it arrives, or the account may not look at files, use "verify-uploads: none".',
  },
  {
    codes: [425, 426, 450, 522],
    verbs: transfer,
    advice: dataConnectionAdvice,
  },
  { codes: [550, 553, 450], verbs: [...upload, 'MKD', 'CWD'], advice: permissionAdvice },
];

/** What to do about a refusal, by command, reply code and circumstances. */
export function replyAdvice(error: ReplyError, context: AdviceContext): string {
  const fitting = rows.find(
    (row) =>
      (row.verbs?.includes(error.verb) ?? true) &&
      (row.codes?.includes(error.reply.code) ?? true) &&
      (row.when?.(error, context) ?? true),
  );
  const advice = fitting?.advice ?? 'The transcript (output "transcript") shows what led to this.';
  return typeof advice === 'string' ? advice : advice(error, context);
}

function dataConnectionAdvice(error: ReplyError, { mode }: AdviceContext): string {
  if (mode === 'none') return 'The server could not use the data connection; its log tells why.';
  switch (error.sessionResumed) {
    case true:
      return "The data connection was there and had resumed the TLS session, so session reuse is not the reason; the server's log tells more.";
    case false:
      return 'The data connection did not resume the TLS session, which many servers insist on. Try "tls-max-version: TLSv1.2"; if that does not help, its operator can switch the requirement off.';
    case undefined:
      return "The server gave the data connection up before TLS was up on it; its log tells why. Some servers take it only from the control connection's address, which network address translation may change.";
  }
}

function permissionAdvice(_error: ReplyError, { loginDirectory }: AdviceContext): string {
  const where =
    loginDirectory === undefined
      ? 'A "remote-dir" without "/" at its start is relative to the login directory'
      : `The login directory is "${sanitize(loginDirectory, loginDirectory.length)}", and a "remote-dir" without "/" at its start is relative to it`;
  return `${where}: check "remote-dir", and whether this account may write there.`;
}
