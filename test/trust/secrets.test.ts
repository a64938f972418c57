import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { createAuthority } from '../support/certificates.ts';
import { account, embedded, raw } from './peers.ts';
import { annotations, parseLog } from './run-log.ts';
import type { Row } from './table.ts';
import { table, uploaded } from './table.ts';

const { username, password } = account;
const debug = { RUNNER_DEBUG: '1' };
const works = '1 of 1 data connections resumed the TLS session.';
const echo = `${username} with ${password} at localhost (127.0.0.1, ::1)`;

const clients = await createAuthority({ commonName: 'Client Authority' });
const own = await clients.issue({ commonName: 'deploy', usage: 'client' });
const passphrase = 'first line\nsecond line, <b>bold</b>';
const locked = createPrivateKey(own.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  .toString();

const masks = (log: string) =>
  parseLog(log).commands.flatMap(({ name, data }) => (name === 'add-mask' ? [data] : []));

const echoing: readonly Row[] = [
  {
    name: 'a quiet server: the debug log has the dialogue without account and host',
    peer: embedded(),
    env: debug,
    exit: 0,
    says: works,
    reached: uploaded,
    check: async ({ log, outputs }) => {
      const shown = annotations(log).debug.join('\n');
      assert.match(shown, /^C: USER \*\*\*$/m);
      assert.match(shown, /^C: PASS \*\*\*$/m);
      assert.match(await readFile(outputs['transcript'] ?? '', 'utf8'), / C: PASS \*\*\*\n/);
    },
  },
  {
    name: 'a server that echoes everything it is told, to a run that works',
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
    says: works,
    reached: uploaded,
  },
  {
    name: 'a server that echoes the login in its refusal',
    peer: embedded({}, { PASS: `530 No ${echo}` }),
    env: debug,
    says: `The server refused "PASS ***": 530 No ${username} with *** at localhost (127.0.0.1, ::1)`,
    reached: 'USER PASS QUIT',
  },
  {
    name: 'a server that echoes the password in no reply at all',
    peer: embedded({}, { PASS: { raw: `${password} is what you said\r\n` } }),
    env: debug,
    says: 'The server broke the protocol (RFC 959 section 4.2): a reply must begin with a code; it sent "*** is what you said".',
    reached: 'USER PASS',
  },
  {
    name: 'a server that echoes the password at the edge of what is shown',
    peer: embedded({}, { PASS: `530 ${'x'.repeat(290)}${password}` }),
    env: debug,
    says: `The server refused "PASS ***": 530 ${'x'.repeat(290)}***`,
    reached: 'USER PASS QUIT',
  },
  {
    name: 'a 227 reply: its address is not in the transcript',
    peer: embedded({}, { EPSV: '500 No.' }),
    env: debug,
    exit: 0,
    says: works,
    reached: uploaded.replace('EPSV', 'EPSV PASV'),
  },
];

const masking: readonly Row[] = [
  {
    name: 'the password is masked before all else',
    peer: embedded(),
    exit: 0,
    says: works,
    reached: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [password]);
      assert.match(log, /^::add-mask::/);
    },
  },
  {
    name: 'a key passphrase of two lines is masked line by line',
    peer: embedded({ clientCa: clients.cert }),
    inputs: {
      'tls-client-cert': own.cert,
      'tls-client-key': locked,
      'tls-client-key-passphrase': passphrase,
    },
    env: debug,
    exit: 0,
    says: works,
    reached: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [password, passphrase, ...passphrase.split('\n')]);
    },
  },
  {
    name: 'secrets are masked before a bad input is named',
    peer: embedded(),
    inputs: {
      port: '0',
      'tls-client-cert': own.cert,
      'tls-client-key': locked,
      'tls-client-key-passphrase': 'not this one',
    },
    says: 'The input "port" must be a number from 1 to 65535, not "0".',
    connections: 0,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [password, 'not this one']);
    },
  },
  {
    name: 'a password of two lines is masked line by line, and refused',
    peer: embedded(),
    inputs: { password: 'upper line\nlower line' },
    says: 'The input "password" holds a line break or NUL, which no FTP command can carry.',
    connections: 0,
    check: ({ log }) => {
      assert.deepEqual(masks(log), ['upper line\nlower line', 'upper line', 'lower line']);
    },
  },
  {
    name: 'one final line break of the password is removed',
    peer: embedded(),
    inputs: { password: `${password}\n` },
    exit: 0,
    says: works,
    warns: ['The password ended with a line break, which was removed.'],
    reached: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), [`${password}\n`, password]);
    },
  },
  {
    name: 'space around the password is part of it',
    peer: embedded({ password: '  two words ' }),
    inputs: { password: '  two words ' },
    exit: 0,
    says: works,
    reached: uploaded,
    check: ({ log }) => {
      assert.deepEqual(masks(log), ['  two words ', 'two words']);
    },
  },
  {
    name: 'the password is not sent to who does not greet',
    peer: raw((socket) => socket.write('331 Password?\r\n'), {}),
    says: 'The server turned the connection away: 331 Password?',
  },
  {
    name: 'USER answered with 230: the password stays here',
    peer: embedded({ password: '' }, { USER: '230 Come in.', PWD: '421 Bye.' }),
    says: 'The server refused "TYPE I": 530 Please login with USER and PASS.',
    reached: 'USER PBSZ PROT FEAT OPTS TYPE STRU MODE PWD QUIT',
  },
];

table('Secrets: a server that repeats what it hears', echoing);
table('Secrets: masks', masking);
