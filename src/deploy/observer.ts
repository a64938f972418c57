import type { DialogueLine, PortFinding, TlsInfo } from '../ftps/index.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { FileResult, SyncCounts } from './results.ts';
import type { Retry } from './retry.ts';
import type { KeepReason, WaitingFor } from './sync/index.ts';

/** `warning`: not as the user asked for. */
export type Severity = 'notice' | 'warning';

/** The phases of a deployment. */
export type Phase = 'connect' | 'compare' | 'directories' | 'upload' | 'publish';

/**
 * Receives the events of control connections. They are numbered from 1 in the order in which they are opened in a run,
 * failed attempts included; a reconnection has a number of its own.
 */
export interface ConnectionObserver {
  /** The control connection is open and its certificate trusted; `tls` is undefined on an unencrypted one. */
  connected(
    connection: number,
    opened: { readonly tls: TlsInfo | undefined; readonly greeting: string },
  ): void;
  /** The server didn't answer, so the usual port of the other TLS modes was probed. */
  portProbed(finding: PortFinding): void;
  loggedIn(connection: number): void;
  dialogue(connection: number, line: DialogueLine): void;
}

/** Receives the events of a deployment while it runs. */
export interface DeployObserver extends ConnectionObserver {
  /** A phase begins; the previous one has ended. */
  phase(phase: Phase): void;
  directoriesReady(count: { readonly created: number; readonly existing: number }): void;
  /** An attempt failed and will be repeated after a delay. */
  retrying(retry: Retry): void;
  /** `bytesSent` bytes of a file were passed to the network. Called often, so it must be cheap. */
  fileProgress(file: PlannedUpload, bytesSent: number): void;
  /** A file was uploaded under its temporary name and will be renamed once all others are, too. */
  fileStaged(file: FileResult, index: number): void;
  /** A file is at its final path, or failed; `index` is its position in the plan. */
  fileDone(file: FileResult, index: number): void;
  /** Something the user should know that isn't an error. */
  notice(text: string, severity?: Severity): void;
  /** The maintenance file is on the server, or was deleted. */
  maintenance(state: 'up' | 'down', remotePath: string): void;
  /** With `sync`: what will be done, before anything is changed, and the files that will be uploaded. */
  planReady(counts: SyncCounts, uploads: readonly PlannedUpload[]): void;
  /** With `sync`: a file that is no longer in the plan was deleted. */
  fileDeleted(remotePath: string): void;
  /** With `sync`: a file that is no longer in the plan stays on the server. */
  fileKept(remotePath: string, reason: KeepReason): void;
  /** With `sync`: another run seems to be deploying, so this one waits; up to three minutes. */
  waiting(run: WaitingFor): void;
}
