import { createPrivateKey } from 'node:crypto';

import { createAuthority } from '../support/certificates.ts';
import { alerting, authority, embedded } from './peers.ts';
import type { Row } from './table.ts';
import { once, testTable, uploaded } from './table.ts';

const passphrase = 'open&sesame for <deploys>';
const clients = await createAuthority({ commonName: 'Client Authority' });
const own = await clients.issue({ commonName: 'deploy', usage: 'client' });
const foreign = await authority.issue({ commonName: 'deploy', usage: 'client' });
const encryptedKey = createPrivateKey(own.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  .toString();

const peer = embedded({ clientCa: clients.cert });
const succeeds = { exit: 0 } as const;
const closedAfterTls = [
  'The control connection to localhost:{port} was closed by the server while waiting for the greeting.',
  'The server closed the connection right after the TLS handshake. It may require a client certificate ("tls-client-cert", "tls-client-key"), or block the runner\'s IP address.',
].join('\n');
const required =
  'The server requires a client certificate that it trusts. Set "tls-client-cert" and "tls-client-key", or check them if they are set.';
const mismatch = (reason: string) =>
  `tls-client-key and tls-client-cert can't be used together (${reason}). Use the certificate's own key.`;

const clientCertificate: readonly Row[] = [
  {
    name: 'is accepted on every connection',
    peer,
    inputs: { 'tls-client-cert': own.cert, 'tls-client-key': own.key },
    ...succeeds,
    commands: uploaded,
  },
  {
    name: 'is accepted if it is a path and its key is encrypted',
    peer,
    files: { 'site/a.txt': 'a file', 'client.crt': own.cert, 'client.key': encryptedKey },
    inputs: {
      files: 'site/a.txt',
      'tls-client-cert': 'client.crt',
      'tls-client-key': 'client.key',
      'tls-client-key-passphrase': passphrase,
    },
    ...succeeds,
    commands: uploaded,
    bytes: 6,
  },
  {
    name: 'is requested by the error if the server closes the connection without one',
    peer,
    inputs: once,
    message: closedAfterTls,
  },
  {
    name: 'is requested by the error if the server sends an alert with TLS 1.3',
    peer: alerting({ requestCert: true, ca: clients.cert }),
    message: `The control connection to localhost:{port} was lost (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED) while waiting for the greeting.\n${required}`,
  },
  {
    name: 'is requested by the error if the server sends an alert with TLS 1.2',
    peer: alerting({ requestCert: true, ca: clients.cert, maxVersion: 'TLSv1.2' }),
    message:
      'The TLS handshake with localhost:{port} failed: ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE.\nThe server aborted the handshake. Either it has no cipher in common with the runner, or it requires a client certificate ("tls-client-cert", "tls-client-key").',
  },
  {
    name: 'is rejected if another CA issued it',
    peer,
    inputs: { ...once, 'tls-client-cert': foreign.cert, 'tls-client-key': foreign.key },
    message: closedAfterTls,
  },
  {
    name: 'is an error if the passphrase is wrong',
    peer,
    inputs: {
      'tls-client-cert': own.cert,
      'tls-client-key': encryptedKey,
      'tls-client-key-passphrase': 'shut',
    },
    message: "tls-client-key-passphrase doesn't decrypt tls-client-key.",
    connections: 0,
  },
  {
    name: 'is an error if the key is encrypted and has no passphrase',
    peer,
    inputs: { 'tls-client-cert': own.cert, 'tls-client-key': encryptedKey },
    message: 'tls-client-key is encrypted. Set tls-client-key-passphrase.',
    connections: 0,
  },
  {
    name: 'is an error if the key belongs to another certificate',
    peer,
    inputs: { 'tls-client-cert': own.cert, 'tls-client-key': foreign.key },
    message: mismatch('ERR_OSSL_X509_KEY_VALUES_MISMATCH'),
    connections: 0,
  },
  {
    name: 'is an error if it has no key',
    peer,
    inputs: { 'tls-client-cert': own.cert },
    message: 'tls-client-key is required with tls-client-cert.',
    connections: 0,
  },
  {
    name: 'is an error if there is a passphrase without a key',
    peer,
    inputs: { 'tls-client-key-passphrase': passphrase },
    message: 'tls-client-key-passphrase requires tls-client-key.',
    connections: 0,
  },
];

const noCommonVersion =
  'The server supports no TLS version from "tls-min-version" to "tls-max-version". Widen the range if you can, or ask your host to update the server.';

const versions: readonly Row[] = [
  {
    name: 'include TLS 1.2 by default',
    peer: embedded({ maxVersion: 'TLSv1.2' }),
    ...succeeds,
    commands: uploaded,
  },
  {
    name: 'exclude TLS 1.3 with tls-max-version: TLSv1.2',
    peer: embedded(),
    inputs: { 'tls-max-version': 'TLSv1.2' },
    ...succeeds,
    commands: uploaded,
    check: ({ summary }) => {
      if (!summary.includes('TLSv1.2')) throw new Error(summary);
    },
  },
  {
    name: 'are an error if the server only supports TLS 1.2 and the minimum is TLS 1.3',
    peer: embedded({ maxVersion: 'TLSv1.2' }),
    inputs: { 'tls-min-version': 'TLSv1.3' },
    message: `The TLS handshake with localhost:{port} failed: ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION.\n${noCommonVersion}`,
  },
  {
    name: 'are an error that names tls-min-version if only TLS 1.2 is supported and there is a client certificate',
    peer: embedded({ clientCa: clients.cert, maxVersion: 'TLSv1.2' }),
    inputs: { 'tls-client-cert': own.cert, 'tls-client-key': own.key },
    message:
      'The TLS handshake with localhost:{port} failed: ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION.\nThe server doesn\'t support TLS 1.3, which "tls-client-cert" requires by default: under TLS 1.2, the client certificate is sent before the server\'s certificate is verified, so anyone on the network can read it. If that is acceptable, set "tls-min-version: TLSv1.2".',
  },
  {
    name: 'include TLS 1.2 with a client certificate and tls-min-version: TLSv1.2',
    peer: embedded({ clientCa: clients.cert, maxVersion: 'TLSv1.2' }),
    inputs: {
      'tls-client-cert': own.cert,
      'tls-client-key': own.key,
      'tls-min-version': 'TLSv1.2',
    },
    ...succeeds,
    commands: uploaded,
  },
  {
    name: 'are an error if the server only supports TLS 1.3 and the maximum is TLS 1.2',
    peer: embedded({ minVersion: 'TLSv1.3' }),
    inputs: { 'tls-max-version': 'TLSv1.2' },
    message: `The TLS handshake with localhost:{port} failed: ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION.\n${noCommonVersion}`,
  },
  {
    name: 'are an error if the minimum is above the maximum',
    peer: embedded(),
    inputs: { 'tls-min-version': 'TLSv1.3', 'tls-max-version': 'TLSv1.2' },
    message: 'tls-min-version is above tls-max-version (TLSv1.2).',
    connections: 0,
  },
  {
    name: 'are an error if they include TLS 1.1',
    peer: embedded(),
    inputs: { 'tls-min-version': 'TLSv1.1' },
    message: 'Invalid value "TLSv1.1" for tls-min-version. Use TLSv1.2 or TLSv1.3.',
    connections: 0,
  },
];

testTable('A client certificate', clientCertificate);
testTable('TLS versions', versions);
