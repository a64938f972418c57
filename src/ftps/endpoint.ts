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

/** Which connection an error is about. */
export interface Peer {
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
}

/** `with host:990`, or `on the data connection to host:50000`. */
export function describePeer({ connection, endpoint }: Peer, preposition: string): string {
  const address = formatEndpoint(endpoint);
  return connection === 'control'
    ? `${preposition} ${address}`
    : `on the data connection to ${address}`;
}
