import type { PublishMode } from '../../../src/deploy/index.ts';
import type { VariantName } from './variants.ts';

/**
 * How a deployment is interrupted.
 *
 * - `kill`: at a command: the process ends, so that nothing more arrives.
 * - `cut-before`, `cut-after`: the connection is lost once, before or after a command has been performed.
 * - `overtaken`: the run pauses at a command while a later attempt of the job deploys another tree, completely.
 * - `overtaken-twice`: like `overtaken`, but the other run pauses, too, until the first one has ended.
 * - `kill-begin`, `kill-head`, `kill-middle`: in a transfer: the process ends before the first byte, after a few bytes, or
 *   after more. In a journal, those are in the first and in a later line.
 * - `cut-begin`, `cut-head`, `cut-middle`: all connections are lost once in a transfer.
 * - `broken`: only the data connection is lost, once.
 * - `short`: the server loses the end of a file, once, and confirms it.
 * - `full`: the disk is full from this transfer on.
 */
export const crashKinds = [
  ...(['kill', 'cut-before', 'cut-after', 'overtaken', 'overtaken-twice'] as const),
  ...(['kill-begin', 'kill-head', 'kill-middle', 'cut-begin', 'cut-head', 'cut-middle'] as const),
  ...(['broken', 'short', 'full'] as const),
] as const;

export type CrashKind = (typeof crashKinds)[number];

const commandKinds: ReadonlySet<CrashKind> = new Set([
  ...(['kill', 'cut-before', 'cut-after', 'overtaken', 'overtaken-twice'] as const),
]);

/** Whether the position counts commands after the login; otherwise it counts uploads. */
export function isAtCommand(kind: CrashKind): boolean {
  return commandKinds.has(kind);
}

/** Whether the run ends without a word: its process was killed. */
export function isKilled(kind: CrashKind): boolean {
  return kind.startsWith('kill');
}

/** Whether two runs change the server at the same time. */
export function isOvertaken(kind: CrashKind): boolean {
  return kind.startsWith('overtaken');
}

/** An interrupted deployment. */
export interface Crash {
  readonly publish: PublishMode;
  readonly variant: VariantName;
  readonly kind: CrashKind;
  /** Number of the command after the login, or of the upload, from 1. */
  readonly position: number;
}

/** The next deployment: of the same tree, of the one before, or of a third one. */
export const followUps = ['same', 'reverted', 'third'] as const;

export type FollowUp = (typeof followUps)[number];

/** An interrupted deployment with the ones that may follow it. */
export interface CrashCases {
  readonly crash: Crash;
  readonly next: readonly FollowUp[];
}

/** The id of a case, with everything that is needed to repeat it. */
export function idOf({ publish, variant, kind, position }: Crash, next: FollowUp): string {
  return ['sync', publish, variant, kind, position, next].join('/');
}
