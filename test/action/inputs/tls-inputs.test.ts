import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import path from 'node:path';
import { test } from 'node:test';

import { InputReader } from '../../../src/action/inputs/input-reader.ts';
import { readTlsInputs } from '../../../src/action/inputs/tls-inputs.ts';
import type { TlsMode } from '../../../src/ftps/index.ts';
import { createAuthority, selfSigned } from '../../support/certificates.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { captured } from '../stdout.ts';

const authority = await createAuthority();
const other = await createAuthority();
const client = await selfSigned({ commonName: 'runner', usage: 'client' });
const stranger = await selfSigned({ commonName: 'stranger', usage: 'client' });
const locked = createPrivateKey(client.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
  .toString();

/** Reads the TLS inputs; what is wrong comes as sentences. */
function read(given: Readonly<Record<string, string>>, mode: TlsMode = 'implicit') {
  const env = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  const { value } = captured(env, () => {
    const reader = new InputReader();
    const options = readTlsInputs(reader, mode, 'ftp.example');
    return {
      options,
      problems: reader.problems.map(({ input, problem }) => `${input} ${problem}`),
    };
  });
  return value;
}

test('readTlsInputs takes authorities as text, several at once, and from a file', async () => {
  const both = `some words\n${authority.cert}\n${other.cert}`;
  const trimmed = [authority.cert.trim(), other.cert.trim()];
  assert.deepEqual(read({ 'tls-ca': both }), {
    options: { ...read({}).options, ca: trimmed },
    problems: [],
  });
  await using workspace = await createWorkspace({ 'ca.pem': both });
  const fromFile = read({ 'tls-ca': path.join(workspace.path, 'ca.pem') });
  assert.deepEqual(fromFile.options.ca, trimmed);
});

test('readTlsInputs names the authority that cannot be read', () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  const { problems } = read({ 'tls-ca': `${authority.cert}\n${broken}` });
  assert.deepEqual(problems, ['tls-ca holds a certificate that cannot be read (number 2)']);
});

const sha256 = 'ab'.repeat(32);
const colons = (sha256.match(/../g) ?? []).join(':').toUpperCase();
const base64 = Buffer.from(sha256, 'hex').toString('base64');

test('readTlsInputs takes pins of both kinds, one a line', () => {
  const { options, problems } = read({ 'tls-pin': `${colons}\n  sha256//${base64}\n\n${sha256}` });
  assert.deepEqual(problems, []);
  assert.deepEqual(options.pins, [
    { of: 'certificate', sha256 },
    { of: 'public-key', sha256 },
    { of: 'certificate', sha256 },
  ]);
});

test('readTlsInputs refuses every line that is no pin', () => {
  const { problems } = read({ 'tls-pin': `${colons}:AA\n${base64}\nsha1//${base64}` });
  assert.equal(problems.length, 3);
  for (const problem of problems) assert.match(problem, /^tls-pin must be a SHA-256 as AA:BB:/);
});

test('readTlsInputs takes TLS versions in order', () => {
  const only = { 'tls-min-version': 'TLSv1.3', 'tls-max-version': 'TLSv1.3' };
  const { options } = read(only);
  assert.deepEqual([options.minVersion, options.maxVersion], ['TLSv1.3', 'TLSv1.3']);
  const crossed = { 'tls-min-version': 'TLSv1.3', 'tls-max-version': 'TLSv1.2' };
  assert.deepEqual(read(crossed).problems, [
    'tls-min-version must not be above tls-max-version, TLSv1.2',
  ]);
  assert.deepEqual(read({ 'tls-min-version': '1.2', 'tls-max-version': 'TLSv1.1' }).problems, [
    'tls-min-version must be TLSv1.2 or TLSv1.3, not "1.2"',
    'tls-max-version must be TLSv1.2 or TLSv1.3, not "TLSv1.1"',
  ]);
});

test('readTlsInputs takes a client certificate with its key, locked or not', () => {
  const plain = read({ 'tls-client-cert': client.cert, 'tls-client-key': client.key });
  assert.deepEqual(plain.problems, []);
  assert.equal(plain.options.clientCertificate?.passphrase, undefined);
  const unlocked = read({
    'tls-client-cert': client.cert,
    'tls-client-key': locked,
    'tls-client-key-passphrase': 'open sesame',
  });
  assert.deepEqual(unlocked.problems, []);
  assert.equal(unlocked.options.clientCertificate?.passphrase, 'open sesame');
});

const bad: readonly [title: string, given: Readonly<Record<string, string>>, problem: RegExp][] = [
  [
    'a certificate without key',
    { 'tls-client-cert': client.cert },
    /^tls-client-key is required too: a client certificate needs both$/,
  ],
  [
    'a key without certificate',
    { 'tls-client-key': client.key },
    /^tls-client-cert is required too/,
  ],
  [
    'a passphrase without key',
    { 'tls-client-key-passphrase': 'x' },
    /^tls-client-key-passphrase needs tls-client-key$/,
  ],
  [
    "somebody else's key",
    { 'tls-client-cert': client.cert, 'tls-client-key': stranger.key },
    /^tls-client-key and tls-client-cert cannot be used together/,
  ],
  [
    'a locked key without passphrase',
    { 'tls-client-cert': client.cert, 'tls-client-key': locked },
    /^tls-client-key and tls-client-cert cannot be used together/,
  ],
  [
    'a key that is not there',
    { 'tls-client-cert': client.cert, 'tls-client-key': 'no-such.key' },
    /^tls-client-key must be PEM text or the path of a file that can be read \(ENOENT\)$/,
  ],
];

for (const [title, given, problem] of bad) {
  test(`readTlsInputs refuses ${title}, and shows nothing of it`, () => {
    const { problems } = read(given);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', problem);
    assert.doesNotMatch(problems[0] ?? '', /BEGIN|sesame/);
  });
}

test('readTlsInputs refuses what means nothing without TLS', () => {
  const { problems } = read({ 'tls-pin': sha256, 'tls-server-name': 'x.example' }, 'none');
  assert.deepEqual(problems, [
    'tls-pin has no meaning when tls-mode is none',
    'tls-server-name has no meaning when tls-mode is none',
  ]);
});
