import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { InputError } from '../../../src/action/errors.ts';
import type { Inputs } from '../../../src/action/inputs/inputs.ts';
import { readInputs } from '../../../src/action/inputs/inputs.ts';
import { readActionInputs } from '../../support/action-files.ts';
import { captured } from '../stdout.ts';

const required = { server: 'ftp.example', username: 'u', password: 'p', files: '**' };
const actionFile = fileURLToPath(new URL('../../../action.yml', import.meta.url));

/** Reads inputs that are given by their names in `action.yml`. */
function read(given: Readonly<Record<string, string>>): { value: Inputs; stdout: string } {
  const env = Object.fromEntries(
    Object.entries({ ...required, ...given }).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]),
  );
  return captured(env, readInputs);
}

/** What is wrong with inputs, a sentence each. */
function problems(given: Readonly<Record<string, string>>): string[] {
  try {
    read(given);
  } catch (error) {
    assert.ok(error instanceof InputError);
    assert.equal(error.code, 'INPUT');
    assert.equal(error.message.split('\n').length, error.problems.length);
    return error.message.split('\n');
  }
  return [];
}

test('readInputs takes the same defaults as action.yml declares', async () => {
  const declared = await readActionInputs(actionFile);
  const given = Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== ''));
  assert.deepEqual(Object.keys(given).sort(), [
    'dry-run',
    'flatten',
    'follow-symlinks',
    'if-no-files-found',
    'preflight',
    'preserve-mtime',
    'publish',
    'remote-dir',
    'retries',
    'timeout',
    'tls-max-version',
    'tls-min-version',
    'tls-mode',
    'tls-verify',
    'verify-uploads',
  ]);
  assert.deepEqual(read(given).value, read({}).value);
});

