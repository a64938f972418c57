import { createPrivateKey, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';

import type { ClientCertificate, Pin, TlsMode, TlsOptions } from '../../ftps/index.ts';
import { parsePin } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import type { InputReader } from './input-reader.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
type Version = (typeof versions)[number];

/** Reads and checks the `tls-*` inputs besides `tls-mode`. */
export function readTlsInputs(reader: InputReader, mode: TlsMode, host: string): TlsOptions {
  if (mode === 'none') refuseWithoutTls(reader);
  const minVersion = readVersion(reader, 'tls-min-version', 'TLSv1.2');
  const maxVersion = readVersion(reader, 'tls-max-version', 'TLSv1.3');
  if (minVersion > maxVersion) {
    reader.problem('tls-min-version', `must not be above tls-max-version, ${maxVersion}`);
  }
  const clientCertificate = readClientCertificate(reader);
  return {
    serverName: readServerName(reader, host),
    ca: readAuthorities(reader),
    pins: readPins(reader),
    verify: reader.boolean('tls-verify', true),
    minVersion,
    maxVersion,
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  };
}

// Whoever pins a certificate believes that it is checked.
function refuseWithoutTls(reader: InputReader): void {
  const meaningless = ['tls-ca', 'tls-pin', 'tls-server-name', 'tls-client-cert', 'tls-client-key'];
  for (const name of meaningless) {
    if (reader.text(name) !== '') reader.problem(name, 'has no meaning when tls-mode is none');
  }
}

function readVersion(reader: InputReader, name: string, fallback: Version): Version {
  const text = reader.text(name, fallback);
  const version = versions.find((known) => known === text);
  if (version !== undefined) return version;
  reader.problem(name, `must be ${versions.join(' or ')}, not "${sanitize(text, 40)}"`);
  return fallback;
}

function readServerName(reader: InputReader, host: string): string {
  const name = reader.text('tls-server-name', host);
  if (name !== host && net.isIP(name) === 0 && !/^[\p{L}\p{N}_.-]{1,253}$/u.test(name)) {
    reader.problem('tls-server-name', 'must be a host name');
  }
  return name;
}

function readAuthorities(reader: InputReader): string[] {
  const pem = readPem(reader, 'tls-ca');
  if (pem === undefined || pem === '') return [];
  const certificates =
    pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) reader.problem('tls-ca', 'holds no PEM certificate');
  certificates.forEach((certificate, index) => {
    if (!isCertificate(certificate)) {
      reader.problem('tls-ca', `holds a certificate that cannot be read (number ${index + 1})`);
    }
  });
  return certificates;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

function readPins(reader: InputReader): Pin[] {
  return reader.lines('tls-pin').flatMap((line) => {
    const pin = parsePin(line);
    if (pin !== undefined) return [pin];
    reader.problem(
      'tls-pin',
      `must be a SHA-256 as AA:BB:... (certificate, 32 bytes) or sha256//BASE64 (public key); "${sanitize(line, 120)}" is neither`,
    );
    return [];
  });
}

function readClientCertificate(reader: InputReader): ClientCertificate | undefined {
  const certificate = readPem(reader, 'tls-client-cert');
  const key = readPem(reader, 'tls-client-key');
  const passphrase = reader.raw('tls-client-key-passphrase');
  if (certificate === undefined && key === undefined) {
    if (passphrase !== '') reader.problem('tls-client-key-passphrase', 'needs tls-client-key');
    return undefined;
  }
  if (certificate === undefined || key === undefined) {
    const missing = certificate === undefined ? 'tls-client-cert' : 'tls-client-key';
    reader.problem(missing, 'is required too: a client certificate needs both');
    return undefined;
  }
  const pair = { certificate, key, ...(passphrase === '' ? {} : { passphrase }) };
  checkPair(reader, pair);
  return pair;
}

function checkPair(reader: InputReader, pair: ClientCertificate): void {
  if (pair.certificate === '' || pair.key === '') return;
  const reason = pairProblem(pair);
  if (reason === undefined) return;
  reader.problem(
    'tls-client-key',
    `and tls-client-cert cannot be used together (${reason}): the key must be the certificate's own, and tls-client-key-passphrase must open it`,
  );
}

function pairProblem({ certificate, key, passphrase }: ClientCertificate): string | undefined {
  const unlock = passphrase === undefined ? {} : { passphrase };
  // What is decrypted with a wrong passphrase fails in one way or another: OpenSSL's code would be a matter of chance.
  if (key.includes('ENCRYPTED')) {
    try {
      createPrivateKey({ key, ...unlock });
    } catch {
      return passphrase === undefined
        ? 'the key is encrypted'
        : 'the passphrase does not open the key';
    }
  }
  try {
    tls.createSecureContext({ cert: certificate, key, ...unlock });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'it cannot be read';
  }
}

/** PEM text, or the content of the file that the input names; undefined when the input is empty. */
function readPem(reader: InputReader, name: string): string | undefined {
  const text = reader.text(name);
  if (text === '') return undefined;
  if (text.includes('-----BEGIN')) return text;
  try {
    return fs.readFileSync(text, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    reader.problem(name, `must be PEM text or the path of a file that can be read (${code})`);
    return '';
  }
}
