import { X509Certificate } from 'node:crypto';

import { createAuthority, selfSigned } from '../support/certificates.ts';
import type { CertificateOptions, TestCertificate } from '../support/certificates.ts';
import { authority, embedded } from './peers.ts';
import type { Row } from './table.ts';
import { testTable, uploaded } from './table.ts';

const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);
const localhost: CertificateOptions = { commonName: 'localhost', dnsNames: ['localhost'] };

const stranger = await createAuthority({ commonName: 'Private Authority' });
const untrusted = await stranger.issue(localhost);
const panel = await selfSigned(localhost);
const elsewhere = await authority.issue({
  commonName: 'ftp.example.com',
  dnsNames: ['*.example.com', 'ftp.example.com'],
});
const wildcard = await authority.issue({ commonName: 'x', dnsNames: ['*.example.com'] });
const expired = await authority.issue({ ...localhost, notAfter: inDays(-3) });
const future = await authority.issue({
  ...localhost,
  notBefore: inDays(2.5),
  notAfter: inDays(400),
});
const ending = await authority.issue({ ...localhost, notAfter: inDays(12.5) });

const presenting = (certificate: TestCertificate) => embedded({ certificate });
const day = (date: Date) => date.toISOString().slice(0, 10);
const untrustedBecause = (why: string) =>
  `The certificate of localhost:{port} isn't trusted: ${why}.`;
const pin = ({ spkiSha256 }: TestCertificate) => `  tls-pin: sha256//${spkiSha256}`;
const verifyFirst = 'first verify the fingerprint with your host, then add:';
const onlyThis = `To trust only this certificate, ${verifyFirst}`;

function describe(certificate: TestCertificate, names: string): string {
  const { subject, issuer, validFromDate, validToDate } = new X509Certificate(certificate.cert);
  return [
    "The server's certificate:",
    `  subject:     ${subject}`,
    `  names:       ${names}`,
    `  issuer:      ${issuer}`,
    `  valid:       ${day(validFromDate)} to ${day(validToDate)}`,
    `  SHA-256:     ${certificate.fingerprint256}`,
  ].join('\n');
}

const authorities: readonly Row[] = [
  {
    name: 'are accepted if tls-ca has several CAs as PEM text',
    peer: presenting(untrusted),
    inputs: { 'tls-ca': `${authority.cert}${stranger.cert}` },
    exit: 0,
    commands: uploaded,
  },
  {
    name: 'are accepted if tls-ca is a path',
    peer: presenting(untrusted),
    files: { 'site/a.txt': 'a file', 'private-ca.pem': stranger.cert },
    inputs: { 'tls-ca': 'private-ca.pem', files: 'site/a.txt' },
    exit: 0,
    commands: uploaded,
    bytes: 6,
  },
  {
    name: 'are not checked if tls-ca is no certificate',
    peer: presenting(untrusted),
    inputs: { 'tls-ca': '-----BEGIN NOTHING-----' },
    message: 'tls-ca contains no PEM certificate.',
    connections: 0,
  },
  {
    name: 'are not checked if tls-ca is a missing file',
    peer: presenting(untrusted),
    inputs: { 'tls-ca': 'missing.pem' },
    message: 'tls-ca is neither PEM text nor a readable file (ENOENT).',
    connections: 0,
  },
  {
    name: 'are rejected if the issuer is unknown',
    peer: presenting(untrusted),
    message: [
      untrustedBecause('its issuer "CN=Private Authority" is unknown'),
      `If the issuer is a private CA, set "tls-ca" to its certificate (PEM text or path). ${onlyThis}`,
      pin(untrusted),
      describe(untrusted, 'localhost'),
    ].join('\n'),
    suggestedInputs: ['tls-pin'],
  },
  {
    name: 'are rejected if they are self-signed',
    peer: presenting(panel),
    message: [
      untrustedBecause('it is self-signed'),
      `If this is your server, ${verifyFirst}`,
      pin(panel),
      describe(panel, 'localhost'),
    ].join('\n'),
    suggestedInputs: ['tls-pin'],
  },
  {
    name: 'are accepted if they are self-signed and in tls-ca',
    peer: presenting(panel),
    inputs: { 'tls-ca': panel.cert },
    exit: 0,
    commands: uploaded,
  },
];

