import { sanitize } from '../sanitize.ts';
import type { LocalHashes } from './file/local-hashes.ts';
import type { OtherFile, SyncCounts, SyncOutcome } from './results.ts';
import { pendingResult } from './results.ts';
import type { RunState } from './run-state.ts';
import { syncNotices } from './sync-notices.ts';
import type { Decision, Reading, SyncResult, SyncSettings } from './sync/index.ts';
import { relativeTo } from './sync/index.ts';

/** What the record of an incremental deployment needs. */
export interface SyncRecordContext {
  readonly run: RunState;
  readonly settings: SyncSettings;
  readonly statePath: string;
  readonly hashes: LocalHashes;
  readonly remoteDirectory: string;
  readonly toRemotePath: (path: string) => string;
}

/** Records what an incremental deployment finds, decides and does: for its result, and for the observer of the run. */
export class SyncRecord {
  readonly #context: SyncRecordContext;
  readonly #deleted = new Set<string>();
  #reading: Reading | undefined;
  #decision: Decision | undefined;
  #result: SyncResult | undefined;

  constructor(context: SyncRecordContext) {
    this.#context = context;
  }

  /** What earlier deployments have left. */
  read(reading: Reading): void {
    this.#reading = reading;
  }

  /** The decision, before anything is changed. It may be made again if another run changes something. */
  decide(decision: Decision, reading: Reading): void {
    this.#decision = decision;
    this.#compare(decision);
    const { observer, notices, queue } = this.#context.run;
    const uploads = queue.results.filter(({ status }) => status === 'pending');
    observer.planReady(countsOf(decision), uploads);
    for (const [path, reason] of decision.kept) {
      observer.fileKept(this.#context.toRemotePath(path), reason);
    }
    for (const { text, isWarning } of syncNotices(decision, reading, this.#context)) {
      notices.once(text, isWarning ? 'warning' : 'notice');
    }
  }

  /** A file was deleted. */
  delete(path: string): void {
    this.#deleted.add(path);
    this.#context.run.observer.fileDeleted(this.#context.toRemotePath(path));
  }

  finish(result: SyncResult): void {
    this.#result = result;
    const { run, toRemotePath } = this.#context;
    for (const path of result.undeleted) {
      run.observer.notice(
        `The server refused to delete ${sanitize(toRemotePath(path))}.`,
        'warning',
      );
    }
  }

  /** Whether a state or journal was found in or below a directory, which therefore exists. */
  hasFoundIn(directory: string): boolean {
    const reading = this.#reading;
    if (reading === undefined) return false;
    const sizes = [reading.stateStatus.size, reading.journalFile.status.size];
    const isFound = sizes.some((size) => typeof size === 'number');
    return isFound && relativeTo(directory, this.#context.statePath) !== undefined;
  }

  get outcome(): SyncOutcome {
    const { statePath, settings, run } = this.#context;
    const reading = this.#reading;
    const decision = this.#decision;
    const isWritten = this.#result?.isChanged === true;
    const isUnverified = run.options.verifyUploads === 'none';
    return {
      statePath,
      isFound: reading === undefined ? undefined : reading.state !== undefined,
      generation: isWritten
        ? (reading?.knowledge.generation ?? 0) + 1
        : (reading?.state?.generation ?? 0),
      isWritten,
      isChanged:
        this.#result?.isChanged ??
        (decision?.hasWork === true && decision.limitError === undefined && !settings.isDryRun),
      noDeletions: decision?.noDeletions,
      unverified: isUnverified ? (decision?.unchanged.size ?? 0) : 0,
      counts: decision && countsOf(decision),
      otherFiles:
        decision === undefined || reading === undefined ? [] : this.#others(decision, reading),
    };
  }

  #compare(decision: Decision): void {
    const { run, hashes, remoteDirectory } = this.#context;
    const { verifyUploads } = run.options;
    run.queue.compare((file) => {
      const path = relativeTo(remoteDirectory, file.remotePath) ?? file.remotePath;
      const pending = pendingResult(file);
      if (decision.unchanged.has(path)) {
        run.collisions.recordArrival(file.remotePath);
        const sha256 = hashes.of(file.remotePath) ?? '';
        return { ...pending, status: 'unchanged', sha256, verified: verifyUploads };
      }
      const reason = decision.uploads.get(path);
      return reason === undefined ? pending : { ...pending, reason };
    });
  }

  #others(decision: Decision, reading: Reading): readonly OtherFile[] {
    const { toRemotePath } = this.#context;
    const files: OtherFile[] = [];
    const describe = (path: string) => ({
      remotePath: toRemotePath(path),
      sizeBytes: reading.knowledge.records.get(path)?.sizeBytes ?? undefined,
    });
    for (const path of decision.deletions) {
      files.push(
        this.#deleted.has(path)
          ? { ...describe(path), status: 'deleted', reason: 'removed' }
          : { ...describe(path), status: 'kept', reason: 'to-be-deleted' },
      );
    }
    for (const [path, reason] of decision.kept) {
      files.push({ ...describe(path), status: 'kept', reason });
    }
    return files.sort((a, b) => (a.remotePath < b.remotePath ? -1 : 1));
  }
}

function countsOf({ uploads, deletions, unchanged, kept }: Decision): SyncCounts {
  const added = [...uploads.values()].filter((reason) => reason === 'new').length;
  return {
    new: added,
    changed: uploads.size - added,
    deleted: deletions.size,
    unchanged: unchanged.size,
    kept: kept.size,
  };
}
