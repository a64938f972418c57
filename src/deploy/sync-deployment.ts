import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';

import { sanitize } from '../sanitize.ts';
import type { Cancellation } from './cancellation.ts';
import { PlanError } from './errors.ts';
import { hashFile, LocalHashes } from './file/local-hashes.ts';
import { foldPath } from './plan/folding.ts';
import { IgnorePatterns } from './plan/ignore-patterns.ts';
import type { Plan, PlannedUpload } from './plan/plan.ts';
import { directoryOf, joinRemotePath } from './plan/remote-path.ts';
import type { SyncOutcome } from './results.ts';
import { runClock } from './run-clock.ts';
import type { RunState } from './run-state.ts';
import { SyncRecord } from './sync-record.ts';
import { SyncUploads } from './sync-uploads.ts';
import type {
  Clock,
  LocalVersion,
  StatePaths,
  SyncJob,
  SyncOptions,
  SyncSettings,
} from './sync/index.ts';
import {
  assertStateFits,
  ClientFiles,
  randomText,
  ReadOnlyFiles,
  relativeTo,
  statePathOf,
  statePaths,
  synchronize,
} from './sync/index.ts';
import type { UploadConnections } from './upload-connections.ts';

/** What an incremental deployment needs. */
export interface SyncDeploymentContext {
  readonly plan: Plan;
  readonly settings: SyncSettings;
  readonly run: RunState;
  readonly connections: UploadConnections;
  readonly cancellation: Cancellation;
}

/** Deploys what has changed since the last deployment, and records what it did. */
export class SyncDeployment {
  readonly #context: SyncDeploymentContext;
  readonly #paths: StatePaths;
  readonly #hashes: LocalHashes;
  readonly #planned: ReadonlyMap<string, PlannedUpload>;
  readonly #record: SyncRecord;
  #versions: Promise<ReadonlyMap<string, LocalVersion>> | undefined;
  /** Whether what is sent only shows the next run how far this one got. */
  #isStopping = false;