test('readInputs needs server, user name, files and nothing else but a password', () => {
  const { value, stdout } = read({});
  assert.equal(stdout, '::add-mask::p\n');
  assert.deepEqual(value, {
    endpoint: { host: 'ftp.example', port: 990 },
    username: 'u',
    password: 'p',
    patterns: '**',
    baseDirectory: undefined,
    remoteDirectory: '',
    flatten: false,
    followSymlinks: true,
    ifNoFilesFound: 'error',
    mode: 'implicit',
    tls: {
      serverName: 'ftp.example',
      ca: [],
      pins: [],
      verify: true,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
    publish: 'direct',
    verifyUploads: 'size',
    preserveMtime: false,
    retries: 3,
    timeoutMs: 30_000,
    dryRun: false,
    preflight: false,
    needsFiles: true,
    warnings: [],
  });
});

test('readInputs names every bad input at once', () => {
  const bad = {
    server: 'ftps://ftp.example',
    port: '0',
    username: '',
    files: ' \n',
    'base-dir': 'not/there',
    'remote-dir': '../up',
    flatten: 'yes',
    'follow-symlinks': '1',
    'if-no-files-found': 'fail',
    'tls-mode': 'tls',
    'tls-ca': 'no-such-file.pem',
    'tls-verify': 'no',
    'tls-server-name': 'a b',
    publish: 'now',
    'verify-uploads': 'md5',
    'preserve-mtime': '0',
    retries: '-1',
    timeout: '0',
    'dry-run': 'y',
    preflight: 'on',
  };
  assert.deepEqual(problems(bad), [
    'The input "tls-mode" must be implicit, explicit, none; it is "tls".',
    'The input "server" must be a host name or an IP address alone, without "ftps://", port or path.',
    'The input "dry-run" must be true or false, not "y".',
    'The input "preflight" must be true or false, not "on".',
    'The input "port" must be a number from 1 to 65535, not "0".',
    'The input "username" is required: it is empty. If it comes from a secret: secrets are not there in runs for forks, and an unset one is empty.',
    'The input "files" is required: at least one pattern.',
    'The input "base-dir" must be a directory that is there.',
    'The input "remote-dir" holds "..".',
    'The input "flatten" must be true or false, not "yes".',
    'The input "follow-symlinks" must be true or false, not "1".',
    'The input "if-no-files-found" must be error, warn, ignore; it is "fail".',
    'The input "tls-server-name" must be a host name.',
    'The input "tls-ca" must be PEM text or the path of a file that can be read (ENOENT).',
    'The input "tls-verify" must be true or false, not "no".',
    'The input "publish" must be direct, atomic, staged; it is "now".',
    'The input "verify-uploads" must be size, checksum, none; it is "md5".',
    'The input "preserve-mtime" must be true or false, not "0".',
    'The input "retries" must be a number from 0 to 100, not "-1".',
    'The input "timeout" must be a number from 1 to 86400, not "0".',
  ]);
});

test('readInputs wants a password to be mentioned, and warns of an empty one', () => {
  const env = { INPUT_SERVER: 'h', INPUT_USERNAME: 'u', INPUT_FILES: '*' };
  assert.throws(
    () => captured(env, readInputs),
    new InputError([{ input: 'password', problem: 'is required' }]),
  );
  const { value, stdout } = read({ password: '' });
  assert.equal(value.password, '');
  assert.equal(stdout, '');
  assert.match(value.warnings.join(), /^The password is empty\./);
});

const accepted: readonly [
  title: string,
  given: Readonly<Record<string, string>>,
  tell: (inputs: Inputs) => unknown,
  expected: unknown,
][] = [
  ['an IPv4 address', { server: '10.0.0.1' }, (i) => i.endpoint.host, '10.0.0.1'],
  ['an IPv6 address', { server: 'fe80::1' }, (i) => i.endpoint.host, 'fe80::1'],
  ['an IPv6 address in brackets', { server: ' [::1] ' }, (i) => i.endpoint.host, '::1'],
  ['a name of one label', { server: 'ftp_1' }, (i) => i.endpoint.host, 'ftp_1'],
  ['an international name', { server: 'bücher.example' }, (i) => i.endpoint.host, 'bücher.example'],
  ['space around a port', { port: ' 2121 ' }, (i) => i.endpoint.port, 2121],
  ['port 1', { port: '1' }, (i) => i.endpoint.port, 1],
  ['port 65535', { port: '65535' }, (i) => i.endpoint.port, 65_535],
  ['no port with explicit TLS', { 'tls-mode': 'explicit' }, (i) => i.endpoint.port, 21],
  ['no port without TLS', { 'tls-mode': 'none' }, (i) => i.endpoint.port, 21],
  ['space in a user name', { username: ' a b ' }, (i) => i.username, ' a b '],
  ['space in a password', { password: ' a b ' }, (i) => i.password, ' a b '],
  ['one line break after a password', { password: 'p\r\n' }, (i) => i.password, 'p'],
  ['comments among patterns', { files: '# x\n a \n\n!b\n' }, (i) => i.patterns, 'a\n!b'],
  ['Windows line ends', { files: 'a\r\nb\r\n' }, (i) => i.patterns, 'a\nb'],
  ['a base-dir', { 'base-dir': 'src' }, (i) => i.baseDirectory, path.resolve('src')],
  ['an empty remote-dir', { 'remote-dir': '' }, (i) => i.remoteDirectory, ''],
  ['a long remote-dir', { 'remote-dir': './a//b/' }, (i) => i.remoteDirectory, 'a/b'],
  ['an absolute remote-dir', { 'remote-dir': '/a/' }, (i) => i.remoteDirectory, '/a'],
  ['TRUE', { flatten: 'TRUE' }, (i) => i.flatten, true],
  ['False', { 'follow-symlinks': 'False' }, (i) => i.followSymlinks, false],
  ['ignore', { 'if-no-files-found': 'ignore' }, (i) => i.ifNoFilesFound, 'ignore'],
  ['part of a second', { timeout: '1.5' }, (i) => i.timeoutMs, 1500],
  ['a day', { timeout: '86400' }, (i) => i.timeoutMs, 86_400_000],
  ['a TLS name', { 'tls-server-name': 'x.example' }, (i) => i.tls.serverName, 'x.example'],
  ['no TLS name, for which it takes the server', { server: '::1' }, (i) => i.tls.serverName, '::1'],
  ['publish: atomic', { publish: 'atomic' }, (i) => i.publish, 'atomic'],
  ['publish: staged', { publish: ' staged ' }, (i) => i.publish, 'staged'],
  [
    'verify-uploads: checksum',
    { 'verify-uploads': 'checksum' },
    (i) => i.verifyUploads,
    'checksum',
  ],
  ['verify-uploads: none', { 'verify-uploads': 'none' }, (i) => i.verifyUploads, 'none'],
  ['preserve-mtime', { 'preserve-mtime': 'true' }, (i) => i.preserveMtime, true],
  ['no retries', { retries: '0' }, (i) => i.retries, 0],
  ['100 retries', { retries: '100' }, (i) => i.retries, 100],
  ['tls-verify: false', { 'tls-verify': 'false' }, (i) => i.tls.verify, false],
];

for (const [title, given, tell, expected] of accepted) {
  test(`readInputs accepts ${title}`, () => {
    assert.deepEqual(tell(read(given).value), expected);
  });
}

const refused: readonly [given: Readonly<Record<string, string>>, problem: string][] = [
  [{ server: '' }, '"server" is required: a host name or an IP address'],
  [{ server: 'h:990' }, '"server" must be a host name or an IP address alone'],
  [{ server: 'h/path' }, '"server" must be a host name or an IP address alone'],
  [{ server: '-h' }, '"server" must be a host name or an IP address alone'],
  [{ server: 'a b' }, '"server" must be a host name or an IP address alone'],
  [{ port: '65536' }, '"port" must be a number from 1 to 65535, not "65536"'],
  [{ port: '-1' }, '"port" must be a number from 1 to 65535, not "-1"'],
  [{ port: '21.5' }, '"port" must be a whole number'],
  [{ port: '0x15' }, '"port" must be a number'],
  [{ port: 'ftp' }, '"port" must be a number'],
  [{ port: '9'.repeat(99) }, '"port" must be a number'],
  [{ timeout: '-1' }, '"timeout" must be a number'],
  [{ timeout: '1e3' }, '"timeout" must be a number'],
  [{ timeout: '86401' }, '"timeout" must be a number'],
  [{ timeout: 'Infinity' }, '"timeout" must be a number'],
  [{ retries: '101' }, '"retries" must be a number from 0 to 100, not "101"'],
  [{ retries: '2.5' }, '"retries" must be a whole number'],
  [{ retries: 'many' }, '"retries" must be a number from 0 to 100, not "many"'],
  [{ publish: 'Direct' }, '"publish" must be direct, atomic, staged; it is "Direct"'],
  [{ 'verify-uploads': 'true' }, '"verify-uploads" must be size, checksum, none; it is "true"'],
  [{ username: 'a\r\nDELE b' }, '"username" holds a line break or NUL'],
  [{ password: 'a\nb' }, '"password" holds a line break or NUL'],
  [{ password: 'a\n\n' }, '"password" holds a line break or NUL'],
  [{ password: 'a\0' }, '"password" holds a line break or NUL'],
  [{ files: '# only a comment' }, '"files" is required'],
  [{ files: '!a\n!b' }, '"files" only excludes'],
  [{ 'base-dir': 'package.json' }, '"base-dir" must be a directory that is there'],
  [{ 'remote-dir': 'a/../b' }, '"remote-dir" holds ".."'],
  [{ 'remote-dir': 'a\nb' }, '"remote-dir" holds a line break or NUL'],
  [{ 'remote-dir': 'a\\..\\b' }, '"remote-dir" holds ".."'],
  [{ 'tls-ca': '-----BEGIN RUBBISH-----' }, '"tls-ca" holds no PEM certificate'],
  [{ 'tls-ca': '.' }, '"tls-ca" must be PEM text or the path of a file that can be read (EISDIR)'],
  [{ 'tls-mode': 'none', 'tls-ca': 'package.json' }, '"tls-ca" has no meaning'],
];

for (const [given, problem] of refused) {
  test(`readInputs refuses ${JSON.stringify(given).slice(0, 60)}`, () => {
    const [first = ''] = problems(given);
    assert.ok(first.startsWith(`The input ${problem}`), first);
  });
}

test('readInputs masks a password in every form that a log may have it in', () => {
  const { stdout } = read({ password: ' a%b \n' });
  assert.deepEqual(stdout.split('\n').filter(Boolean).sort(), [
    '::add-mask:: a%25b ',
    '::add-mask:: a%25b %0A',
    '::add-mask::a%25b',
  ]);
});

test('readInputs shows no secret when it complains', () => {
  const secrets = { password: 'secret\nlines', 'tls-client-key-passphrase': 'phrase' };
  assert.deepEqual(problems(secrets), [
    'The input "password" holds a line break or NUL, which no FTP command can carry.',
    'The input "tls-client-key-passphrase" needs tls-client-key.',
  ]);
});
