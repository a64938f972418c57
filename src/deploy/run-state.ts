import type { PublishMode } from './file/file-job.ts';
import { NameCollisions } from './file/name-collisions.ts';
import { TemporaryFiles } from './file/temporary-files.ts';
import { TemporaryNames } from './file/temporary-names.ts';
import type { Verification } from './file/verification.ts';
import { FailurePolicy } from './failure-policy.ts';
import { JobQueue } from './job-queue.ts';
import type { Maintenance } from './maintenance.ts';
import type { DeployObserver } from './observer.ts';
import { OnceNotifier } from './once-notifier.ts';
import { reportedParts } from './optional-part-notices.ts';
import type { Plan } from './plan/plan.ts';
import { directoryOf } from './plan/remote-path.ts';
import type { Retry, RetryPolicy } from './retry.ts';
import type { LocalHashes } from './file/local-hashes.ts';
import type { Clock, SyncSettings } from './sync/index.ts';
import type { UploadGuard } from './upload-guard.ts';

/** How to deploy. */
export interface DeployOptions {
  readonly publish: PublishMode;
  readonly verifyUploads: Verification;
  readonly preserveMtime: boolean;
  readonly retry: RetryPolicy;
  /** Most control connections that upload at the same time, from 1. */
  readonly connections: number;
  /** Cancels the run when aborted: transfers are aborted, temporary files deleted. */
  readonly signal: AbortSignal;
  /** Uploads only what has changed since the last deployment; undefined: `sync: off`. */
  readonly sync?: SyncSettings | undefined;
  /** With `sync: off`: normalized remote path of a state that other runs use; undefined: the default name. */
  readonly stateFile?: string | undefined;
  /** The time for waiting for other runs. Default: that of the system. */
  readonly clock?: Clock;
}

/** What belongs to a run as a whole, whichever connection does the work. */
export class RunState {
  readonly options: DeployOptions;
  readonly observer: DeployObserver;
  readonly queue: JobQueue;
  readonly failures: FailurePolicy;
  readonly notices: OnceNotifier;
  /** Files whose names may be the same to the server. */
  readonly collisions: NameCollisions;
  readonly temporaryFiles = new TemporaryFiles();
  /** What was found out about the server. */
  readonly optional = reportedParts((notice) => {
    this.observer.notice(notice);
  });
  readonly names = new TemporaryNames(this.optional);
  /** With `sync`: what must happen before changes. */
  guard: UploadGuard | undefined;
  /** With `sync`: hashes of the local files. */
  hashes: LocalHashes | undefined;
  /** The maintenance file; undefined without one. */
  maintenance: Maintenance | undefined;
  #hasWritten = false;
  readonly #acceptedIn = new Set<string>();
  #renames = 0;
  #retries = 0;
  #connections = 0;

  constructor(plan: Plan, options: DeployOptions, observer: DeployObserver) {
    this.options = options;
    this.observer = observer;
    this.failures = new FailurePolicy({ stopAtFirst: options.publish === 'staged' });
    this.notices = new OnceNotifier((text, severity) => {
      observer.notice(text, severity);
    });
    this.collisions = new NameCollisions(plan.uploads, this.notices);
    this.queue = new JobQueue(plan.uploads, {
      ...options,
      temporaryFiles: this.temporaryFiles,
      names: this.names,
      hashOf: (remotePath) => this.hashes?.of(remotePath),
      optional: this.optional,
      notices: this.notices,
      onWriting: () => {
        this.#hasWritten = true;
      },
      onProgress: (file, bytesSent) => {
        observer.fileProgress(file, bytesSent);
      },
    });
  }

  /** Whether the run is neither cancelled nor stopped by a failure. */
  get shouldContinue(): boolean {
    if (this.guard?.failure !== undefined) return false;
    return !this.options.signal.aborted && this.failures.shouldContinue;
  }

  /** Whether a file may have been written to at its final path. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Remote directories in which the server accepted an upload. */
  get acceptedIn(): ReadonlySet<string> {
    return this.#acceptedIn;
  }

  /** Number of files that were renamed to their final path. */
  get renames(): number {
    return this.#renames;
  }

  get retries(): number {
    return this.#retries;
  }

  /** Numbers the control connections of the run. */
  readonly nextConnection = (): number => {
    this.#connections += 1;
    return this.#connections;
  };

  readonly recordRetry = (retry: Retry): void => {
    this.#retries += 1;
    this.observer.retrying(retry);
  };

  recordAccepted(remotePath: string): void {
    this.#acceptedIn.add(directoryOf(remotePath));
  }

  recordRename(): void {
    this.#renames += 1;
  }
}
