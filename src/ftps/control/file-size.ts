import type { ReplyError } from '../errors.ts';
import type { Reply } from './reply.ts';
import { replyCode } from './reply.ts';

/** A file size as reported by the server. */
export interface ReportedSize {
  readonly bytes: number;
  /** Whether the reply contains nothing else. Otherwise the number may have another meaning. */
  readonly isPlain: boolean;
}

/** What a server says about the size of a file: bytes, a refusal, or nothing certain. */
export type SizeAnswer = number | ReplyError | undefined;

/**
 * The size in a 213 reply: its last number, because some servers write a sentence (`213 File size: 3500`).
 *
 * @returns undefined when there is none, as in ftp-srv's `213 File status` for an empty file.
 */
export function sizeIn(reply: Reply): ReportedSize | undefined {
  if (reply.code !== replyCode.fileStatus) return undefined;
  const text = reply.lines.join(' ').trim();
  const digits = /(?<!\d)(\d{1,15})(?!\d)\D*$/.exec(text)?.[1];
  return digits === undefined ? undefined : { bytes: Number(digits), isPlain: digits === text };
}

/** The size that a reply certainly means. */
export function plainBytes(size: ReportedSize | undefined): number | undefined {
  return size?.isPlain === true ? size.bytes : undefined;
}
