import tls from 'node:tls';

const cheapest = 'TLS_AES_128_GCM_SHA256';
const groups = ['X25519MLKEM768', 'X25519', 'prime256v1', 'secp384r1', 'secp521r1'];
const usualKeyShares = ['X25519MLKEM768', 'X25519', 'prime256v1'];

/** Which algorithms TLS offers, in the words of `tls.createSecureContext`. */
export interface TlsAlgorithms {
  readonly ciphers: string;
  readonly ecdhCurve?: string;
}

/**
 * The algorithms for a connection to a server of which nothing is known.
 *
 * A key share for each group that FTP servers are set to, so that none answers with a HelloRetryRequest: vsftpd has P-256
 * alone, which is not Node's first guess, and under TLS 1.3 each of its data connections would pay a round trip. The
 * post-quantum group stays the first choice; all three shares together fit the first flight of a TCP connection.
 *
 * Of the AEADs that Node offers under TLS 1.3, AES-128-GCM goes first: it costs both sides the least.
 */
export function tlsAlgorithms(openssl = process.versions.openssl): TlsAlgorithms {
  return algorithms(usualKeyShares, openssl);
}

/**
 * The algorithms for further connections to a server that has chosen a group: the same, but with a key share for that
 * group alone. Making three of them, one post-quantum, would be the greater part of a small file's work on our side.
 *
 * @returns undefined where the key shares cannot be chosen, or the group is not one of ours.
 */
export function tlsAlgorithmsFor(
  group: string | undefined,
  openssl = process.versions.openssl,
): TlsAlgorithms | undefined {
  if (group === undefined || !groups.includes(group) || !knowsKeyShares(openssl)) return undefined;
  return algorithms([group], openssl);
}

function algorithms(keyShares: readonly string[], openssl: string): TlsAlgorithms {
  const shared = keyShares.map((group) => `*${group}`);
  const others = groups.filter((group) => !keyShares.includes(group));
  return {
    ciphers: cheapestFirst(tls.DEFAULT_CIPHERS),
    ...(knowsKeyShares(openssl) ? { ecdhCurve: [...shared, ...others].join(':') } : {}),
  };
}

// The asterisk, for a key share, is understood from OpenSSL 3.5 on.
function knowsKeyShares(openssl: string): boolean {
  const [major = 0, minor = 0] = openssl.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 5);
}

// A list that was set for this Node (--tls-cipher-list) gets no cipher that it does not have.
function cheapestFirst(list: string): string {
  const ciphers = list.split(':');
  const rank = (cipher: string) => (cipher === cheapest ? 0 : 1);
  return ciphers.toSorted((a, b) => rank(a) - rank(b)).join(':');
}
