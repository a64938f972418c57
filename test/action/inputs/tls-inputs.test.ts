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
const unrelated = await selfSigned({ commonName: 'unrelated', usage: 'client' });
const encryptedKey = createPrivateKey(client.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
  .toString();

/** The TLS inputs, and the messages of their problems. */
function read(given: Readonly<Record<string, string>>, mode: TlsMode = 'implicit') {
  const env = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  const { value } = captured(env, () => {
    const reader = new InputReader();
    const options = readTlsInputs(reader, mode, 'ftp.example');
    return { options, problems: reader.problems.map(({ message }) => message) };
  });
  return value;
}

test('readTlsInputs accepts several CA certificates, as text or in a file', async () => {
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

test('readTlsInputs names the CA certificate that is invalid', () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  const { problems } = read({ 'tls-ca': `${authority.cert}\n${broken}` });
  assert.deepEqual(problems, ['tls-ca contains an invalid certificate (number 2).']);
});

const sha256 = 'ab'.repeat(32);
const colons = (sha256.match(/../g) ?? []).join(':').toUpperCase();
const base64 = Buffer.from(sha256, 'hex').toString('base64');

test('readTlsInputs accepts pins of certificates and public keys, one per line', () => {
  const { options, problems } = read({ 'tls-pin': `${colons}\n  sha256//${base64}\n\n${sha256}` });
  assert.deepEqual(problems, []);
  assert.deepEqual(options.pins, [
    { of: 'certificate', sha256 },
    { of: 'public-key', sha256 },
    { of: 'certificate', sha256 },
  ]);
});

test('readTlsInputs rejects each line that is not a pin', () => {
  const { problems } = read({ 'tls-pin': `${colons}:AA\n${base64}\nsha1//${base64}` });
  assert.equal(problems.length, 3);
  for (const [index, problem] of problems.entries()) {
    const start = `Line ${index + 1} of tls-pin isn't a pin. Use AA:BB:... (SHA-256`;
    assert.ok(problem.startsWith(start), problem);
  }
});

test('readTlsInputs rejects a minimum version above the maximum, and unknown versions', () => {
  const only = { 'tls-min-version': 'TLSv1.3', 'tls-max-version': 'TLSv1.3' };
  const { options } = read(only);
  assert.deepEqual([options.minVersion, options.maxVersion], ['TLSv1.3', 'TLSv1.3']);
  const crossed = { 'tls-min-version': 'TLSv1.3', 'tls-max-version': 'TLSv1.2' };
  assert.deepEqual(read(crossed).problems, ['tls-min-version is above tls-max-version (TLSv1.2).']);
  assert.deepEqual(read({ 'tls-min-version': '1.2', 'tls-max-version': 'TLSv1.1' }).problems, [
    'Invalid value "1.2" for tls-min-version. Use TLSv1.2 or TLSv1.3.',
    'Invalid value "TLSv1.1" for tls-max-version. Use TLSv1.3 or TLSv1.2.',
  ]);
});

test('readTlsInputs accepts a client certificate with its key, encrypted or not', () => {
  const plain = read({ 'tls-client-cert': client.cert, 'tls-client-key': client.key });
  assert.deepEqual(plain.problems, []);
  assert.equal(plain.options.clientCertificate?.passphrase, undefined);
  const encrypted = read({
    'tls-client-cert': client.cert,
    'tls-client-key': encryptedKey,
    'tls-client-key-passphrase': 'open sesame',
  });
  assert.deepEqual(encrypted.problems, []);
  assert.equal(encrypted.options.clientCertificate?.passphrase, 'open sesame');
});

const rejected: readonly {
  readonly what: string;
  readonly given: Readonly<Record<string, string>>;
  readonly message: RegExp;
}[] = [
  {
    what: 'a certificate without a key',
    given: { 'tls-client-cert': client.cert },
    message: /^tls-client-key is required with tls-client-cert\.$/,
  },
  {
    what: 'a key without a certificate',
    given: { 'tls-client-key': client.key },
    message: /^tls-client-cert is required with tls-client-key\.$/,
  },
  {
    what: 'a passphrase without a key',
    given: { 'tls-client-key-passphrase': 'sesame' },
    message: /^tls-client-key-passphrase requires tls-client-key\.$/,
  },
  {
    what: 'the key of another certificate',
    given: { 'tls-client-cert': client.cert, 'tls-client-key': unrelated.key },
    message: /^tls-client-key and tls-client-cert can't be used together \(\w+\)\./,
  },
  {
    what: 'an encrypted key without a passphrase',
    given: { 'tls-client-cert': client.cert, 'tls-client-key': encryptedKey },
    message: /^tls-client-key is encrypted\. Set tls-client-key-passphrase\.$/,
  },
  {
    what: 'a wrong passphrase',
    given: {
      'tls-client-cert': client.cert,
      'tls-client-key': encryptedKey,
      'tls-client-key-passphrase': 'wrong sesame',
    },
    message: /^tls-client-key-passphrase doesn't decrypt tls-client-key\.$/,
  },
  {
    what: 'a missing key file',
    given: { 'tls-client-cert': client.cert, 'tls-client-key': 'no-such.key' },
    message: /^tls-client-key is neither PEM text nor a readable file \(ENOENT\)\.$/,
  },
];

for (const { what, given, message } of rejected) {
  test(`readTlsInputs rejects ${what} without showing a secret`, () => {
    const { problems } = read(given);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', message);
    assert.doesNotMatch(problems[0] ?? '', /BEGIN|sesame/);
  });
}

test('readTlsInputs rejects inputs that have no effect without TLS', () => {
  const { problems } = read({ 'tls-pin': sha256, 'tls-server-name': 'x.example' }, 'none');
  assert.deepEqual(problems, [
    'tls-pin has no effect with tls-mode: none. Remove one of them.',
    'tls-server-name has no effect with tls-mode: none. Remove one of them.',
  ]);
});

test('readTlsInputs requires TLS 1.3 for a client certificate unless TLS 1.2 is allowed explicitly', () => {
  const pair = { 'tls-client-cert': client.cert, 'tls-client-key': client.key };
  const versions = (given: Readonly<Record<string, string>>) => {
    const { options, problems } = read({ ...pair, ...given });
    return [options.minVersion, options.maxVersion, ...problems];
  };
  assert.deepEqual(versions({}), ['TLSv1.3', 'TLSv1.3']);
  assert.deepEqual(versions({ 'tls-min-version': 'TLSv1.2' }), ['TLSv1.2', 'TLSv1.3']);
  const only = { 'tls-min-version': 'TLSv1.2', 'tls-max-version': 'TLSv1.2' };
  assert.deepEqual(versions(only), ['TLSv1.2', 'TLSv1.2']);
  assert.deepEqual(versions({ 'tls-max-version': 'TLSv1.2' }).slice(2), [
    'Under TLS 1.2, tls-client-cert is sent before the server\'s certificate is verified. Set "tls-min-version: TLSv1.2" to allow this, or remove tls-max-version.',
  ]);
});
