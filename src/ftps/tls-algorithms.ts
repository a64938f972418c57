import tls from 'node:tls';

const cheapest = 'TLS_AES_128_GCM_SHA256';
const keyShares = '*X25519MLKEM768:*X25519:*prime256v1:secp384r1:secp521r1';

/**
 * Which algorithms TLS offers.
 *
 * A key share for each group that FTP servers are set to, so that none answers with a HelloRetryRequest: vsftpd has P-256
 * alone, which is not Node's first guess, and under TLS 1.3 each of its data connections would pay a round trip. The
 * post-quantum group stays the first choice; all three shares together fit the first flight of a TCP connection.
 *
 * Of the AEADs that Node offers under TLS 1.3, AES-128-GCM goes first: it costs both sides the least.
 */
export function tlsAlgorithms(openssl = process.versions.openssl): {
  readonly ciphers: string;
  readonly ecdhCurve?: string;
} {
  const [major = 0, minor = 0] = openssl.split('.').map(Number);
  // The asterisk, for a key share, is understood from OpenSSL 3.5 on.
  const knowsKeyShares = major > 3 || (major === 3 && minor >= 5);
  return {
    ciphers: cheapestFirst(tls.DEFAULT_CIPHERS),
    ...(knowsKeyShares ? { ecdhCurve: keyShares } : {}),
  };
}

// A list that was set for this Node (--tls-cipher-list) gets no cipher that it does not have.
function cheapestFirst(list: string): string {
  const ciphers = list.split(':');
  const rank = (cipher: string) => (cipher === cheapest ? 0 : 1);
  return ciphers.toSorted((a, b) => rank(a) - rank(b)).join(':');
}
