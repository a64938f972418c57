import { embedded } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, testTable } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const none = { 'tls-mode': 'none' };
const plaintextWarning =
  'tls-mode is none: the username, the password and the files are sent unencrypted, readable by anyone on the network path.';
const emptyWarning =
  "The password is empty. If it comes from a secret, check that the secret is set. Secrets aren't available to workflows triggered from forks.";
const emptyAdvice =
  'The password is empty. Check the name of the secret, and the "environment" of the job if the secret belongs to one. Secrets aren\'t available to workflows triggered from forks.';
const connectionLimit =
  'The server has reached its connection limit. Avoid parallel deployments with "concurrency:" in the workflow, and re-run the job later.';
const checkLogin =
  "Check the username and password (they are sent unmodified). Logins aren't retried, to avoid locking the account.";
const stored = `${session} EPSV STOR QUIT`;

const login: readonly Row[] = [
  {
    name: 'explains 530 with an empty password',
    peer: embedded(),
    inputs: { password: '' },
    message: `The login failed: 530 Login incorrect.\n${emptyAdvice}`,
    warnings: [emptyWarning],
    commands: 'USER PASS QUIT',
  },
  {
    name: 'explains 501 with an empty password',
    peer: embedded({}, { PASS: '501 Argument missing.' }),
    inputs: { password: '' },
    message: `The login failed: 501 Argument missing.\n${emptyAdvice}`,
    warnings: [emptyWarning],
    commands: 'USER PASS QUIT',
  },
  {
    name: 'explains 530 to PASS and does not retry',
    peer: embedded(),
    inputs: { password: 'something else' },
    message: `The login failed: 530 Login incorrect.\n${checkLogin}`,
    commands: 'USER PASS QUIT',
  },
  {
    name: 'explains 530 to USER',
    peer: embedded({}, { USER: '530 Not you.' }),
    message: `The login failed: 530 Not you.\n${checkLogin}`,
    commands: 'USER QUIT',
  },
  {
    name: 'explains 530 to USER with tls-mode: none',
    peer: embedded({ mode: 'explicit' }),
    inputs: none,
    message:
      'The login failed: 530 Non-anonymous sessions must use encryption.\nThe server only accepts logins over TLS. Set "tls-mode: explicit".',
    warnings: [plaintextWarning],
    commands: 'USER QUIT',
  },
  {
    name: 'explains 421 as greeting',
    peer: embedded({}, { CONNECT: '421 Too many.' }),
    inputs: once,
    message: `The server rejected the connection: 421 Too many.\n${connectionLimit}`,
  },
  {
    name: 'explains 421 as greeting before AUTH',
    peer: embedded({ mode: 'explicit' }, { CONNECT: '421 Too many.' }),
    inputs: { ...explicit, ...once },
    message: `The server rejected the connection: 421 Too many.\n${connectionLimit}`,
  },
  {
    name: 'explains 421 to PASS',
    peer: embedded({}, { PASS: '421 Too many of you.' }),
    inputs: once,
    message: `The login failed: 421 Too many of you.\n${connectionLimit}`,
    commands: 'USER PASS',
  },
  {
    name: 'explains 530 as greeting',
    peer: embedded({}, { CONNECT: '530 Go away.' }),
    inputs: once,
    message:
      'The server rejected the connection: 530 Go away.\nThe server rejects this runner: it may only allow certain IP addresses, or have reached its connection limit. Ask your host, or re-run the job later.',
  },
  {
    name: 'explains 421 during the session',
    peer: embedded({}, { STOR: { reply: '421 Session timeout.', then: 'close' } }),
    inputs: once,
    message:
      'Uploading index.html failed: 421 Session timeout.\nThe server ended the session. It limits how long a session or a pause can last, or the number of sessions. Re-run the job later, and avoid parallel deployments with "concurrency:".',
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
  'The data connection was established and resumed the TLS session, so session reuse isn\'t the cause. The connection may have been lost, or the disk may be full. Check the server\'s log, or ask your host to. A partial file may be left on the server; "publish: atomic" avoids that.';
const notResumed =
  'The data connection didn\'t resume the TLS session, which many servers require. Try "tls-max-version: TLSv1.2". If that doesn\'t help, ask your host to turn off the requirement.';
const refused = (reply: string, advice: string) =>
  `Uploading index.html failed: ${reply}\n${advice}`;

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
      "The server gave up the data connection before TLS was established. Check the server's log, or ask your host to. Some servers only accept it from the IP address of the control connection, which network address translation may change.",
    ),
    commands: stored,
  },
  {
    name: 'explains 450 before the TLS handshake',
    peer: embedded({}, { STOR: '450 Busy.' }),
    message: refused(
      '450 Busy.',
      "The server can't write this file now. Another program may be using it. Try again, and check whether the account can overwrite it.",
    ),
    commands: stored,
  },
  {
    name: 'explains 522 with tls-mode: none',
    peer: embedded({ mode: 'none' }, { STOR: '522 Must be encrypted.' }),
    inputs: none,
    message: refused(
      '522 Must be encrypted.',
      'The server requires encrypted data connections. Set "tls-mode: explicit".',
    ),
    warnings: [plaintextWarning],
    commands: stored.replace('PBSZ PROT ', ''),
  },
  {
    name: 'explains rejected EPSV and PASV',
    peer: embedded({}, { EPSV: '500 No.', PASV: '502 No.' }),
    message:
      'index.html: "PASV" failed: 502 No.\nThe server doesn\'t open passive data connections. Ask your host to enable passive mode.',
    commands: `${session} EPSV EPSV PASV QUIT`,
    notices: ["EPSV doesn't work with this server (500 No.). PASV is used."],
  },
];

const quota =
  'The account is out of space, or the server limits the size of files. Delete files or increase the quota. A partial file may be left on the server; "publish: atomic" avoids that.';
const inLoginDirectory =
  'Check "remote-dir" and the account\'s write permission. Relative paths start in the login directory, "/www/anna".';
const inUnknownDirectory =
  'Check "remote-dir" and the account\'s write permission. Relative paths start in the login directory.';
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
    commands: stored.replace('STOR', 'STOR CWD'),
  })),
  {
    name: 'explains 553 when the login directory is unknown',
    peer: embedded({}, { STOR: '553 No.', PWD: '500 What?' }),
    message: refused('553 No.', inUnknownDirectory),
    commands: stored.replace('PWD', 'PWD PWD').replace('STOR', 'STOR SIZE'),
  },
  {
    name: 'explains 550 to MKD',
    peer: embedded({}, { MKD: '550 No.', PWD }),
    inputs: { 'remote-dir': 'htdocs' },
    message: `"MKD htdocs" failed: 550 No.\n${inLoginDirectory}`,
    commands: `${session} CWD MKD CWD SIZE QUIT`,
  },
  {
    name: 'refers to the transcript for an unknown code',
    peer: embedded({}, { STOR: '599 Hm.' }),
    message: refused(
      '599 Hm.',
      'The transcript (output "transcript") shows what led to this. Send it to your host, to compare it with the server\'s log.',
    ),
    commands: stored,
  },
];

testTable('The error', login);
testTable('The error', dataConnection, once);
testTable('The error', files);
