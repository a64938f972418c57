import type { RealServer, RealServerOptions, ServerName } from './real-servers/index.ts';
import { startRealServer, whyUnavailable } from './real-servers/index.ts';
import { createAuthority } from './certificates.ts';

const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');
const mustRun = isCi && process.platform === 'linux';

/** The authority behind `certificate`. */
export const authority = await createAuthority();

/** What the real servers present; it also names the address that proxies listen on. */
export const certificate: RealServerOptions['certificate'] = {
  ...(await authority.issue({
    commonName: 'localhost',
    ipAddresses: ['127.0.0.1', '127.0.0.2'],
    keyType: 'rsa',
  })),
  chain: authority.cert,
};

/** Why to skip a test; false when it can run, and when it must because this is CI on Linux. */
export function skipWithout(...names: readonly ServerName[]): string | false {
  if (mustRun) return false;
  return names.map(whyUnavailable).find((reason) => reason !== undefined) ?? false;
}

/** How TLS begins on a server: Pure-FTPd, as Debian builds it, knows only AUTH TLS. */
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