  constructor(context: SyncDeploymentContext) {
    this.#context = context;
    const { plan, settings, run } = context;
    const state = statePathOf(plan.remoteDirectory, settings.stateFile);
    this.#paths = statePaths(state);
    this.#hashes = new LocalHashes(plan.uploads, run.options.signal);
    this.#planned = new Map(plan.uploads.map((file) => [file.remotePath, file]));
    this.#record = new SyncRecord({
      ...{ run, settings, statePath: state, hashes: this.#hashes },
      toRemotePath: this.#toRemotePath,
      remoteDirectory: plan.remoteDirectory,
    });
  }

  /** What was found and done so far. */
  get outcome(): SyncOutcome {
    return this.#record.outcome;
  }

  /**
   * Checks the plan and begins to hash the local files, while the run connects.
   *
   * @throws {@link PlanError} when a file would have the name of the state; {@link StateError} when there are too many files
   *   for one.
   */
  start(): void {
    const { run } = this.#context;
    const reserved = foldPath(this.#paths.state);
    const problems = [...this.#planned.values()].flatMap(({ localPath, remotePath }) => {
      const folded = foldPath(remotePath);
      const isReserved = folded === reserved || folded.startsWith(`${reserved}.`);
      if (!isReserved && this.#relative(remotePath) !== undefined) return [];
      return [
        `${sanitize(localPath)} can't be uploaded: its remote path ${sanitize(remotePath)} is reserved for the state of sync.`,
      ];
    });
    if (problems.length > 0) throw new PlanError(problems);
    assertStateFits(this.#planned, []);
    run.hashes = this.#hashes;
    this.#versions = this.#findVersions();
    // Reported where they are needed.
    this.#versions.catch(() => undefined);
  }

  /**
   * Compares, uploads and deletes, over the open connection.
   *
   * @throws What `synchronize` throws.
   */
  async deploy(): Promise<void> {
    const { run } = this.#context;
    run.observer.phase('compare');
    const result = await synchronize(this.#job());
    this.#record.finish(result);
  }

  #job(): SyncJob {
    const { settings, connections, plan } = this.#context;
    const files = new ClientFiles(connections.first.connection, this.#clientOptions());
    const toRemotePath = this.#toRemotePath;
    return {
      options: this.#options(),
      remote: settings.isDryRun ? new ReadOnlyFiles(files) : files,
      uploads: new SyncUploads({
        ...{ connections, toRemotePath, plan },
        useConnection: (connection) => {
          files.use(connection);
        },
        exists: (directory) => this.#record.hasFoundIn(directory),
        journal: this.#paths.journal,
      }),
      local: {
        versions: () => (this.#versions ??= this.#findVersions()),
        exists: (file) => isFile(path.join(plan.baseDirectory, ...file.split('/'))),
      },
      clock: this.#clock,
      observer: {
        read: (reading) => {
          this.#record.read(reading);
        },
        decided: (decision, reading) => {
          this.#record.decide(decision, reading);
        },
        deleted: (file) => {
          this.#record.delete(file);
        },
        waiting: (other) => {
          this.#context.run.observer.waiting(other);
        },
        stopping: () => {
          this.#isStopping = true;
        },
      },
      maintenance: this.#context.run.maintenance,
      randomText,
    };
  }

  get #clock(): Clock {
    const { clock, signal } = this.#context.run.options;
    return clock ?? runClock(signal);
  }

  #options(): SyncOptions {
    const { settings, run, plan } = this.#context;
    const { remoteDirectory } = plan;
    const { state } = this.#paths;
    const neverDelete = new IgnorePatterns(settings.neverDelete);
    return {
      paths: this.#paths,
      run: randomBytes(6).toString('hex'),
      job: settings.job,
      repository: settings.repository,
      toRemotePath: this.#toRemotePath,
      takesOver: settings.mode === 'all',
      uploadsAll: settings.mode === 'all',
      verifyUploads: run.options.verifyUploads,
      deleteRemoved: settings.deleteRemoved,
      maxDeletions: settings.maxDeletions,
      isProtected: (file) => neverDelete.matches(file),
      selection: settings.selection,
      stateName: state.slice(state.lastIndexOf('/') + 1),
      adopt: settings.adopt,
      remoteDirectory,
      comparesDirectory: this.#relative(state) === undefined,
      stateDirectory: directoryOf(state),
      isDryRun: settings.isDryRun,
      reserved: plan.maintenancePage && this.#relative(plan.maintenancePage.remotePath),
    };
  }

  #clientOptions() {
    const { run, cancellation } = this.#context;
    const { retry, signal } = run.options;
    const isStopping = () => this.#isStopping;
    return {
      retry,
      onRetry: run.recordRetry,
      optional: run.optional,
      /** After a cancellation, there is a little time to show the next run which files are doubtful. */
      get signal() {
        return isStopping() && signal.aborted ? cancellation.cleanUpSignal : signal;
      },
      hashOf: async (remotePath: string, checksumHash: Parameters<ClientFilesHash>[1]) => {
        const file = this.#planned.get(remotePath);
        if (file === undefined) return '';
        return (await hashFile(file, { checksumHash })).checksum;
      },
    };
  }

  async #findVersions(): Promise<ReadonlyMap<string, LocalVersion>> {
    const hashes = await this.#hashes.all();
    return new Map(
      [...this.#planned.values()].map(({ remotePath, sizeBytes }) => [
        this.#relative(remotePath) ?? remotePath,
        { sizeBytes, sha256: hashes.get(remotePath) ?? '' },
      ]),
    );
  }

  readonly #toRemotePath = (file: string): string => {
    const { remoteDirectory } = this.#context.plan;
    return file === '' ? remoteDirectory : joinRemotePath(remoteDirectory, file);
  };

  #relative(remotePath: string): string | undefined {
    return relativeTo(this.#context.plan.remoteDirectory, remotePath);
  }
}

type ClientFilesHash = ConstructorParameters<typeof ClientFiles>[1]['hashOf'];

/** Whether there is a local file with this path; links count. */
function isFile(localPath: string): boolean {
  try {
    return statSync(localPath, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
