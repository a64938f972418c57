import { createPrivateKey, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import tls from 'node:tls';

import type { ClientCertificate, Pin, TlsMode, TlsOptions } from '../../ftps/index.ts';
import { parsePin } from '../../ftps/index.ts';
import { normalizeHost } from './host-name.ts';
import type { InputReader } from './input-reader.ts';

/** Reads and validates the `tls-*` inputs except `tls-mode`. */
export function readTlsInputs(reader: InputReader, mode: TlsMode, host: string): TlsOptions {
  if (mode === 'none') rejectWithoutTls(reader);
  const clientCertificate = readClientCertificate(reader);
  return {
    serverName: readServerName(reader, host),
    ca: readCertificates(reader),
    pins: readPins(reader),
    verify: reader.boolean('tls-verify', true),
    ...readVersions(reader, clientCertificate !== undefined),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  };
}

// Ignoring a pin would leave the user believing that the certificate is verified.
function rejectWithoutTls(reader: InputReader): void {
  const useless = ['tls-ca', 'tls-pin', 'tls-server-name', 'tls-client-cert', 'tls-client-key'];
  for (const name of useless) {
    if (reader.text(name) !== '') {
      reader.problem(name, `${name} has no effect with tls-mode: none. Remove one of them.`);
    }
  }
}

function readServerName(reader: InputReader, host: string): string {
  const given = reader.text('tls-server-name');
  if (given === '') return host;
  const name = normalizeHost(given);
  if (name === undefined) {
    reader.problem('tls-server-name', 'tls-server-name must be a host name or an IP address.');
  }
  return name ?? given;
}

/**
 * The lowest and highest version. Under TLS 1.2 a client certificate is sent, unencrypted, before the server's certificate can be
 * verified, so that version must be allowed explicitly.
 */
function readVersions(
  reader: InputReader,
  hasClientCertificate: boolean,
): Pick<TlsOptions, 'minVersion' | 'maxVersion'> {
  const isGiven = reader.text('tls-min-version') !== '';
  const minVersion = reader.choice('tls-min-version', ['TLSv1.2', 'TLSv1.3']);
  const maxVersion = reader.choice('tls-max-version', ['TLSv1.3', 'TLSv1.2']);
  if (hasClientCertificate && !isGiven) {
    if (maxVersion === 'TLSv1.3') return { minVersion: 'TLSv1.3', maxVersion };
    const message =
      'Under TLS 1.2, tls-client-cert is sent before the server\'s certificate is verified. Set "tls-min-version: TLSv1.2" to allow this, or remove tls-max-version.';
    reader.problem('tls-min-version', message);
  } else if (minVersion > maxVersion) {
    reader.problem('tls-min-version', `tls-min-version is above tls-max-version (${maxVersion}).`);
  }
  return { minVersion, maxVersion };
}

function readCertificates(reader: InputReader): string[] {
  const pem = readPem(reader, 'tls-ca');
  if (pem === undefined || pem === '') return [];
  const certificates =
    pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) {
    reader.problem('tls-ca', 'tls-ca contains no PEM certificate.');
  }
  certificates.forEach((certificate, index) => {
    if (!isCertificate(certificate)) {
      reader.problem('tls-ca', `tls-ca contains an invalid certificate (number ${index + 1}).`);
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
  return reader.lines('tls-pin').flatMap((line, index) => {
    const pin = parsePin(line);
    if (pin !== undefined) return [pin];
    const expected =
      'Use AA:BB:... (SHA-256 of the certificate, 32 bytes) or sha256//BASE64 (SHA-256 of the public key).';
    // The line isn't shown: it may be a secret in the wrong place.
    reader.problem('tls-pin', `Line ${index + 1} of tls-pin isn't a pin. ${expected}`);
    return [];
  });
}

function readClientCertificate(reader: InputReader): ClientCertificate | undefined {
  const certificate = readPem(reader, 'tls-client-cert');
  const key = readPem(reader, 'tls-client-key');
  const passphrase = reader.raw('tls-client-key-passphrase');
  if (certificate === undefined && key === undefined) {
    if (passphrase !== '') {
      const message = 'tls-client-key-passphrase requires tls-client-key.';
      reader.problem('tls-client-key-passphrase', message);
    }
    return undefined;
  }
  if (certificate === undefined || key === undefined) {
    const [missing, given] =
      certificate === undefined
        ? (['tls-client-cert', 'tls-client-key'] as const)
        : (['tls-client-key', 'tls-client-cert'] as const);
    reader.problem(missing, `${missing} is required with ${given}.`);
    return undefined;
  }
  const pair = { certificate, key, ...(passphrase === '' ? {} : { passphrase }) };
  const problem = certificate === '' || key === '' ? undefined : pairProblem(pair);
  if (problem !== undefined) reader.problem('tls-client-key', problem);
  return pair;
}

function pairProblem({ certificate, key, passphrase }: ClientCertificate): string | undefined {
  const unlock = passphrase === undefined ? {} : { passphrase };
  // Checked first: a key decrypted with a wrong passphrase fails with an OpenSSL code that depends on chance.
  if (key.includes('ENCRYPTED')) {
    try {
      createPrivateKey({ key, ...unlock });
    } catch {
      return passphrase === undefined
        ? 'tls-client-key is encrypted. Set tls-client-key-passphrase.'
        : "tls-client-key-passphrase doesn't decrypt tls-client-key.";
    }
  }
  try {
    tls.createSecureContext({ cert: certificate, key, ...unlock });
    return undefined;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return `tls-client-key and tls-client-cert can't be used together (${reason}). Use the certificate's own key.`;
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
    reader.problem(name, `${name} is neither PEM text nor a readable file (${code}).`);
    return '';
  }
}
