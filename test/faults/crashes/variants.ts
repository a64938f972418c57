import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { CommandContext, CommandOverride } from '../../support/embedded-server/options.ts';
import type { ServerVariant } from '../../support/server-variants.ts';
import { removingAnything, windows, withoutSize } from '../../support/server-variants.ts';

/** A server, or what happens between an interrupted run and the next one. */
export interface Variant {
  /** @param root - The server's directory. */
  readonly server?: (root: string) => ServerVariant;
  /**
   * What happens in between: a run without `sync`, a run that excludes a file, or the state is cut.
   */
  readonly between?: 'sync-off' | 'excluded' | 'cut-state';
  readonly ignoresCase?: boolean;
  /** Whether files of ours may stay: if a run says so, because the server doesn't report enough about them, or in any case. */
  readonly mayKeep?: 'named' | 'any';
  /**
   * Whether files and directories take each other's places in the trees. A run that may not delete fails then, before
   * any change. Default: `true`.
   */
  readonly swaps?: boolean;
  /** Number of connections. Default: 1. */
  readonly connections?: number;
  /** Whether our directories may stay. */
  readonly mayKeepDirectories?: boolean;
  /** Whether a run has nothing to do if nothing has changed. Default: `true`. */
  readonly savesUploads?: boolean;
}

type Hook = (context: CommandContext) => CommandOverride | undefined;

const hook = (onCommand: Hook) => (): ServerVariant => ({ onCommand });
const notImplemented = '502 Command not implemented.';

const lacks = (...verbs: readonly string[]) =>
  hook(({ verb, argument }) => {
    if (verb === 'FEAT') return { perform: true, raw: (normal) => withoutFeatures(normal, verbs) };
    return verbs.includes(verb) && argument !== '' ? notImplemented : undefined;
  });

function withoutFeatures(reply: string, verbs: readonly string[]): string {
  const isOffered = (line: string) => !verbs.some((verb) => line.startsWith(` ${verb}`));
  return reply.split('\r\n').filter(isOffered).join('\r\n');
}

/** The server refuses every command the first time in a run, with this reply. */
function atFirst(reply: string, isMeant: (context: CommandContext) => boolean) {
  return (): ServerVariant => {
    const seen = new Set<string>();
    return {
      onCommand: (context) => {
        const key = `${context.verb} ${context.argument}`;
        if (!isMeant(context) || seen.has(key)) return undefined;
        seen.add(key);
        return reply;
      },
    };
  };
}

const isState = (argument: string) => /\.htopen-ftps(?:\.journal)?$/.test(argument);
const exists = (root: string, file: string) => existsSync(path.join(root, file));

const recursiveRmd = (root: string): ServerVariant => ({
  onCommand: ({ verb, argument }) => {
    if (verb !== 'RMD' || !exists(root, argument)) return undefined;
    rmSync(path.join(root, argument), { recursive: true });
    return '250 Directory removed.';
  },
});

/** RNTO over an existing file is refused. */
const withoutReplacing = (root: string): ServerVariant => ({
  onCommand: ({ verb, argument }) =>
    verb === 'RNTO' && exists(root, argument) ? '553 File exists.' : undefined,
});

/** As ProFTPD: APPE only creates files. */
const appendingToNewFiles = (root: string): ServerVariant => ({
  onCommand: ({ verb, argument }) =>
    verb === 'APPE' && exists(root, argument) ? '451 Append/Restart not permitted.' : undefined,
});

const hidingDotFiles = hook(({ verb, argument }) => {
  if (verb !== 'STAT' || argument === '') return undefined;
  const isVisible = (line: string) => !/ \.[^ ]*$/.test(line);
  const raw = (normal: string) => normal.split('\r\n').filter(isVisible).join('\r\n');
  return { perform: true, raw };
});

/** STAT of a directory that is missing is refused; that of the embedded server succeeds. */
const strictStatus = (root: string): ServerVariant => ({
  onCommand: ({ verb, argument }) =>
    verb === 'STAT' && !exists(root, argument) ? '550 No such directory.' : undefined,
});

const foldCase = (): ServerVariant => ({
  changePath: (file, verb) => (namesFile.has(verb) ? file.toLowerCase() : file),
});
const namesFile = new Set([
  ...['STOR', 'APPE', 'RETR', 'DELE', 'RNFR', 'RNTO', 'SIZE', 'MDTM', 'MKD', 'RMD', 'CWD', 'STAT'],
]);

export const variants = {
  plain: {},
  connections: { connections: 3 },
  'recursive-rmd': { server: recursiveRmd, mayKeepDirectories: true, swaps: false },
  'removes-anything': { server: removingAnything },
  'ignores-case': { server: foldCase, ignoresCase: true },
  windows: { server: () => windows(), ignoresCase: true, mayKeep: 'named' },
  'no-size': { server: () => withoutSize(), mayKeep: 'named', savesUploads: false, swaps: false },
  'no-size-no-stat': {
    server: () => ({ ...lacks('SIZE', 'STAT')() }),
    mayKeep: 'named',
    savesUploads: false,
    swaps: false,
  },
  'no-mdtm': { server: lacks('MDTM'), mayKeep: 'named' },
  'no-append': { server: lacks('APPE') },
  'appends-once': { server: appendingToNewFiles },
  'no-replace': { server: withoutReplacing },
  'no-stat': { server: lacks('STAT', 'MLSD') },
  'hides-dot-files': { server: hidingDotFiles },
  'strict-stat': { server: strictStatus },
  'missing-at-first': {
    server: atFirst('550 Not now.', ({ verb, argument }) => verb === 'RETR' && isState(argument)),
  },
  'busy-at-first': {
    server: atFirst('450 Busy.', ({ verb }) => ['SIZE', 'DELE', 'RNTO', 'MKD'].includes(verb)),
    // A run that is interrupted as well may give up a deletion; it says so, and the next one makes up for it.
    mayKeep: 'named',
  },
  'sync-off': { between: 'sync-off', mayKeep: 'named' },
  excluded: { between: 'excluded', swaps: false },
  'cut-state': { between: 'cut-state', mayKeep: 'any', swaps: false },
} satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;

/** The variant with this name. */
export function variantOf(name: VariantName): Variant {
  return variants[name];
}
