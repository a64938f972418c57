/** What the action advises in situations that no other table here covers; the advice depends on the rest of the run. */
import { embedded, raw } from './peers.ts';
import type { Row } from './table.ts';
import { once, page, session, testTable } from './table.ts';

const none = { 'tls-mode': 'none' };
const plaintextWarning =
  'tls-mode is none: the username, the password and the files are sent unencrypted, readable by anyone on the network path.';
const checkLogin =
  "Check the username and password (they are sent unmodified). Logins aren't retried, to avoid locking the account.";
const partialFile = ' A partial file may be left on the server; "publish: atomic" avoids that.';
const sameDirectory =
  'Other files were uploaded to the same directory in this run, so "remote-dir" is correct. The existing file may be read-only or in use, or the server prohibits this file name.';
const checkDirectory =
  'Check "remote-dir" and the account\'s write permission. Relative paths start in the login directory, "/".';

/** The login fails with this reply to PASS. */
function loginFails(name: string, reply: string, advice: string): Row {
  return {
    name: `explains ${name}`,
    peer: embedded({}, { PASS: reply }),
    inputs: once,
    message: `The login failed: ${reply}\n${advice}`,
    commands: 'USER PASS QUIT',
  };
}

const login: readonly Row[] = [
  loginFails(
    'a connection limit in the reply to PASS',
    '530 Sorry, the maximum number of clients (3) from your host are already connected.',
    `${checkLogin} The reply mentions a limit: if it is the connection limit, avoid parallel deployments with "concurrency:", and re-run the job later.`,
  ),
  loginFails(
    'an inaccessible home directory',
    '530 User cannot log in, home directory inaccessible.',
    `${checkLogin} The reply mentions a directory: if it is the account's home directory, the password is correct, and your host must correct the server's configuration.`,
  ),
  loginFails(
    '500 OOPS to PASS',
    '500 OOPS: vsftpd: refusing to run with writable root inside chroot()',
    "The server rejects the login with 500, although it would reply to a wrong password with 530. Check its log, or ask your host: its configuration for this account may be wrong. Check the username and password, too. Logins aren't retried, to avoid locking the account. The reply mentions a directory: if it is the account's home directory, the password is correct, and your host must correct the server's configuration.",
  ),
  loginFails(
    '4yz to PASS',
    '451 The user database is not available.',
    "The server can't check the login now. Re-run the job later. Logins aren't retried, to avoid locking the account.",
  ),
  {
    name: 'explains 421 to USER with tls-mode: none',
    peer: embedded({ mode: 'none' }, { USER: '421 Cleartext sessions are not accepted.' }),
    inputs: { ...none, ...once },
    message:
      'The login failed: 421 Cleartext sessions are not accepted.\nThe server only accepts logins over TLS. Set "tls-mode: explicit".',
    warnings: [plaintextWarning],
    commands: 'USER',
  },
  {
    name: 'explains 421 to USER that does not mention TLS, with tls-mode: none',
    peer: embedded({ mode: 'none' }, { USER: '421 Try again later.' }),
    inputs: { ...none, ...once },
    message:
      'The login failed: 421 Try again later.\nThe server has reached its connection limit, or requires TLS. If it offers TLS, set "tls-mode: explicit". Otherwise, re-run the job later.',
    warnings: [plaintextWarning],
    commands: 'USER',
  },
  {
    name: 'explains an unencrypted refusal instead of TLS',
    peer: raw((socket) => socket.end('500 OOPS: SSL: cannot load RSA certificate\r\n')),
    message:
      'The server rejected the connection: 500 OOPS: SSL: cannot load RSA certificate\nThe server sent this reply instead of starting TLS, so no credentials were sent. Its TLS configuration may be wrong (vsftpd sends "500 OOPS" if it can\'t read its certificate), or it rejects this runner. Check the server\'s log, or ask your host to.',
  },
];

const two = { 'site/a.html': page, 'site/b.html': page };
const twoUploads = `${session} EPSV STOR NOOP SIZE EPSV STOR SIZE EPSV STOR CWD QUIT`;

