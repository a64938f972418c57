import { sanitize } from '../sanitize.ts';

/** One of the two kinds of connections (RFC 959 section 2.3). */
export type ConnectionKind = 'control' | 'data';

/** A host and port. */
export interface Endpoint {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatEndpoint({ host, port }: Endpoint): string {
  const name = sanitize(host);
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
}
