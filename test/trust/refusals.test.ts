import { embedded } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, testTable } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const none = { 'tls-mode': 'none' };
const plaintextWarning =
  'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.';
const emptyWarning =
  'The password is empty. If it comes from a secret: secrets are not there in runs for forks, and an unset one is empty.';
const emptyAdvice =
  'The input "password" was empty. Secrets are not passed to runs for forks; otherwise check the name of the secret, and the "environment" of the job if it belongs to one.';
const connectionLimit =
  'The server has no room for another session. Let only one deployment run at a time with "concurrency:" in the workflow, and try again later.';
const checkLogin =
  'Check "username" and "password"; both are sent exactly as given. The login was tried once, so that no server locks the account.';
const stored = `${session} EPSV STOR QUIT`;

const login: readonly Row[] = [
  {
    name: 'explains 530 with an empty password',
    peer: embedded(),
    inputs: { password: '' },
    message: `The server refused "PASS ***": 530 Login incorrect.\n${emptyAdvice}`,
    warnings: [emptyWarning],
    commands: 'USER PASS QUIT',
  },
  {
    name: 'explains 501 with an empty password',
    peer: embedded({}, { PASS: '501 Argument missing.' }),
    inputs: { password: '' },
    message: `The server refused "PASS ***": 501 Argument missing.\n${emptyAdvice}`,
    warnings: [emptyWarning],
    commands: 'USER PASS QUIT',
  },
  {
    name: 'explains 530 to PASS and does not retry',
    peer: embedded(),
    inputs: { password: 'something else' },
    message: `The server refused "PASS ***": 530 Login incorrect.\n${checkLogin}`,
    commands: 'USER PASS QUIT',
  },
  {
    name: 'explains 530 to USER',
    peer: embedded({}, { USER: '530 Not you.' }),
    message: `The server refused "USER ***": 530 Not you.\n${checkLogin}`,
    commands: 'USER QUIT',
  },
  {
    name: 'explains 530 to USER with tls-mode: none',
    peer: embedded({ mode: 'explicit' }),
    inputs: none,
    message:
      'The server refused "USER ***": 530 Non-anonymous sessions must use encryption.\nA server that refuses the user name in clear text wants TLS first: set "tls-mode: explicit".',
    warnings: [plaintextWarning],
    commands: 'USER QUIT',
  },
  {
    name: 'explains 421 as greeting',
    peer: embedded({}, { CONNECT: '421 Too many.' }),
    inputs: once,
    message: `The server turned the connection away: 421 Too many.\n${connectionLimit}`,
  },
  {
    name: 'explains 421 as greeting before AUTH',
    peer: embedded({ mode: 'explicit' }, { CONNECT: '421 Too many.' }),
    inputs: { ...explicit, ...once },
    message: `The server turned the connection away: 421 Too many.\n${connectionLimit}`,
  },
  {
    name: 'explains 421 to PASS',
    peer: embedded({}, { PASS: '421 Too many of you.' }),
    inputs: once,
    message: `The server refused "PASS ***": 421 Too many of you.\n${connectionLimit}`,
    commands: 'USER PASS',
  },
  {
    name: 'explains 530 as greeting',
    peer: embedded({}, { CONNECT: '530 Go away.' }),
    message:
      'The server turned the connection away: 530 Go away.\nThe server turns this runner away; ask its operator, or look at its list of allowed addresses.',
  },
  {
    name: 'explains 421 during the session',
    peer: embedded({}, { STOR: { reply: '421 Session timeout.', then: 'close' } }),
    inputs: once,
    message:
      'index.html: The server refused "STOR index.html": 421 Session timeout.\nThe server ended the session: it limits how long a session or a pause may last.',
    commands: `${session} EPSV STOR`,
  },
];

