import { selfSigned } from '../support/certificates.ts';
import { embedded } from './peers.ts';
import type { Row } from './table.ts';
import { table, uploaded } from './table.ts';

const own = await selfSigned({ commonName: 'localhost', dnsNames: ['localhost'] });
const other = await selfSigned({ commonName: 'localhost', dnsNames: ['localhost'] });
const peer = embedded({ certificate: own });

const upper = own.fingerprint256;
const lower = upper.toLowerCase();
const publicKey = `sha256//${own.spkiSha256}`;
const otherPublicKey = `sha256//${other.spkiSha256}`;

const malformed = (text: string) =>
  `The input "tls-pin" must be a SHA-256 as AA:BB:... (certificate, 32 bytes) or sha256//BASE64 (public key); "${text}" is neither.`;
const mismatch = [
  'The certificate of the control connection to localhost:{port} is not trusted: it matches no pin.',
  "If the server's certificate was replaced on purpose, put this in the place of the old pin, after you have compared the fingerprint with the server's operator:",
  `  tls-pin: ${publicKey}`,
].join('\n');

const trusted = (name: string, pin: string): Row => ({
  name,
  peer,
  inputs: { 'tls-pin': pin },
  exit: 0,
  says: '1 of 1 data connections resumed the TLS session.',
  reached: uploaded,
});
const refused = (name: string, inputs: Readonly<Record<string, string>>): Row => ({
  name,
  peer,
  inputs,
  says: mismatch,
});
const unreadable = (name: string, pin: string, shown = pin): Row => ({
  name,
  peer,
  inputs: { 'tls-pin': pin },
  says: malformed(shown),
  connections: 0,
});

const rows: readonly Row[] = [
  trusted('certificate, upper case, colons', upper),
  trusted('certificate, lower case, colons', lower),
  trusted('certificate, upper case, no colons', upper.replaceAll(':', '')),
  trusted('certificate, lower case, no colons', lower.replaceAll(':', '')),
  trusted('public key', publicKey),
  trusted('several, the last one right', `${otherPublicKey}\n${other.fingerprint256}\n${upper}`),
  {
    ...trusted('a match counts whatever name and chain say', publicKey),
    inputs: { 'tls-pin': publicKey, 'tls-server-name': 'ftp.example.com' },
  },
  { ...refused('certificate, wrong', { 'tls-pin': other.fingerprint256 }), paste: ['tls-pin'] },
  refused('public key, wrong', { 'tls-pin': otherPublicKey }),
  refused('several, all wrong', { 'tls-pin': `${otherPublicKey}\n${other.fingerprint256}` }),
  refused('wrong, with tls-verify: false', { 'tls-pin': otherPublicKey, 'tls-verify': 'false' }),
  refused('wrong, although the chain is trusted', {
    'tls-pin': otherPublicKey,
    'tls-ca': own.cert,
  }),
  {
    ...trusted('right, with tls-verify: false: no warning', upper),
    inputs: { 'tls-pin': upper, 'tls-verify': 'false' },
  },
  refused("the certificate's hash as a public key's", {
    'tls-pin': `sha256//${Buffer.from(upper.replaceAll(':', ''), 'hex').toString('base64')}`,
  }),
  unreadable('malformed: one byte short', upper.slice(3)),
  unreadable('malformed: SHA-1', upper.slice(0, 59)),
  unreadable('malformed: no hexadecimal', `ZZ${upper.slice(2)}`),
  unreadable('malformed: base64 without its end', publicKey.slice(0, -1)),
  unreadable('malformed: one of several', `${upper}\nnonsense`, 'nonsense'),
  {
    name: 'a pin with tls-mode: none',
    peer,
    inputs: { 'tls-pin': upper, 'tls-mode': 'none' },
    says: 'The input "tls-pin" has no meaning when tls-mode is none.',
    connections: 0,
  },
];

table('Pins', rows);
