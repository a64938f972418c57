/** Incremental deployments: what the rest of the deploy layer uses. */
export type { UploadReason } from './comparison.ts';
export type { DeletionLimit, NoDeletions } from './deletions.ts';
export { DeleteLimitError, StateError } from './errors.ts';
export type { StateProblem } from './errors.ts';
export type { JobId } from './journal-lines.ts';
export type { Adopt } from './preparation.ts';
export type { WaitingFor } from './reading.ts';
export type { KeepReason } from './removals.ts';
export type { SyncSettings } from './settings.ts';
export type { Repository, Selection } from './state.ts';
