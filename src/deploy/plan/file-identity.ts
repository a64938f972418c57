import type { Stats } from 'node:fs';
import { constants } from 'node:fs';

/** What distinguishes a local file from another one of the same name. */
export interface FileIdentity {
  /** Whether the path is a link to the file. */
  readonly isLink: boolean;
  readonly device: number;
  readonly inode: number;
}

/** The identity of an open file that was planned. */
export function identityOf({ dev, ino }: Stats, isLink: boolean): FileIdentity {
  return { isLink, device: dev, inode: ino };
}

/** Whether an open file is the one that was planned. Some file systems on Windows have no inode numbers. */
export function isSameFile({ dev, ino }: Stats, { device, inode }: FileIdentity): boolean {
  return ino === 0 || inode === 0 || (dev === device && ino === inode);
}

/**
 * Flags to open a file for reading: a file that was replaced by a FIFO must not block, and one that was replaced by a link
 * must not lead elsewhere. Windows has neither flag.
 */
export function openFlags({ followLinks }: { readonly followLinks: boolean }): number {
  const flags: Partial<Pick<typeof constants, 'O_NOFOLLOW' | 'O_NONBLOCK'>> = constants;
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = flags;
  return constants.O_RDONLY | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW);
}
