import type { Reply } from './reply.ts';

/**
 * Reads the pathname from a 257 reply: in quotation marks, a quotation mark in it doubled (RFC 959 appendix II).
 *
 * @returns undefined when the reply has none.
 */
export function parsePathname(reply: Reply): string | undefined {
  const quoted = /"((?:[^"]|"")*)"/.exec(reply.lines[0] ?? '')?.[1];
  return quoted === undefined || quoted === '' ? undefined : quoted.replaceAll('""', '"');
}
