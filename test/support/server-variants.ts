/** Servers that refuse or break an optional part of the protocol, as options of the embedded server. */
import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import type {
  CommandContext,
  CommandOverride,
  EmbeddedServerOptions,
} from './embedded-server/options.ts';

/** The options of the embedded server that make a variant. */
export type ServerVariant = Partial<EmbeddedServerOptions>;

type Hook = (context: CommandContext) => CommandOverride | undefined;

const variant = (onCommand: Hook): ServerVariant => ({ onCommand });

/** A port on which nothing listens: only root could. */
const deadPort = 1;

/** SIZE is neither supported nor announced. */
export const withoutSize = (): ServerVariant =>
  variant(({ verb }) => {
    if (verb === 'SIZE') return '502 Command not implemented.';
    if (verb !== 'FEAT') return undefined;
    return { perform: true, raw: (normal) => normal.replace(/ SIZE\r\n/, '') };
  });

/** SIZE has prose around its number. */
export const oddSize = (): ServerVariant =>
  variant(({ verb }) =>
    verb === 'SIZE'
      ? { perform: true, raw: (normal) => normal.replace(/^213 /, '213 File size: ') }
      : undefined,
  );

/** SIZE has the code of a greeting. */
export const wrongSizeCode = (): ServerVariant =>
  variant(({ verb }) =>
    verb === 'SIZE'
      ? { perform: true, raw: (normal) => normal.replace(/^213 /, '220 ') }
      : undefined,
  );

/** SIZE of an empty file has no number, as in ftp-srv. */
export const emptySize = (): ServerVariant =>
  variant(({ verb }) =>
    verb === 'SIZE'
      ? { perform: true, raw: (normal) => normal.replace(/^213 0\r/, '213 File status\r') }
      : undefined,
  );

/** REST is accepted, and the upload after it refused, as in ProFTPD without AllowStoreRestart. */
export function refusingRestart(): ServerVariant {
  const restarted = new Set<number>();
  return variant(({ verb, argument, session }) => {
    if (verb === 'REST' && argument !== '0') restarted.add(session);
    else if (verb === 'REST') restarted.delete(session);
    const isRefused = verb === 'STOR' && restarted.delete(session);
    return isRefused ? '451 Append/Restart not permitted, try again' : undefined;
  });
}

/** The control connection is closed after each confirmed upload. */
export const closingAfterTransfers = (): ServerVariant => ({
  onData: () => ({ final: { reply: '226 Transfer complete.', then: 'close' } }),
});

/** EPSV names a port that is unreachable; that of PASV works. */
export const deadExtendedPassive = (): ServerVariant =>
  variant(({ verb }) =>
    verb === 'EPSV' ? `229 Entering Extended Passive Mode (|||${deadPort}|)` : undefined,
  );

/** PBSZ is refused, although PROT P works. */
export const refusingBufferSize = (): ServerVariant =>
  variant(({ verb }) =>
    verb === 'PBSZ' ? { perform: true, reply: '502 PBSZ not implemented.' } : undefined,
  );

/** The login directory isn't known. */
export const withoutLoginDirectory = (): ServerVariant =>
  variant(({ verb }) => (verb === 'PWD' ? '502 Command not implemented.' : undefined));

/** MKD of an existing directory ends the session, as in the FTP server of some game consoles. */
export const endingAtExistingDirectory = (root: string): ServerVariant =>
  variant(({ verb, argument }) =>
    verb === 'MKD' && existsSync(path.join(root, argument)) ? 'close' : undefined,
  );

/** PASS is refused because of too many sessions, from the given session on, as in ProFTPD. */
export const full = (fromSession = 1): ServerVariant =>
  variant(({ verb, session }) =>
    verb === 'PASS' && session >= fromSession
      ? '530 Sorry, the maximum number of clients (1) from your host are already connected.'
      : undefined,
  );

/** RMD removes files, and DELE empty directories, as in ftp-srv. */
export const removingAnything = (root: string): ServerVariant =>
  variant(({ verb, argument }) => {
    const file = path.join(root, argument);
    if ((verb !== 'RMD' && verb !== 'DELE') || !existsSync(file)) return undefined;
    const isFile = statSync(file).isFile();
    if (isFile === (verb === 'DELE')) return undefined;
    if (isFile) rmSync(file);
    else if (readdirSync(file).length === 0) rmdirSync(file);
    else return '550 Directory not empty.';
    return '250 Removed.';
  });

/** Names that start with a dot are refused, as in Pure-FTPd with -x. */
export const refusingDotNames = (): ServerVariant =>
  variant(({ verb, argument }) =>
    ['STOR', 'APPE', 'RNTO', 'MKD', 'DELE'].includes(verb) &&
    path.posix.basename(argument).startsWith('.')
      ? `553 Prohibited file name: ${argument}`
      : undefined,
  );

/** Uploads are only accepted into the current directory. */
export const acceptingPlainNames = (): ServerVariant =>
  variant(({ verb, argument }) =>
    verb === 'STOR' && argument.includes('/') ? '550 Invalid file name.' : undefined,
  );

/** A server on Windows; the files in use can't be changed. */
export const windows = (...inUse: readonly string[]): ServerVariant => ({
  windowsNames: true,
  onCommand: ({ verb, argument }) =>
    ['STOR', 'DELE', 'RNFR', 'RNTO'].includes(verb) && inUse.includes(argument.toLowerCase())
      ? '550 The process cannot access the file because it is being used by another process.'
      : undefined,
});
