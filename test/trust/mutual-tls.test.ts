import { createPrivateKey } from 'node:crypto';

import { createAuthority } from '../support/certificates.ts';
import { alerting, authority, embedded } from './peers.ts';
import type { Row } from './table.ts';
import { once, table, uploaded } from './table.ts';

const passphrase = 'open&sesame for <deploys>';
const clients = await createAuthority({ commonName: 'Client Authority' });
const own = await clients.issue({ commonName: 'deploy', usage: 'client' });
const foreign = await authority.issue({ commonName: 'deploy', usage: 'client' });
const locked = createPrivateKey(own.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  .toString();

const peer = embedded({ clientCa: clients.cert });
const works = { exit: 0, says: '1 of 1 data connections resumed the TLS session.' } as const;
const turnedAway = [
  'The control connection to localhost:{port} was closed by the server during the greeting.',
  'The server ended the session as soon as TLS was up: it may want a client certificate ("tls-client-cert", "tls-client-key"), or block the runner\'s address.',
].join('\n');
const wanted =
  'The server wants a client certificate that it knows: set "tls-client-cert" and "tls-client-key", or check the ones that are set.';
const unfit = (reason: string) =>
  `The input "tls-client-key" and tls-client-cert cannot be used together (${reason}): the key must be the certificate's own, and tls-client-key-passphrase must open it.`;

const clientCertificate: readonly Row[] = [
  {
    name: 'the right certificate, on every connection',
    peer,
    inputs: { 'tls-client-cert': own.cert, 'tls-client-key': own.key },
    ...works,
    reached: uploaded,
  },
  {
    name: 'as paths, the key encrypted',
    peer,
    files: { 'site/a.txt': 'a file', 'client.crt': own.cert, 'client.key': locked },
    inputs: {
      files: 'site/a.txt',
      'tls-client-cert': 'client.crt',
      'tls-client-key': 'client.key',
      'tls-client-key-passphrase': passphrase,
    },
    ...works,
    reached: uploaded,
    bytes: 6,
  },
  { name: 'none, and the server hangs up', peer, inputs: once, says: turnedAway },
  {
    name: 'none, and the server sends an alert (TLS 1.3)',
    peer: alerting({ requestCert: true, ca: clients.cert }),
    says: `The control connection to localhost:{port} broke (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED) during the greeting.\n${wanted}`,
  },
  {
    name: 'none, and the server sends an alert (TLS 1.2)',
    peer: alerting({ requestCert: true, ca: clients.cert, maxVersion: 'TLSv1.2' }),
    says: 'The TLS handshake of the control connection to localhost:{port} failed: ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE.\nThe server broke the handshake off: it has no cipher in common with the runner, or it wants a client certificate ("tls-client-cert", "tls-client-key").',
  },
  {
    name: 'one of another authority',
    peer,
    inputs: { ...once, 'tls-client-cert': foreign.cert, 'tls-client-key': foreign.key },
    says: turnedAway,
  },
  {
    name: 'a wrong passphrase',
    peer,
    inputs: {
      'tls-client-cert': own.cert,
      'tls-client-key': locked,
      'tls-client-key-passphrase': 'shut',
    },
    says: unfit('the passphrase does not open the key'),
    connections: 0,
  },
  {
    name: 'an encrypted key without a passphrase',
    peer,
    inputs: { 'tls-client-cert': own.cert, 'tls-client-key': locked },
    says: unfit('the key is encrypted'),
    connections: 0,
  },
  {
    name: 'the key of another certificate',
    peer,
    inputs: { 'tls-client-cert': own.cert, 'tls-client-key': foreign.key },
    says: unfit('ERR_OSSL_X509_KEY_VALUES_MISMATCH'),
    connections: 0,
  },
  {
    name: 'a certificate without a key',
    peer,
    inputs: { 'tls-client-cert': own.cert },
    says: 'The input "tls-client-key" is required too: a client certificate needs both.',
    connections: 0,
  },
  {
    name: 'a passphrase without a key',
    peer,
    inputs: { 'tls-client-key-passphrase': passphrase },
    says: 'The input "tls-client-key-passphrase" needs tls-client-key.',
    connections: 0,
  },
];

const noneInCommon =
  'The server and "tls-min-version" to "tls-max-version" have no TLS version in common; widen them if you may, or have the server updated.';

const versions: readonly Row[] = [
  {
    name: 'a server with TLS 1.2 only',
    peer: embedded({ maxVersion: 'TLSv1.2' }),
    ...works,
    reached: uploaded,
  },
  {
    name: 'tls-max-version: TLSv1.2',
    peer: embedded(),
    inputs: { 'tls-max-version': 'TLSv1.2' },
    ...works,
    reached: uploaded,
    check: ({ summary }) => {
      if (!summary.includes('TLSv1.2')) throw new Error(summary);
    },
  },
  {
    name: 'tls-min-version: TLSv1.3, a server with TLS 1.2 only',
    peer: embedded({ maxVersion: 'TLSv1.2' }),
    inputs: { 'tls-min-version': 'TLSv1.3' },
    says: `The TLS handshake of the control connection to localhost:{port} failed: ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION.\n${noneInCommon}`,
  },
  {
    name: 'tls-max-version: TLSv1.2, a server with TLS 1.3 only',
    peer: embedded({ minVersion: 'TLSv1.3' }),
    inputs: { 'tls-max-version': 'TLSv1.2' },
    says: `The TLS handshake of the control connection to localhost:{port} failed: ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION.\n${noneInCommon}`,
  },
  {
    name: 'tls-min-version above tls-max-version',
    peer: embedded(),
    inputs: { 'tls-min-version': 'TLSv1.3', 'tls-max-version': 'TLSv1.2' },
    says: 'The input "tls-min-version" must not be above tls-max-version, TLSv1.2.',
    connections: 0,
  },
  {
    name: 'a version that is too old to ask for',
    peer: embedded(),
    inputs: { 'tls-min-version': 'TLSv1.1' },
    says: 'The input "tls-min-version" must be TLSv1.2 or TLSv1.3, not "TLSv1.1".',
    connections: 0,
  },
];

table('Client certificates', clientCertificate);
table('TLS versions', versions);
