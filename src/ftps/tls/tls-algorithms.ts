import { constants } from 'node:crypto';
import tls from 'node:tls';

const fastestCipher = 'TLS_AES_128_GCM_SHA256';
const groups = ['X25519MLKEM768', 'X25519', 'prime256v1', 'secp384r1', 'secp521r1'];
const commonKeyShares = ['X25519MLKEM768', 'X25519', 'prime256v1'];

/** The algorithms that TLS offers, as options of `tls.createSecureContext`. */
export interface TlsAlgorithms {
  readonly ciphers: string;
  readonly ecdhCurve?: string;
}

/**
 * The algorithms for the first connection to a server.
 *
 * They include a key share for each group that FTP servers use, so that no server replies with a HelloRetryRequest.
 * vsftpd supports P-256 only, for which Node sends no key share. Under TLS 1.3 each of its data connections would take
 * another round trip. The post-quantum group stays the first choice; all three key shares fit into the first flight of
 * a TCP connection.
 *
 * Of the TLS 1.3 ciphers, AES-128-GCM comes first because it is the fastest on both sides. Finite-field Diffie-Hellman
 * isn't offered: old servers prefer it to ECDHE with parameters that OpenSSL rejects as too small, after which the
 * handshake has failed.
 */
export function tlsAlgorithms(openssl = process.versions.openssl): TlsAlgorithms {
  return algorithms(commonKeyShares, openssl);
}

/**
 * The algorithms for further connections to a server that has selected a group: the same, but with a key share for this
 * group only. Generating three key shares, one of them post-quantum, takes more CPU time than the rest of a small upload.
 *
 * @returns undefined when OpenSSL can't select key shares, or the group isn't one of those above.
 */
export function tlsAlgorithmsFor(
  group: string | undefined,
  openssl = process.versions.openssl,
): TlsAlgorithms | undefined {
  if (group === undefined || !groups.includes(group) || !supportsKeyShares(openssl))
    return undefined;
  return algorithms([group], openssl);
}

function algorithms(keyShares: readonly string[], openssl: string): TlsAlgorithms {
  const shared = keyShares.map((group) => `*${group}`);
  const others = groups.filter((group) => !keyShares.includes(group));
  return {
    ciphers: withoutFiniteFields(fastestFirst(tls.DEFAULT_CIPHERS)),
    ...(supportsKeyShares(openssl) ? { ecdhCurve: [...shared, ...others].join(':') } : {}),
  };
}

// OpenSSL supports the asterisk, which requests a key share, since version 3.5.
function supportsKeyShares(openssl: string): boolean {
  const [major = 0, minor = 0] = openssl.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 5);
}

// A list that was set by --tls-cipher-list may contain nothing else.
function withoutFiniteFields(list: string): string {
  const isBuiltIn = tls.DEFAULT_CIPHERS === constants.defaultCoreCipherList;
  return isBuiltIn ? `${list}:!kDHE` : list;
}

// Adds no cipher to a list that was set by --tls-cipher-list.
function fastestFirst(list: string): string {
  const ciphers = list.split(':');
  const rank = (cipher: string) => (cipher === fastestCipher ? 0 : 1);
  return ciphers.toSorted((a, b) => rank(a) - rank(b)).join(':');
}
