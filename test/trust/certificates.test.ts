import { X509Certificate } from 'node:crypto';

import { createAuthority, selfSigned } from '../support/certificates.ts';
import type { CertificateOptions, TestCertificate } from '../support/certificates.ts';
import { authority, embedded } from './peers.ts';
import type { Row } from './table.ts';
import { table, uploaded } from './table.ts';

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
const refused = (why: string) =>
  `The certificate of the control connection to localhost:{port} is not trusted: ${why}.`;
const pin = ({ spkiSha256 }: TestCertificate) => `  tls-pin: sha256//${spkiSha256}`;
const compared = "after you have compared the fingerprint with the server's operator";
const works = '1 of 1 data connections resumed the TLS session.';

function shown(certificate: TestCertificate, names: string): string {
  const { subject, issuer, validFromDate, validToDate } = new X509Certificate(certificate.cert);
  return [
    'The certificate shown:',
    `  subject:     ${subject}`,
    `  names:       ${names}`,
    `  issuer:      ${issuer}`,
    `  valid:       ${day(validFromDate)} to ${day(validToDate)}`,
    `  SHA-256:     ${certificate.fingerprint256}`,
  ].join('\n');
}

const authorities: readonly Row[] = [
  {
    name: 'tls-ca: several certificates as PEM text',
    peer: presenting(untrusted),
    inputs: { 'tls-ca': `${authority.cert}${stranger.cert}` },
    exit: 0,
    says: works,
    reached: uploaded,
  },
  {
    name: 'tls-ca: a path',
    peer: presenting(untrusted),
    files: { 'site/a.txt': 'a file', 'private-ca.pem': stranger.cert },
    inputs: { 'tls-ca': 'private-ca.pem', files: 'site/a.txt' },
    exit: 0,
    says: works,
    reached: uploaded,
    bytes: 6,
  },
  {
    name: 'tls-ca: no certificate in it',
    peer: presenting(untrusted),
    inputs: { 'tls-ca': '-----BEGIN NOTHING-----' },
    says: 'The input "tls-ca" holds no PEM certificate.',
    connections: 0,
  },
  {
    name: 'tls-ca: a path that is not there',
    peer: presenting(untrusted),
    inputs: { 'tls-ca': 'missing.pem' },
    says: 'The input "tls-ca" must be PEM text or the path of a file that can be read (ENOENT).',
    connections: 0,
  },
  {
    name: 'unknown issuer',
    peer: presenting(untrusted),
    says: [
      refused('its issuer "CN=Private Authority" is not known'),
      `If the issuer is a private authority, give its certificate in "tls-ca" (PEM text or path). Or trust this certificate alone, ${compared}:`,
      pin(untrusted),
      shown(untrusted, 'localhost'),
    ].join('\n'),
    paste: ['tls-pin'],
  },
  {
    name: 'self-signed',
    peer: presenting(panel),
    says: [
      refused('it is self-signed'),
      `If this is your server, add this line to the step, ${compared}:`,
      pin(panel),
      shown(panel, 'localhost'),
    ].join('\n'),
    paste: ['tls-pin'],
  },
  {
    name: 'self-signed, given as tls-ca',
    peer: presenting(panel),
    inputs: { 'tls-ca': panel.cert },
    exit: 0,
    says: works,
    reached: uploaded,
  },
];

const names: readonly Row[] = [
  {
    name: 'wrong name',
    peer: presenting(elsewhere),
    says: [
      refused('it is for *.example.com, ftp.example.com, not for localhost'),
      'If the server is known by that name, add this line to the step:',
      '  tls-server-name: ftp.example.com',
      `Or trust this certificate alone, ${compared}:`,
      pin(elsewhere),
      shown(elsewhere, '*.example.com, ftp.example.com'),
    ].join('\n'),
    paste: ['tls-server-name', 'tls-pin'],
  },
  {
    name: 'wrong name, and only a wildcard to choose from',
    peer: presenting(wildcard),
    says: [
      refused('it is for *.example.com, not for localhost'),
      `Use a name of the certificate in "server" or "tls-server-name", or trust this certificate alone, ${compared}:`,
      pin(wildcard),
    ].join('\n'),
    paste: ['tls-pin'],
  },
  {
    name: 'an address as server, a certificate for a name',
    peer: presenting(await authority.issue(localhost)),
    inputs: { server: '127.0.0.1' },
    says: [
      'The certificate of the control connection to 127.0.0.1:{port} is not trusted: it is for localhost, not for 127.0.0.1.',
      'If the server is known by that name, add this line to the step:',
      '  tls-server-name: localhost',
    ].join('\n'),
    paste: ['tls-server-name', 'tls-pin'],
  },
  {
    name: 'an address as server, a certificate for that address',
    peer: presenting(await authority.issue({ commonName: 'box', ipAddresses: ['127.0.0.1'] })),
    inputs: { server: '127.0.0.1' },
    exit: 0,
    says: works,
    reached: uploaded,
  },
  {
    name: 'tls-server-name that is none',
    peer: presenting(elsewhere),
    inputs: { 'tls-server-name': 'ftps://ftp.example.com' },
    says: 'The input "tls-server-name" must be a host name.',
    connections: 0,
  },
];

const times: readonly Row[] = [
  {
    name: 'expired',
    peer: presenting(expired),
    says: [
      refused(`it expired on ${day(inDays(-3))}`),
      `The server's operator must renew it. Until then this line trusts this certificate alone, ${compared}:`,
      pin(expired),
      shown(expired, 'localhost'),
    ].join('\n'),
  },
  {
    name: 'expired, with the pin that was offered',
    peer: presenting(expired),
    inputs: { 'tls-pin': `sha256//${expired.spkiSha256}` },
    exit: 0,
    says: works,
    warns: [
      `The server's certificate is valid until ${day(inDays(-3))} only (expired 4 days ago); its operator should renew it.`,
    ],
    reached: uploaded,
  },
  {
    name: 'not yet valid',
    peer: presenting(future),
    says: [
      refused(`it is valid only from ${day(inDays(2.5))}`),
      'Check the clock of the runner, or wait.',
      shown(future, 'localhost'),
    ].join('\n'),
  },
  {
    name: 'a warning within 30 days of the end',
    peer: presenting(ending),
    exit: 0,
    says: works,
    warns: [
      `The server's certificate is valid until ${day(inDays(12.5))} only (12 days left); its operator should renew it.`,
    ],
    reached: uploaded,
  },
];

const unverified: readonly Row[] = [
  {
    name: 'tls-verify: false accepts, warns and offers the pin',
    peer: presenting(panel),
    inputs: { 'tls-verify': 'false' },
    exit: 0,
    says: works,
    warns: [
      `The certificate was not checked (tls-verify: false): anybody could have answered. Use this line instead of it:\n${pin(panel)}`,
    ],
    reached: uploaded,
    paste: ['tls-pin'],
  },
  {
    name: 'tls-verify neither true nor false',
    peer: presenting(panel),
    inputs: { 'tls-verify': 'no' },
    says: 'The input "tls-verify" must be true or false, not "no".',
    connections: 0,
  },
];

table('Certificates: authorities', authorities);
table('Certificates: names', names);
table('Certificates: time', times);
table('Certificates: not verified', unverified);
