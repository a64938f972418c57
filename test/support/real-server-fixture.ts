import type { RealServer, RealServerOptions, ServerName } from './real-servers/index.ts';
import { startRealServer, whyUnavailable } from './real-servers/index.ts';
import { createAuthority } from './certificates.ts';

const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');
const mustRun = isCi && process.platform === 'linux';

/** The CA that issued `certificate`. */
export const authority = await createAuthority();

/** The certificate of the real servers; it's also valid for the address of the proxies. */
export const certificate: RealServerOptions['certificate'] = {
  ...(await authority.issue({
    commonName: 'localhost',
    ipAddresses: ['127.0.0.1', '127.0.0.2'],
    keyType: 'rsa',
  })),
  chain: authority.cert,
};

/** The reason to skip a test; `false` if the servers are available, and always in CI on Linux, where tests must run. */
export function skipWithout(...names: readonly ServerName[]): string | false {
  if (mustRun) return false;
  return names.map(whyUnavailable).find((reason) => reason !== undefined) ?? false;
}

/** The TLS mode of a server: Debian's build of Pure-FTPd supports only AUTH TLS. */
export function modeOf(name: ServerName): 'implicit' | 'explicit' {
  return name === 'pure-ftpd' ? 'explicit' : 'implicit';
}

/** Starts a server with the certificate above. */
export function start(
  name: ServerName,
  options: Partial<RealServerOptions> = {},
): Promise<RealServer> {
  return startRealServer(name, { mode: modeOf(name), certificate, ...options });
}
