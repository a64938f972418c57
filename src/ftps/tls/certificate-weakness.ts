import type { X509Certificate } from 'node:crypto';

// OpenSSL's security level 2, which Node uses: 112 bits.
const minBits = { rsa: 2048, dsa: 2048, ec: 224 } as const;

/**
 * What makes a certificate too weak for OpenSSL, which Node reports as `UNSPECIFIED` only: a short key, or a signature
 * with a broken hash.
 *
 * @returns undefined when it isn't weak.
 */
export function weaknessOf(certificate: X509Certificate): string | undefined {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: details } = certificate.publicKey;
  const kind = (['rsa', 'dsa'] as const).find((one) => type.startsWith(one));
  const bits = details?.modulusLength;
  if (kind !== undefined && bits !== undefined && bits < minBits[kind]) {
    return `${kind === 'rsa' ? 'an RSA' : 'a DSA'} key of only ${bits} bits`;
  }
  const curve = details?.namedCurve ?? '';
  const curveBits = Number(/\d{3}/.exec(curve)?.[0] ?? minBits.ec);
  if (curveBits < minBits.ec) return `a key on the weak curve ${curve}`;
  const hash = /sha-?1|md5|md4|md2/i.exec(certificate.signatureAlgorithm ?? '')?.[0];
  return hash === undefined ? undefined : `a weak signature (${certificate.signatureAlgorithm})`;
}
