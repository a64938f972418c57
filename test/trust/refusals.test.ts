import { embedded } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, table } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const none = { 'tls-mode': 'none' };
const clearTextWarning =
  'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.';
const emptyWarning =
  'The password is empty. If it comes from a secret: secrets are not there in runs for forks, and an unset one is empty.';
const emptyAdvice =
  'The input "password" was empty. Secrets are not passed to runs for forks; otherwise check the name of the secret, and the "environment" of the job if it belongs to one.';
const noRoom =
  'The server has no room for another session. Let only one deployment run at a time with "concurrency:" in the workflow, and try again later.';
const checkLogin =
  'Check "username" and "password"; both are sent exactly as given. The login was tried once, so that no server locks the account.';
const stored = `${session} EPSV STOR QUIT`;

const login: readonly Row[] = [
  {
    name: '530 with an empty password',
    peer: embedded(),
    inputs: { password: '' },
    says: `The server refused "PASS ***": 530 Login incorrect.\n${emptyAdvice}`,
    warns: [emptyWarning],
    reached: 'USER PASS QUIT',
  },
  {
    name: '501 with an empty password',
    peer: embedded({}, { PASS: '501 Argument missing.' }),
    inputs: { password: '' },
    says: `The server refused "PASS ***": 501 Argument missing.\n${emptyAdvice}`,
    warns: [emptyWarning],
    reached: 'USER PASS QUIT',
  },
  {
    name: '530 with a password: one try',
    peer: embedded(),
    inputs: { password: 'something else' },
    says: `The server refused "PASS ***": 530 Login incorrect.\n${checkLogin}`,
    reached: 'USER PASS QUIT',
  },
  {
    name: '530 to USER',
    peer: embedded({}, { USER: '530 Not you.' }),
    says: `The server refused "USER ***": 530 Not you.\n${checkLogin}`,
    reached: 'USER QUIT',
  },
  {
    name: 'tls-mode: none, and the server insists on TLS',
    peer: embedded({ mode: 'explicit' }),
    inputs: none,
    says: 'The server refused "USER ***": 530 Non-anonymous sessions must use encryption.\nA server that refuses the user name in clear text wants TLS first: set "tls-mode: explicit".',
    warns: [clearTextWarning],
    reached: 'USER QUIT',
  },
  {
    name: '421 as greeting',
    peer: embedded({}, { CONNECT: '421 Too many.' }),
    inputs: once,
    says: `The server turned the connection away: 421 Too many.\n${noRoom}`,
  },
  {
    name: '421 as greeting in clear',
    peer: embedded({ mode: 'explicit' }, { CONNECT: '421 Too many.' }),
    inputs: { ...explicit, ...once },
    says: `The server turned the connection away: 421 Too many.\n${noRoom}`,
  },
  {
    name: '421 at the login',
    peer: embedded({}, { PASS: '421 Too many of you.' }),
    inputs: once,
    says: `The server refused "PASS ***": 421 Too many of you.\n${noRoom}`,
    reached: 'USER PASS',
  },
  {
    name: '530 as greeting',
    peer: embedded({}, { CONNECT: '530 Go away.' }),
    says: 'The server turned the connection away: 530 Go away.\nThe server turns this runner away; ask its operator, or look at its list of allowed addresses.',
  },
  {
    name: '421 in the middle of the session',
    peer: embedded({}, { STOR: { reply: '421 Session timeout.', then: 'close' } }),
    inputs: once,
    says: 'index.html: The server refused "STOR index.html": 421 Session timeout.\nThe server ended the session: it limits how long a session or a pause may last.',
    reached: `${session} EPSV STOR`,
  },
];

/** Refuses after the handshake of the data connection, before a byte was read. */
const strikes = (final: string, resumed: boolean) =>
  embedded({
    ...{ resumeData: resumed, requireSessionReuse: false },
    onData: () => ({ at: 0, data: 'close', final }),
  });
const resumed =
  "The data connection was there and had resumed the TLS session, so session reuse is not the reason; the server's log tells more.";
const notResumed =
  'The data connection did not resume the TLS session, which many servers insist on. Try "tls-max-version: TLSv1.2"; if that does not help, its operator can switch the requirement off.';
