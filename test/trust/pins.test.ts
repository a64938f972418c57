import { selfSigned } from '../support/certificates.ts';
import { embedded } from './peers.ts';
import type { Row } from './table.ts';
import { testTable, uploaded } from './table.ts';

const own = await selfSigned({ commonName: 'localhost', dnsNames: ['localhost'] });
const other = await selfSigned({ commonName: 'localhost', dnsNames: ['localhost'] });
const peer = embedded({ certificate: own });

const upper = own.fingerprint256;
const lower = upper.toLowerCase();
const publicKey = `sha256//${own.spkiSha256}`;
const otherPublicKey = `sha256//${other.spkiSha256}`;

const malformed = (line: number) =>
  `Line ${line} of tls-pin isn't a pin. Use AA:BB:... (SHA-256 of the certificate, 32 bytes) or sha256//BASE64 (SHA-256 of the public key).`;
const mismatch = [
  "The certificate of localhost:{port} isn't trusted: it doesn't match any pin.",
  "If the server's certificate was replaced on purpose, first verify the fingerprint with your host, then replace the old pin:",
  `  tls-pin: ${publicKey}`,
].join('\n');

const accepts = (name: string, pin: string): Row => ({
  name,
  peer,
  inputs: { 'tls-pin': pin },
  exit: 0,
  commands: uploaded,
});
const rejects = (name: string, inputs: Readonly<Record<string, string>>): Row => ({
  name,
  peer,
  inputs,
  message: mismatch,
});
const invalid = (name: string, pin: string, line = 1): Row => ({
  name,
  peer,
  inputs: { 'tls-pin': pin },
  message: malformed(line),
  connections: 0,
});

const rows: readonly Row[] = [
  accepts('accepts a certificate fingerprint in upper case with colons', upper),
  accepts('accepts a certificate fingerprint in lower case with colons', lower),
  accepts(
    'accepts a certificate fingerprint in upper case without colons',
    upper.replaceAll(':', ''),
  ),
  accepts(
    'accepts a certificate fingerprint in lower case without colons',
    lower.replaceAll(':', ''),
  ),
  accepts('accepts a public key pin', publicKey),
  accepts(
    'accepts several pins if the last one matches',
    `${otherPublicKey}\n${other.fingerprint256}\n${upper}`,
  ),
  {
    ...accepts('accepts a matching pin if the host name does not match', publicKey),
    inputs: { 'tls-pin': publicKey, 'tls-server-name': 'ftp.example.com' },
  },
  {
    ...rejects('rejects a certificate with another fingerprint', {
      'tls-pin': other.fingerprint256,
    }),
    suggestedInputs: ['tls-pin'],
  },
  rejects('rejects a certificate with another public key', { 'tls-pin': otherPublicKey }),
  rejects('rejects a certificate that matches none of several pins', {
    'tls-pin': `${otherPublicKey}\n${other.fingerprint256}`,
  }),
  rejects('rejects a mismatch with tls-verify: false', {
    'tls-pin': otherPublicKey,
    'tls-verify': 'false',
  }),
  rejects('rejects a mismatch if the CA is trusted', {
    'tls-pin': otherPublicKey,
    'tls-ca': own.cert,
  }),
  {
    ...accepts('accepts a matching pin with tls-verify: false, without a warning', upper),
    inputs: { 'tls-pin': upper, 'tls-verify': 'false' },
  },
  rejects('rejects a certificate fingerprint in the form of a public key pin', {
    'tls-pin': `sha256//${Buffer.from(upper.replaceAll(':', ''), 'hex').toString('base64')}`,
  }),
  invalid('is invalid if a byte is missing', upper.slice(3)),
  invalid('is invalid if it is a SHA-1 fingerprint', upper.slice(0, 59)),
  invalid('is invalid if it is not hexadecimal', `ZZ${upper.slice(2)}`),
  invalid('is invalid if the base64 text is truncated', publicKey.slice(0, -1)),
  invalid('is invalid if one of several pins is', `${upper}\nnonsense`, 2),
  {
    name: 'is rejected with tls-mode: none',
    peer,
    inputs: { 'tls-pin': upper, 'tls-mode': 'none' },
    message: 'tls-pin has no effect with tls-mode: none. Remove one of them.',
    connections: 0,
  },
];

testTable('tls-pin', rows);
