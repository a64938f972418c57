import tls from 'node:tls';

/**
 * The certificates that a chain may end in: Node's, the system's and those given.
 *
 * @param ca - PEM certificates to trust besides.
 * @returns PEM certificates, each once: OpenSSL reads every one that it is given, and a system has most of Node's too,
 *   some of them several times.
 */
export function trustedCertificates(ca: readonly string[]): string[] {
  const texts = new Set([
    ...tls.getCACertificates('system'),
    ...tls.getCACertificates('default'),
    ...ca,
  ]);
  return [...new Map([...texts].map((text) => [withoutLineBreaks(text), text])).values()];
}

/** Node's own have longer lines than those that it reads from the system. */
function withoutLineBreaks(text: string): string {
  return text.replaceAll(/\s/g, '');
}