const names: readonly Row[] = [
  {
    name: 'are rejected if the host name does not match',
    peer: presenting(elsewhere),
    message: [
      untrustedBecause('it was issued for *.example.com, ftp.example.com, not for localhost'),
      "Another server may have answered. If your host confirms that this name is your server's, add:",
      '  tls-server-name: ftp.example.com',
      onlyThis,
      pin(elsewhere),
      describe(elsewhere, '*.example.com, ftp.example.com'),
    ].join('\n'),
    suggestedInputs: ['tls-server-name', 'tls-pin'],
  },
  {
    name: 'are rejected without a name to use if they only have a wildcard',
    peer: presenting(wildcard),
    message: [
      untrustedBecause('it was issued for *.example.com, not for localhost'),
      `Ask your host for the server name that the certificate covers, and set "server" or "tls-server-name" to it. ${onlyThis}`,
      pin(wildcard),
    ].join('\n'),
    suggestedInputs: ['tls-pin'],
  },
  {
    name: 'are rejected if server is an address and they have a name',
    peer: presenting(await authority.issue(localhost)),
    inputs: { server: '127.0.0.1' },
    message: [
      "The certificate of 127.0.0.1:{port} isn't trusted: it was issued for localhost, not for 127.0.0.1.",
      "Another server may have answered. If your host confirms that this name is your server's, add:",
      '  tls-server-name: localhost',
    ].join('\n'),
    suggestedInputs: ['tls-server-name', 'tls-pin'],
  },
  {
    name: 'are accepted if server is an address that they have',
    peer: presenting(await authority.issue({ commonName: 'box', ipAddresses: ['127.0.0.1'] })),
    inputs: { server: '127.0.0.1' },
    exit: 0,
    commands: uploaded,
  },
  {
    name: 'are not checked if tls-server-name is not a host name',
    peer: presenting(elsewhere),
    inputs: { 'tls-server-name': 'ftps://ftp.example.com' },
    message: 'tls-server-name must be a host name or an IP address.',
    connections: 0,
  },
];

const times: readonly Row[] = [
  {
    name: 'are rejected if they have expired',
    peer: presenting(expired),
    message: [
      untrustedBecause(`it expired on ${day(inDays(-3))}`),
      `Renew the certificate, or ask your host to. ${onlyThis}`,
      pin(expired),
      describe(expired, 'localhost'),
    ].join('\n'),
  },
  {
    name: 'are accepted with a warning if they have expired and match a pin',
    peer: presenting(expired),
    inputs: { 'tls-pin': `sha256//${expired.spkiSha256}` },
    exit: 0,
    warnings: [
      `The server's certificate is only valid until ${day(inDays(-3))} (expired 4 days ago). Renew it, or ask your host to.`,
    ],
    commands: uploaded,
  },
  {
    name: 'are rejected if they are not valid yet',
    peer: presenting(future),
    message: [
      untrustedBecause(`it isn't valid before ${day(inDays(2.5))}`),
      "Check the runner's clock.",
      describe(future, 'localhost'),
    ].join('\n'),
  },
  {
    name: 'are accepted with a warning if they expire within 30 days',
    peer: presenting(ending),
    exit: 0,
    warnings: [
      `The server's certificate is only valid until ${day(inDays(12.5))} (12 days left). Renew it, or ask your host to.`,
    ],
    commands: uploaded,
  },
];

const unverified: readonly Row[] = [
  {
    name: 'are accepted with a warning that suggests a pin with tls-verify: false',
    peer: presenting(panel),
    inputs: { 'tls-verify': 'false' },
    exit: 0,
    warnings: [
      `Certificate verification is off (tls-verify: false), so the server could be anyone, and so could the owner of this certificate. First verify its fingerprint with your host (SHA-256 ${panel.fingerprint256}), then replace "tls-verify" with:\n${pin(panel)}`,
    ],
    commands: uploaded,
    suggestedInputs: ['tls-pin'],
  },
  {
    name: 'are not checked if tls-verify is invalid',
    peer: presenting(panel),
    inputs: { 'tls-verify': 'no' },
    message: 'Invalid value "no" for tls-verify. Use true or false.',
    connections: 0,
  },
];

testTable('Server certificates', authorities);
testTable('Server certificates', names);
testTable('Server certificates', times);
testTable('Server certificates', unverified);