/** Rejects an upload after the TLS handshake of the data connection. */
const rejecting = (final: string, resumed: boolean) =>
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
      name: `explains ${reply.slice(0, 3)} after the TLS session was resumed`,
      peer: rejecting(reply, true),
      message: refused(reply, resumed),
      commands: stored,
    },
    {
      name: `explains ${reply.slice(0, 3)} after the TLS session was not resumed`,
      peer: rejecting(reply, false),
      message: refused(reply, notResumed),
      commands: stored,
    },
  ]),
  {
    name: 'explains 522 of a server that requires session reuse',
    peer: embedded({ resumeData: false }),
    message: refused('522 SSL connection failed: session reuse required', notResumed),
    commands: stored,
  },
  {
    name: 'explains 425 before the TLS handshake',
    peer: embedded({}, { STOR: '425 No.' }),
    message: refused(
      '425 No.',
      "The server gave the data connection up before TLS was up on it; its log tells why. Some servers take it only from the control connection's address, which network address translation may change.",
    ),
    commands: stored,
  },
  {
    name: 'explains 450 before the TLS handshake',
    peer: embedded({}, { STOR: '450 Busy.' }),
    message: refused(
      '450 Busy.',
      'The server does not take this file now; another program may be using it. Try again, and check whether this account may replace it.',
    ),
    commands: stored,
  },
  {
    name: 'explains 522 with tls-mode: none',
    peer: embedded({ mode: 'none' }, { STOR: '522 Must be encrypted.' }),
    inputs: none,
    message: refused(
      '522 Must be encrypted.',
      'The server wants protected data connections: set "tls-mode: explicit".',
    ),
    warnings: [plaintextWarning],
    commands: stored.replace('PBSZ PROT ', ''),
  },
  {
    name: 'explains rejected EPSV and PASV',
    peer: embedded({}, { EPSV: '500 No.', PASV: '502 No.' }),
    message:
      'index.html: The server refused "PASV": 502 No.\nThe server does not open passive data connections; its operator must allow passive mode.',
    commands: `${session} EPSV PASV QUIT`,
  },
];

const quota = 'The account has no room left: delete something there, or ask for a larger quota.';
const inLoginDirectory =
  'The login directory is "/www/anna", and a "remote-dir" without "/" at its start is relative to it: check "remote-dir", and whether this account may write there.';
const inUnknownDirectory =
  'A "remote-dir" without "/" at its start is relative to the login directory: check "remote-dir", and whether this account may write there.';
const PWD = '257 "/www/anna"';

const files: readonly Row[] = [
  ...['452', '552'].map((code): Row => ({
    name: `explains ${code} to STOR`,
    peer: embedded({}, { STOR: `${code} Full.` }),
    inputs: once,
    message: refused(`${code} Full.`, quota),
    commands: stored,
  })),
  {
    name: 'explains 552 after the file was sent',
    peer: embedded({ onData: () => ({ final: '552 Full.' }) }),
    message: refused('552 Full.', quota),
    commands: stored,
    bytes: 25,
  },
  ...['550', '553'].map((code): Row => ({
    name: `explains ${code} with the login directory`,
    peer: embedded({}, { STOR: `${code} No.`, PWD }),
    message: refused(`${code} No.`, inLoginDirectory),
    commands: stored,
  })),
  {
    name: 'explains 553 when the login directory is unknown',
    peer: embedded({}, { STOR: '553 No.', PWD: '500 What?' }),
    message: refused('553 No.', inUnknownDirectory),
    commands: stored,
  },
  {
    name: 'explains 550 to MKD',
    peer: embedded({}, { MKD: '550 No.', PWD }),
    inputs: { 'remote-dir': 'htdocs' },
    message: `The server refused "MKD htdocs": 550 No.\n${inLoginDirectory}`,
    commands: `${session} CWD CWD MKD CWD CWD QUIT`,
  },
  {
    name: 'refers to the transcript for an unknown code',
    peer: embedded({}, { STOR: '599 Hm.' }),
    message: refused('599 Hm.', 'The transcript (output "transcript") shows what led to this.'),
    commands: stored,
  },
];

testTable('The error', login);
testTable('The error', dataConnection, once);
testTable('The error', files);
