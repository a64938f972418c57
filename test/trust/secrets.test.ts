import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { createAuthority } from '../support/certificates.ts';
import { account, embedded, raw } from './peers.ts';
import { annotations, parseLog } from './run-log.ts';
import type { Row } from './table.ts';
import { testTable, uploaded } from './table.ts';

const { username, password } = account;
const debug = { RUNNER_DEBUG: '1' };
const echo = `${username} with ${password} at localhost (127.0.0.1, ::1)`;

const clients = await createAuthority({ commonName: 'Client Authority' });
const own = await clients.issue({ commonName: 'deploy', usage: 'client' });
const passphrase = 'first line\nsecond line, <b>bold</b>';
const encryptedKey = createPrivateKey(own.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  .toString();

const masks = (log: string) =>
  parseLog(log).commands.flatMap(({ name, data }) => (name === 'add-mask' ? [data] : []));

const echoing: readonly Row[] = [
  {
    name: 'are redacted in the debug log and the transcript',
    peer: embedded(),
    env: debug,
    exit: 0,
    commands: uploaded,
    check: async ({ log, outputs }) => {
      const debugLog = annotations(log).debug.join('\n');
      assert.match(debugLog, /^C: USER \*\*\*$/m);
      assert.match(debugLog, /^C: PASS \*\*\*$/m);
      assert.match(await readFile(outputs['transcript'] ?? '', 'utf8'), / C: PASS \*\*\*\n/);
    },
  },
  {
    name: 'are redacted when the server echoes them in every reply',
    peer: embedded(
      {},
      {
        CONNECT: `220 Hello localhost, I am 127.0.0.1 and ::1`,
        USER: { perform: true, reply: `331 Password of ${username} at 127.0.0.1?` },
        PASS: { perform: true, reply: [`230-Welcome ${echo}`, ` ${echo}`, `230 ${echo}`] },
        PWD: `257 "/home/${username}" is where ${echo} is`,
        QUIT: `221 ${echo}`,
      },
    ),
    env: debug,
    exit: 0,
    commands: uploaded,
  },
  {
    name: 'are redacted when the server echoes them in a rejection',
    peer: embedded({}, { PASS: `530 No ${echo}` }),
    env: debug,
    message: `The login failed: 530 No ${username} with *** at localhost (127.0.0.1, ::1)`,
    commands: 'USER PASS QUIT',
  },
  {
    name: 'are redacted when the server echoes the password in an invalid reply',
    peer: embedded({}, { PASS: { raw: `${password} is what you said\r\n` } }),
    env: debug,
    message:
      'Protocol error: a reply must begin with a code (RFC 959, section 4.2). Received "*** is what you said".',
    commands: 'USER PASS',
  },
  {
    name: 'are redacted when the password is truncated in an error',
    peer: embedded({}, { PASS: `530 ${'x'.repeat(290)}${password}` }),
    env: debug,
    message: `The login failed: 530 ${'x'.repeat(290)}***`,
    commands: 'USER PASS QUIT',
  },
  {
    name: 'are kept out of the transcript together with the address in a 227 reply',
    peer: embedded({}, { EPSV: '500 No.' }),
    env: debug,
    exit: 0,
    commands: uploaded.replace('EPSV', 'EPSV EPSV PASV'),
    notices: ["EPSV doesn't work with this server (500 No.). PASV is used."],
  },
];

const masking: readonly Row[] = [
  {
    name: 'are masked before anything else is logged',
    peer: embedded(),
    exit: 0,
    commands: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [password]);
      assert.match(log, /^::add-mask::/);
    },
  },
  {
    name: 'are masked line by line if a passphrase has two lines',
    peer: embedded({ clientCa: clients.cert }),
    inputs: {
      'tls-client-cert': own.cert,
      'tls-client-key': encryptedKey,
      'tls-client-key-passphrase': passphrase,
    },
    env: debug,
    exit: 0,
    commands: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [password, passphrase, ...passphrase.split('\n')]);
    },
  },
  {
    name: 'are masked before an invalid input is reported',
    peer: embedded(),
    inputs: {
      port: '0',
      'tls-client-cert': own.cert,
      'tls-client-key': encryptedKey,
      'tls-client-key-passphrase': 'not this one',
    },
    message: 'Invalid value "0" for port. Use a whole number from 1 to 65535.',
    connections: 0,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [password, 'not this one']);
    },
  },
  {
    name: 'are masked line by line if the password has two lines, which is an error',
    peer: embedded(),
    inputs: { password: 'upper line\nlower line' },
    message: "password contains a line break or NUL, which FTP can't transmit.",
    connections: 0,
    check: ({ log }) => {
      assert.deepEqual(masks(log), ['upper line\nlower line', 'upper line', 'lower line']);
    },
  },
  {
    name: 'lose one trailing line break, with a warning',
    peer: embedded(),
    inputs: { password: `${password}\n` },
    exit: 0,
    warnings: ['The trailing newline of the password was removed.'],
    commands: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [`${password}\n`, password]);
    },
  },
  {
    name: 'keep the spaces around the password',
    peer: embedded({ password: '  two words ' }),
    inputs: { password: '  two words ' },
    exit: 0,
    commands: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), ['  two words ', 'two words']);
    },
  },
  {
    name: 'are not sent to a server without a greeting',
    peer: raw((socket) => socket.write('331 Password?\r\n'), {}),
    message: 'The server rejected the connection: 331 Password?',
  },
  {
    name: 'are not sent when the server accepts the username alone',
    peer: embedded({ password: '' }, { USER: '230 Come in.', PWD: '421 Bye.' }),
    message: '"TYPE I" failed: 530 Please login with USER and PASS.',
    commands: 'USER PBSZ PROT FEAT OPTS TYPE STRU MODE PWD',
  },
];

testTable('Secrets', echoing);
testTable('Secrets', masking);
