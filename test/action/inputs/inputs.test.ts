import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse } from 'yaml';

import { inputNames, readInputs, readSensitiveInputs } from '../../../src/action/inputs/inputs.ts';
import { readActionInputs } from '../../support/action-files.ts';
import { captured } from '../stdout.ts';
import { givenInputs, inputProblems, inputVariables } from './given-inputs.ts';

const actionFile = fileURLToPath(new URL('../../../action.yml', import.meta.url));

test('readInputs has the defaults that action.yml declares', async () => {
  const declared = await readActionInputs(actionFile);
  const defaults = Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== ''));
  assert.equal(Object.keys(defaults).length, 21);
  assert.deepEqual(givenInputs(defaults), givenInputs());
});

test('inputNames are the inputs of action.yml in their order', async () => {
  const { inputs } = parse(await readFile(actionFile, 'utf8')) as { inputs: object };
  assert.deepEqual(inputNames, Object.keys(inputs));
});

test('readInputs needs a server, a username, a password and files only', () => {
  assert.deepEqual(givenInputs(), {
    endpoint: { host: 'ftp.example', port: 990 },
    alternativePort: 21,
    username: 'deploy',
    password: 'secret',
    tlsMode: 'implicit',
    files: ['**'],
    exclude: [],
    baseDir: undefined,
    remoteDir: '',
    flatten: false,
    followSymlinks: true,
    ifNoFilesFound: 'error',
    publish: 'direct',
    sync: {
      mode: 'off',
      deleteRemoved: false,
      maxDeletions: { value: 50, isPercentage: true },
      neverDelete: [],
      stateFile: '.htopen-ftps',
      adopt: 'none',
    },
    maintenanceFile: undefined,
    connections: 1,
    preserveMtime: false,
    chmod: [],
    tls: {
      serverName: 'ftp.example',
      ca: [],
      pins: [],
      verify: true,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
    verifyUploads: 'size',
    retries: 3,
    timeoutMs: 30_000,
    dryRun: false,
    preflight: false,
    needsFiles: true,
    summary: true,
    warnings: [],
  });
});

test('readInputs knows another usual port only when the workflow sets none', () => {
  assert.equal(givenInputs({ 'tls-mode': 'explicit' }).alternativePort, 990);
  assert.equal(givenInputs({ 'tls-mode': 'none' }).alternativePort, 990);
  assert.equal(givenInputs({ port: '990' }).alternativePort, undefined);
});

test('readInputs reports all invalid inputs together, in the order of action.yml', () => {
  const invalid = {
    server: 'ftps://ftp.example',
    port: '0',
    username: '',
    'tls-mode': 'tls',
    files: ' \n',
    exclude: '!(keep|stay)/',
    'base-dir': 'no/such',
    'remote-dir': '../up',
    flatten: 'yes',
    'follow-symlinks': '1',
    'if-no-files-found': 'fail',
    publish: 'now',
    sync: 'yes',
    'delete-removed': 'maybe',
    'max-deletions': '101%',
    'never-delete': '*.{db,log}',
    'state-file': '../state',
    adopt: 'all',
    'maintenance-file': 'no-such.htm',
    connections: '9',
    'preserve-mtime': '0',
    chmod: '888 *.sh',
    'tls-ca': 'no-such-file.pem',
    'tls-verify': 'no',
    'tls-server-name': 'a b',
    'verify-uploads': 'md5',
    retries: '-1',
    timeout: '0',
    'dry-run': 'y',
    preflight: 'on',
  };
  assert.deepEqual(inputProblems(invalid), [
    'server must be a host name or an IP address, without "ftps://", port or path.',
    'Invalid value "0" for port. Use a whole number from 1 to 65535.',
    "username is empty. If it comes from a secret, check that the secret is set. Secrets aren't available to workflows triggered from forks.",
    'Invalid value "tls" for tls-mode. Use implicit, explicit or none.',
    'files is required. List at least one path or pattern.',
    "exclude: !(keep|stay)/ uses !(keep|stay), which .gitignore patterns don't support. Write one line for each: */, !keep/, !stay/.",
    "base-dir doesn't exist or isn't a directory.",
    'remote-dir contains "..".',
    'Invalid value "yes" for flatten. Use true or false.',
    'Invalid value "1" for follow-symlinks. Use true or false.',
    'Invalid value "fail" for if-no-files-found. Use error, warn or ignore.',
    'Invalid value "now" for publish. Use direct, atomic or staged.',
    'Invalid value "yes" for sync. Use off, changed or all.',
    'Invalid value "maybe" for delete-removed. Use true or false.',
    'Invalid value "101%" for max-deletions. Use a number of files such as 20, or a percentage from 0% to 100%.',
    "never-delete: *.{db,log} uses {db,log}, which .gitignore patterns don't support. Write one line for each: *.db, *.log.",
    'state-file contains "..".',
    'Invalid value "all" for adopt. Use none, checksum or ftp-deploy-action.',
    "maintenance-file doesn't exist or isn't a file. It is the path of a local file, such as app_offline.htm.",
    'Invalid value "9" for connections. Use a whole number from 1 to 8.',
    'Invalid value "0" for preserve-mtime. Use true or false.',
    'chmod: 888 *.sh isn\'t a mode and a pattern. Write three or four octal digits, a space, and a .gitignore pattern without "!", such as "755 cgi-bin/*.cgi".',
    'tls-ca is neither PEM text nor a readable file (ENOENT).',
    'Invalid value "no" for tls-verify. Use true or false.',
    'tls-server-name must be a host name or an IP address.',
    'Invalid value "md5" for verify-uploads. Use size, checksum or none.',
    'Invalid value "-1" for retries. Use a whole number from 0 to 100.',
    'Invalid value "0" for timeout. Use a number from 1 to 3600.',
    'Invalid value "y" for dry-run. Use true or false.',
    'Invalid value "on" for preflight. Use true or false.',
  ]);
});

test('readInputs requires the input password, and warns when it is empty', () => {
  const env = { INPUT_SERVER: 'h', INPUT_USERNAME: 'u', INPUT_FILES: '*' };
  assert.throws(() => captured(env, readInputs), { message: 'password is required.' });
  const { password, warnings } = givenInputs({ password: '' });
  assert.equal(password, '');
  assert.match(warnings.join(), /^The password is empty\. If it comes from a secret, check/);
});

test('readInputs warns when it removes a trailing newline of the password', () => {
  const { password, warnings } = givenInputs({ password: 'p\r\n' });
  assert.equal(password, 'p');
  assert.deepEqual(warnings, ['The trailing newline of the password was removed.']);
});

test('readInputs warns about an unencrypted connection', () => {
  const { warnings } = givenInputs({ 'tls-mode': 'none' });
  assert.match(warnings.join(), /^tls-mode is none: .* sent unencrypted, readable by anyone/);
});

const missing = { 'base-dir': 'no/such' };
const absent = { message: "base-dir doesn't exist or isn't a directory." };

test('readInputs requires base-dir to exist unless there is only a preflight', () => {
  assert.throws(() => givenInputs(missing), absent);
  assert.throws(() => givenInputs({ ...missing, 'dry-run': 'true' }), absent);
  assert.throws(() => givenInputs({ ...missing, 'dry-run': 'true', preflight: 'true' }), absent);
  assert.equal(givenInputs({ ...missing, preflight: 'true' }).needsFiles, false);
});

test('readInputs validates all other inputs of a preflight too', () => {
  assert.throws(() => givenInputs({ preflight: 'true', port: '0', files: '' }), {
    message: /for port\. .*\nfiles is required/,
  });
});

test('readSensitiveInputs masks a password in every form that a log may contain', () => {
  const env = inputVariables({ password: ' a%b \n' });
  const { stdout, value } = captured(env, readSensitiveInputs);
  assert.deepEqual(stdout.split('\n').filter(Boolean).sort(), [
    '::add-mask:: a%25b ',
    '::add-mask:: a%25b %0A',
    '::add-mask::a%25b',
  ]);
  assert.deepEqual(value.secrets, [' a%b ', '']);
});

test('readSensitiveInputs finds what to redact even if other inputs are invalid', () => {
  const given = { server: '[::1]', port: 'x', 'tls-server-name': 'a.example' };
  const { value } = captured(inputVariables(given), readSensitiveInputs);
  assert.deepEqual(value, {
    secrets: ['secret', ''],
    username: 'deploy',
    hosts: ['::1', 'a.example'],
  });
});
