import './x509-environment.ts';

import { createHash, webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';

/** Contents of a certificate. */
export interface CertificateOptions {
  readonly commonName: string;
  /** Subject alternative names; the extension is omitted without names and addresses. */
  readonly dnsNames?: readonly string[];
  /** IPv4 or IPv6 addresses, as text. */
  readonly ipAddresses?: readonly string[];
  /** Default: one hour ago, or one day before `notAfter` when that is earlier. */
  readonly notBefore?: Date;
  /** Default: one year from now. */
  readonly notAfter?: Date;
  /** `ec` is P-256, `rsa` has 2048 bits. Default: `ec`. */
  readonly keyType?: 'ec' | 'rsa' | 'rsa-1024';
  /** Signs with SHA-1. Default: `false`. */
  readonly weakSignature?: boolean;
  /** Which side of a TLS connection may present it. Default: `server`. */
  readonly usage?: 'server' | 'client';
}

/** A certificate with its private key and both kinds of pins. */
export interface TestCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS #8, not encrypted. */
  readonly key: string;
  /** SHA-256 of the certificate's DER, as `AA:BB:...`. */
  readonly fingerprint256: string;
  /** SHA-256 of the public key's DER (SubjectPublicKeyInfo), base64, as curl's `sha256//` has it. */
  readonly spkiSha256: string;
}

/** A certificate authority that lives as long as the test. */
export interface TestAuthority {
  /** PEM of the authority's own certificate, for `ca` options. */
  readonly cert: string;
  /** Creates an authority whose certificate this one signs. */
  createIntermediate(options: AuthorityOptions): Promise<TestAuthority>;
  /** Signs a certificate for a fresh key. */
  issue(options: CertificateOptions): Promise<TestCertificate>;
}

/** Contents of an authority's own certificate. */
export interface AuthorityOptions {
  /** Default: `Test Authority`. */
  readonly commonName?: string;
  /** Default: ten years from now. */
  readonly notAfter?: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

const keyAlgorithms = {
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'rsa-1024': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
} as const;

/** Creates a root authority with a P-256 key, in memory. */
export async function createAuthority(options: AuthorityOptions = {}): Promise<TestAuthority> {
  return await newAuthority(options);
}

/** An authority that signs itself, or that a parent signs. */
async function newAuthority(
  { commonName = 'Test Authority', notAfter }: AuthorityOptions,
  parent?: { readonly name: string; readonly key: webcrypto.CryptoKey },
): Promise<TestAuthority> {
  const keys = await generateKeys('ec');
  const name = distinguishedName(commonName);
  const authority = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: parent?.name ?? name,
    publicKey: keys.publicKey,
    signingKey: parent?.key ?? keys.privateKey,
    ...validity({ commonName, notAfter: notAfter ?? new Date(Date.now() + 10 * yearMs) }),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    cert: pem(authority),
    createIntermediate: (request) =>
      newAuthority(request, { name: authority.subject, key: keys.privateKey }),
    issue: async (request) => {
      const holder = await generateKeys(request.keyType ?? 'ec');
      const certificate = await x509.X509CertificateGenerator.create({
        subject: distinguishedName(request.commonName),
        issuer: authority.subjectName,
        publicKey: holder.publicKey,
        signingKey: keys.privateKey,
        ...(request.weakSignature === true
          ? { signingAlgorithm: { name: 'ECDSA', hash: 'SHA-1' } }
          : {}),
        ...validity(request),
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          ...(await holderExtensions(request, holder.publicKey)),
          await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      return testCertificate(certificate, holder.privateKey);
    },
  };
}

/** Creates a self-signed certificate, as hosting panels do. */
export async function selfSigned(options: CertificateOptions): Promise<TestCertificate> {
  const keys = await generateKeys(options.keyType ?? 'ec');
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: distinguishedName(options.commonName),
    keys,
    ...validity(options),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      ...(await holderExtensions(options, keys.publicKey, { signsItself: true })),
    ],
  });
  return testCertificate(certificate, keys.privateKey);
}

function generateKeys(type: keyof typeof keyAlgorithms): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithms[type], true, ['sign', 'verify']);
}

function distinguishedName(commonName: string): x509.JsonName {
  return [{ CN: [commonName] }];
}

function validity({ notBefore, notAfter }: CertificateOptions): {
  notBefore: Date;
  notAfter: Date;
} {
  const end = notAfter ?? new Date(Date.now() + yearMs);
  const start = Math.min(Date.now() - hourMs, end.getTime() - dayMs);
  return { notBefore: notBefore ?? new Date(start), notAfter: end };
}

async function holderExtensions(
  { dnsNames = [], ipAddresses = [], keyType = 'ec', usage = 'server' }: CertificateOptions,
  publicKey: webcrypto.CryptoKey,
  { signsItself = false } = {},
): Promise<x509.Extension[]> {
  let keyUsages = x509.KeyUsageFlags.digitalSignature;
  if (keyType !== 'ec') keyUsages |= x509.KeyUsageFlags.keyEncipherment;
  if (signsItself) keyUsages |= x509.KeyUsageFlags.keyCertSign;
  const purpose = usage === 'server' ? 'serverAuth' : 'clientAuth';
  const names: x509.JsonGeneralNames = [
    ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
    ...ipAddresses.map((value) => ({ type: 'ip' as const, value })),
  ];
  return [
    new x509.KeyUsagesExtension(keyUsages, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[purpose]]),
    ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
  ];
}

async function testCertificate(
  certificate: x509.X509Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<TestCertificate> {
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey));
  const fingerprint = createHash('sha256')
    .update(new Uint8Array(certificate.rawData))
    .digest('hex');
  return {
    cert: pem(certificate),
    key: `-----BEGIN PRIVATE KEY-----\n${inLines(key.toString('base64'))}\n-----END PRIVATE KEY-----\n`,
    fingerprint256: (fingerprint.toUpperCase().match(/../g) ?? []).join(':'),
    spkiSha256: createHash('sha256')
      .update(new Uint8Array(certificate.publicKey.rawData))
      .digest('base64'),
  };
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

function inLines(base64: string): string {
  return (base64.match(/.{1,64}/g) ?? []).join('\n');
}
