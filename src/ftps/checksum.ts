import type { Features } from './features.ts';
import type { Reply } from './control/reply.ts';

/** Hash functions that servers support, by the names of Node's `createHash`, and `crc32`. */
export type HashName = 'sha512' | 'sha256' | 'sha1' | 'md5' | 'crc32';

/** How to request the hash of a file. */
export interface ChecksumMethod {
  readonly hash: HashName;
  /** HASH (draft-bryan-ftpext-hash), or one of the older X commands. */
  readonly verb: 'HASH' | 'XSHA512' | 'XSHA256' | 'XSHA1' | 'XSHA' | 'XMD5' | 'XCRC';
  /** The name to select with OPTS HASH; undefined for the X commands. */
  readonly option?: string;
}

const byHash: readonly { readonly option: string; readonly hash: HashName }[] = [
  { option: 'SHA-512', hash: 'sha512' },
  { option: 'SHA-256', hash: 'sha256' },
  { option: 'SHA-1', hash: 'sha1' },
  { option: 'MD5', hash: 'md5' },
  { option: 'CRC32', hash: 'crc32' },
];

const byCommand: readonly ChecksumMethod[] = [
  { verb: 'XSHA512', hash: 'sha512' },
  { verb: 'XSHA256', hash: 'sha256' },
  { verb: 'XSHA1', hash: 'sha1' },
  { verb: 'XSHA', hash: 'sha1' },
  { verb: 'XMD5', hash: 'md5' },
  { verb: 'XCRC', hash: 'crc32' },
];

/** The strongest hash that the server supports; undefined when it supports none. */
export function chooseChecksum(features: Features): ChecksumMethod | undefined {
  const supported = (features.parameters('HASH') ?? '')
    .split(';')
    .map((name) => name.replace('*', '').trim().toUpperCase());
  const found = byHash.find(({ option }) => supported.includes(option));
  if (found !== undefined) return { verb: 'HASH', ...found };
  return byCommand.find(({ verb }) => features.has(verb));
}

const hexDigits: Readonly<Record<HashName, number>> = {
  sha512: 128,
  sha256: 64,
  sha1: 40,
  md5: 32,
  crc32: 8,
};

/**
 * Reads the hash from the reply to HASH (`213 SHA-256 0-1024 <hash> name`) or an X command (`250 <hash>`).
 *
 * @returns Lowercase hexadecimal; undefined when the reply contains no hash of that length. Leading zeros, which some
 *   servers omit from a CRC32, are restored.
 */
export function parseChecksum(reply: Reply, hash: HashName): string | undefined {
  const digits = hexDigits[hash];
  const words = reply.lines.join(' ').split(/\s+/);
  const exact = words.find((word) => word.length === digits && /^[0-9a-f]+$/i.test(word));
  if (exact !== undefined) return exact.toLowerCase();
  if (hash !== 'crc32') return undefined;
  const short = words.find((word) => /^[0-9a-f]{1,8}$/i.test(word));
  return short?.toLowerCase().padStart(digits, '0');
}
