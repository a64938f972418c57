import type { OptionalPart } from '../ftps/index.ts';
import { OptionalParts } from '../ftps/index.ts';

type Notice = (reason: string) => string;

const notices: Readonly<Record<OptionalPart, Notice | undefined>> = {
  chmod: (reason) => `The server doesn't change the modes of files (SITE CHMOD: ${reason}).`,
  // Only costs time.
  'early-retrieval': undefined,
  'extended-passive': (reason) => `EPSV doesn't work with this server (${reason}). PASV is used.`,
  // Reported where it is dropped.
  'hidden-names': undefined,
  // Only costs time.
  listings: undefined,
  'login-directory': (reason) =>
    `The server doesn't return to the login directory (${reason}). Directories are created without a check whether they exist.`,
  paths: (reason) =>
    `The server doesn't accept paths with directories (${reason}). The action changes to each directory instead.`,
  // Both only cost time.
  'passive-fallback': undefined,
  pipelining: undefined,
  // Reported where it is dropped.
  'replacing-rename': undefined,
  resume: (reason) =>
    `The server doesn't resume uploads (${reason}). Interrupted files are sent again from the start.`,
  size: (reason) =>
    `The server doesn't report file sizes (${reason}), so file sizes were not verified.`,
  'unconditional-mkd': (reason) =>
    `The connection was lost during MKD (${reason}). The action looks for existing directories first.`,
};

/**
 * The optional parts of the protocol for the control connections of a run.
 *
 * @param notify - Called with a notice when a part is no longer used and that makes a difference.
 */
export function reportedParts(notify: (notice: string) => void): OptionalParts {
  return new OptionalParts((part, reason) => {
    const notice = notices[part]?.(reason);
    if (notice !== undefined) notify(notice);
  });
}
