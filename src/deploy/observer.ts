import type { DialogueLine, TlsInfo } from '../ftps/index.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { FileResult } from './results.ts';

/** The stages of a deployment. */
export type Phase = 'connect' | 'directories' | 'upload' | 'publish';

/** What the session with the server tells. */
export interface ConnectionObserver {
  /** The control connection is up and the certificate trusted; `tls` is undefined in clear text. */
  connected(tls: TlsInfo | undefined, greeting: string): void;
  loggedIn(): void;
  dialogue(line: DialogueLine): void;
}

/** What a deployment tells while it runs. */
export interface DeployObserver extends ConnectionObserver {
  /** A stage begins; the one before it has ended. */
  phase(phase: Phase): void;
  directoriesReady(made: number, existing: number): void;
  /** Something failed and is tried again after a pause; `what` names it. */
  retrying(what: string, error: Error, pauseMs: number): void;
  /** So many bytes of a file have been handed to the network: told often, so it must cost next to nothing. */
  fileProgress(file: PlannedUpload, bytesSent: number): void;
  /** A file has arrived under its temporary name and waits for the others. */
  fileStaged(file: FileResult, index: number): void;
  /** A file was uploaded, or failed. */
  fileDone(file: FileResult, index: number): void;
  /** Something that the user should know and that is no error. */
  notice(text: string): void;
}
