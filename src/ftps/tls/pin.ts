import type { PeerCertificate } from './peer-certificate.ts';

/** The SHA-256 of the certificate or public key that a server must have. */
export interface Pin {
  readonly of: 'certificate' | 'public-key';
  /** Lowercase hexadecimal. */
  readonly sha256: string;
}

/**
 * Parses a pin: `AA:BB:...` (certificate, case and colons optional) or `sha256//BASE64` (public key).
 *
 * @returns undefined when the text is neither.
 */
export function parsePin(text: string): Pin | undefined {
  const base64 = /^sha256\/\/([A-Za-z0-9+/]{43}=)$/.exec(text)?.[1];
  if (base64 !== undefined) {
    const bytes = Buffer.from(base64, 'base64');
    return bytes.toString('base64') === base64
      ? { of: 'public-key', sha256: bytes.toString('hex') }
      : undefined;
  }
  const isFingerprint =
    /^[0-9a-f]{64}$/i.test(text) || /^[0-9a-f]{2}(:[0-9a-f]{2}){31}$/i.test(text);
  return isFingerprint
    ? { of: 'certificate', sha256: text.replaceAll(':', '').toLowerCase() }
    : undefined;
}

/** Whether a certificate matches any of the pins. */
export function matchesPin(certificate: PeerCertificate, pins: readonly Pin[]): boolean {
  const sha256 = {
    certificate: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    'public-key': Buffer.from(certificate.publicKeySha256, 'base64').toString('hex'),
  };
  return pins.some((pin) => pin.sha256 === sha256[pin.of]);
}