const refused = (reply: string, advice: string) =>
  `index.html: The server refused "STOR index.html": ${reply}\n${advice}`;

const dataConnection: readonly Row[] = [
  ...['425 Not built.', '522 Not so.', '450 Not now.'].flatMap((reply): Row[] => [
    {
      name: `${reply.slice(0, 3)}, session resumed`,
      peer: strikes(reply, true),
      says: refused(reply, resumed),
      reached: stored,
    },
    {
      name: `${reply.slice(0, 3)}, session not resumed`,
      peer: strikes(reply, false),
      says: refused(reply, notResumed),
      reached: stored,
    },
  ]),
  {
    name: '522 of a server that requires session reuse',
    peer: embedded({ resumeData: false }),
    says: refused('522 SSL connection failed: session reuse required', notResumed),
    reached: stored,
  },
  {
    name: '425 before TLS',
    peer: embedded({}, { STOR: '425 No.' }),
    says: refused(
      '425 No.',
      "The server gave the data connection up before TLS was up on it; its log tells why. Some servers take it only from the control connection's address, which network address translation may change.",
    ),
    reached: stored,
  },
  {
    name: '450 before TLS: the file is busy',
    peer: embedded({}, { STOR: '450 Busy.' }),
    says: refused(
      '450 Busy.',
      'The server does not take this file now; another program may be using it. Try again, and check whether this account may replace it.',
    ),
    reached: stored,
  },
  {
    name: 'tls-mode: none, and the server insists on protected data',
    peer: embedded({ mode: 'none' }, { STOR: '522 Must be encrypted.' }),
    inputs: none,
    says: refused(
      '522 Must be encrypted.',
      'The server wants protected data connections: set "tls-mode: explicit".',
    ),
    warns: [clearTextWarning],
    reached: stored.replace('PBSZ PROT ', ''),
  },
  {
    name: 'EPSV and PASV refused',
    peer: embedded({}, { EPSV: '500 No.', PASV: '502 No.' }),
    says: 'index.html: The server refused "PASV": 502 No.\nThe server does not open passive data connections; its operator must allow passive mode.',
    reached: `${session} EPSV PASV QUIT`,
  },
];

const room = 'The account has no room left: delete something there, or ask for a larger quota.';
const here =
  'The login directory is "/www/anna", and a "remote-dir" without "/" at its start is relative to it: check "remote-dir", and whether this account may write there.';
const unknown =
  'A "remote-dir" without "/" at its start is relative to the login directory: check "remote-dir", and whether this account may write there.';
const PWD = '257 "/www/anna"';

const files: readonly Row[] = [
  ...['452', '552'].map((code): Row => ({
    name: `${code}: no room`,
    peer: embedded({}, { STOR: `${code} Full.` }),
    inputs: once,
    says: refused(`${code} Full.`, room),
    reached: stored,
  })),
  {
    name: '552 after everything was sent',
    peer: embedded({ onData: () => ({ final: '552 Full.' }) }),
    says: refused('552 Full.', room),
    reached: stored,
    bytes: 25,
  },
  ...['550', '553'].map((code): Row => ({
    name: `${code}: not permitted, with the login directory`,
    peer: embedded({}, { STOR: `${code} No.`, PWD }),
    says: refused(`${code} No.`, here),
    reached: stored,
  })),
  {
    name: '553, and the server does not say where the login leads',
    peer: embedded({}, { STOR: '553 No.', PWD: '500 What?' }),
    says: refused('553 No.', unknown),
    reached: stored,
  },
  {
    name: '550 to MKD',
    peer: embedded({}, { MKD: '550 No.', PWD }),
    inputs: { 'remote-dir': 'htdocs' },
    says: `The server refused "MKD htdocs": 550 No.\n${here}`,
    reached: `${session} CWD CWD MKD CWD CWD QUIT`,
  },
  {
    name: 'a code that no table knows',
    peer: embedded({}, { STOR: '599 Hm.' }),
    says: refused('599 Hm.', 'The transcript (output "transcript") shows what led to this.'),
    reached: stored,
  },
];

table('Refusals: greeting and login', login);
table('Refusals: data connections', dataConnection, once);
table('Refusals: files and directories', files);