const files: readonly Row[] = [
  {
    name: 'explains 451 after STOR, and the partial file',
    peer: embedded({}, { STOR: '451 Error writing file: No space left on device.' }),
    inputs: once,
    message: `Uploading index.html failed: 451 Error writing file: No space left on device.\nThe server couldn't write. Its disk or the account's quota may be full, or it lost the data connection. Check the free space and the server's log, or ask your host to.${partialFile}`,
    commands: `${session} EPSV STOR QUIT`,
  },
  {
    name: 'explains 550 for a file that is in use, after another file',
    peer: embedded({
      onCommand: ({ verb, argument }) =>
        verb === 'STOR' && argument === 'b.html'
          ? '550 The process cannot access the file because it is being used by another process.'
          : undefined,
    }),
    files: two,
    message: `Uploading b.html failed: 550 The process cannot access the file because it is being used by another process.\n${sameDirectory} The reply says that a program is using the file: stop the app before this step (for example an IIS or Azure site), and start it again afterwards.`,
    bytes: page.length,
    commands: twoUploads,
  },
  {
    name: 'explains 553 for a dot file, after another file',
    peer: embedded({
      onCommand: ({ verb, argument }) =>
        verb === 'STOR' && argument === '.htaccess' ? '553 Prohibited file name.' : undefined,
    }),
    files: { 'site/!.html': page, 'site/.htaccess': page },
    message: `Uploading .htaccess failed: 553 Prohibited file name.\n${sameDirectory} Some servers prohibit names that start with a dot. Ask your host, or exclude the file with a line that starts with "!" in "files".`,
    bytes: page.length,
    commands: twoUploads,
  },
  {
    name: 'explains 550 for a name that Windows prohibits',
    peer: embedded(
      {},
      { STOR: '550 The filename, directory name, or volume label syntax is incorrect.' },
    ),
    platform: 'posix',
    files: { 'site/what?.html': page },
    message: `Uploading what?.html failed: 550 The filename, directory name, or volume label syntax is incorrect.\n${checkDirectory} Windows servers prohibit : ? * " < > | in names, dots and spaces at their end, and names such as CON. Rename the file.`,
    commands: `${session} EPSV STOR CWD QUIT`,
  },
  {
    name: 'explains a directory that cannot be created because of the quota',
    peer: embedded({}, { MKD: '550 Disk quota exceeded.' }),
    inputs: { 'remote-dir': 'www' },
    message: `"MKD www" failed: 550 Disk quota exceeded.\n${checkDirectory} The reply mentions space: delete files on the server, or increase the quota.`,
    commands: `${session} CWD MKD CWD SIZE QUIT`,
  },
  {
    name: 'explains an absolute directory that is rejected',
    peer: embedded({}, { MKD: '550 Access is denied.', SIZE: '550 No such file.' }),
    inputs: { 'remote-dir': '/15' },
    message: `"MKD /15" failed: 550 Access is denied.\n${checkDirectory} If the directory is in the login directory, remove the leading slash: "remote-dir: 15".`,
    commands: `${session} CWD MKD CWD SIZE QUIT`,
  },
  {
    name: 'explains a file in the place of a directory',
    peer: embedded({}, { SIZE: '213 5', MKD: '550 File exists.' }),
    files: { 'site/assets/a.css': page, 'site/index.html': page },
    message:
      '"MKD assets" failed: 550 File exists.\nA file of that name is in the place of the directory. Delete or rename it on the server, or change "remote-dir".',
    commands: `${session} MKD CWD SIZE QUIT`,
  },
  {
    name: 'explains an account that may not upload',
    peer: embedded({}, { STOR: '502 Command not allowed.' }),
    message:
      'Uploading index.html failed: 502 Command not allowed.\nThe account may not upload files. Ask your host for one with write permission.',
    commands: `${session} EPSV STOR QUIT`,
  },
];

const patterns: readonly Row[] = [
  {
    name: 'explains a leading slash in files',
    peer: raw(() => undefined),
    inputs: { files: '/site/' },
    message:
      'Remove the leading slash: write "site/" instead of "/site/". Paths are relative to the directory above.',
    connections: 0,
  },
  {
    name: 'explains several patterns in one line',
    peer: raw(() => undefined),
    inputs: { files: 'site, src' },
    message: 'Write one pattern per line instead of "site, src".',
    connections: 0,
  },
  {
    name: 'shows no value that is longer than a valid one',
    peer: raw(() => undefined),
    inputs: {
      port: 'github_pat_0123456789abcdefghij',
      'tls-pin': 'github_pat_0123456789abcdefghij',
    },
    message: [
      'Invalid value for port. Use a whole number from 1 to 65535.',
      "Line 1 of tls-pin isn't a pin. Use AA:BB:... (SHA-256 of the certificate, 32 bytes) or sha256//BASE64 (SHA-256 of the public key).",
    ].join('\n'),
    connections: 0,
  },
];

testTable('The action', login);
testTable('The action', files);
testTable('The action', patterns);
