import { ProtocolError } from '../errors.ts';
import type { Reply } from '../control/reply.ts';
import { formatReply } from '../control/reply.ts';

/**
 * Reads the port from a 229 reply to EPSV: `(|||6446|)`, with any delimiter but a digit (RFC 2428 section 3).
 * Protocol and address, which must be empty, are ignored.
 *
 * @throws {@link ProtocolError} when there is no port from 1 to 65535.
 */
export function parseExtendedPassiveReply(reply: Reply): number {
  const match = /\(([!-/:-~])[^()]{0,100}?\1[^()]{0,100}?\1(\d{1,5})\1\)/.exec(textOf(reply));
  return checkPort(Number(match?.[2] ?? 0), reply, 'RFC 2428 section 3');
}

/**
 * Reads the port from a 227 reply to PASV: `h1,h2,h3,h4,p1,p2`, with or without brackets (RFC 1123 section
 * 4.1.2.6). The address is not returned: it is wrong behind NAT and a way to point us at other hosts.
 *
 * @throws {@link ProtocolError} when there are no six numbers up to 255, or the port is 0.
 */
export function parsePassiveReply(reply: Reply): number {
  const match = /(?<![\d,])\d{1,3}(?:,\d{1,3}){5}(?![\d,])/.exec(textOf(reply));
  const numbers = (match?.[0] ?? '').split(',').map(Number);
  const [, , , , high = 0, low = 0] = numbers.every((n) => n <= 255) ? numbers : [];
  return checkPort(high * 256 + low, reply, 'RFC 959 section 4.1.2');
}

function textOf(reply: Reply): string {
  return reply.lines.join('\n');
}

function checkPort(port: number, reply: Reply, rfc: string): number {
  if (port >= 1 && port <= 65535) return port;
  throw new ProtocolError('there is no usable port in the passive reply', {
    received: formatReply(reply),
    rfc,
  });
}
