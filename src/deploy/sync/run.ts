import { inTheWay } from './conflicts.ts';
import type { Decision } from './decision.ts';
import { removableDirectories } from './deletions.ts';
import { deleteFiles } from './files-in-use.ts';
import { JournalFile, OtherRunError } from './journal-file.ts';
import { changesOf, headerOf } from './announcement.ts';
import { deleteJournal } from './journal-deletion.ts';
import type { JournalLine } from './journal-lines.ts';
import { recordDoubts } from './other-run.ts';
import type { Preparation, SyncJob } from './preparation.ts';
import { prepare } from './preparation.ts';
import { parentsOf } from './relative-path.ts';
import { Removal } from './removal.ts';
import { StateFile } from './state-file.ts';
import { encodeDifferently, newState } from './new-state.ts';
import type { FileRecord, State } from './state.ts';
import { probeDirectory, temporaryFilesOf, temporaryJournals } from './temporary-files.ts';
import { uploadOrder } from './upload-order.ts';

/** What a run did. */
export interface SyncResult {
  readonly decision: Decision;
  /** Whether anything on the server was changed. */
  readonly isChanged: boolean;
  readonly deleted: readonly string[];
  /** Files that should have been deleted, and that the server refused to delete. */
  readonly undeleted: readonly string[];
}

/** Files from this size are announced, because their transfer may take longer than a minute. */
const mayTakeOverAMinuteBytes = 16 * 1024 * 1024;

/**
 * Deploys what has changed since the last deployment, and deletes what is gone.
 *
 * @throws {@link StateError}, {@link DeleteLimitError}, {@link PlanError}, and the error of the first file that failed.
 */
export async function synchronize(job: SyncJob): Promise<SyncResult> {
  const preparation = await prepare(job);
  const { decision } = preparation;
  if (!decision.hasWork || job.options.isDryRun) {
    return { decision, isChanged: false, deleted: [], undeleted: [] };
  }
  return await new SyncRun(job, preparation).run();
}

/** A run that changes the server. */
class SyncRun {
  readonly #job: SyncJob;
  readonly #preparation: Preparation;
  readonly #journal: JournalFile;
  readonly #stateFile: StateFile;
  readonly #removal: Removal;
  /** Files that have arrived, and those of them that the journal doesn't list yet. */
  readonly #arrived = new Map<string, FileRecord>();
  #unlisted = new Map<string, FileRecord>();
  #deleted: string[] = [];
  #undeleted: string[] = [];
  #hasReplacedState = false;
  /** Whether the first lines of this run were stored under a temporary name. */
  #hasStoredJournal = false;

  constructor(job: SyncJob, preparation: Preparation) {
    this.#job = job;
    this.#preparation = preparation;
    const { remote, clock, options } = job;
    const { run, paths, toRemotePath } = options;
    const { content, status } = preparation.reading.journalFile;
    this.#journal = new JournalFile(remote, clock, { path: paths.journal, run, content, status });
    this.#stateFile = new StateFile(remote, paths, { run, reading: preparation.reading });
    const beforeChange = () => this.#keepJournal();
    this.#removal = new Removal(
      { remote, toRemotePath, journal: this.#journal, beforeChange },
      probeDirectory(run),
    );
  }

  async run(): Promise<SyncResult> {
    const { options, uploads } = this.#job;
    const { decision } = this.#preparation;
    await uploads.createDirectories([
      ...new Set([options.toRemotePath(''), options.stateDirectory]),
    ]);
    await this.#announce();
    try {
      await this.#makeRoom();
      const { toRemotePath } = options;
      await uploads.createDirectories(decision.missingDirectories.map(toRemotePath));
      await this.#upload();
      await this.#deleteTemporaryFiles();
      await this.#deleteRemoved();
      await this.#job.maintenance?.end();
      await this.#finish();
    } catch (error) {
      throw await this.#stop(error as Error);
    }
    return { decision, isChanged: true, deleted: this.#deleted, undeleted: this.#undeleted };
  }

  /** Writes the journal. Nothing else was changed before that. */
  async #announce(): Promise<void> {
    const header = headerOf(this.#job, this.#preparation);
    const all = changesOf(this.#job, this.#preparation, this.#preparation.decision.doubts);
    const { isStaged } = this.#job.uploads;
    const first = isStaged ? changesOf(this.#job, this.#preparation, new Map()) : all;
    try {
      const others = [this.#job.options.paths.state];
      const [status] = await this.#journal.append([header, first], [header, all], others);
      this.#hasStoredJournal = !this.#journal.canAppend;
      await this.#stateFile.check(status);
    } catch (error) {
      await this.#journal.append([header, this.#end]).catch(() => undefined);
      throw error;
    }
  }

  get #end(): JournalLine {
    return { kind: 'end', run: this.#job.options.run };
  }

  /** Deletes what is in the place of planned files and directories. */
  async #makeRoom(): Promise<void> {
    const { files, directories } = this.#preparation.decision.conflicts;
    if (directories.length + files.length > 0) await this.#job.maintenance?.beginDeletions();
    if (directories.length > 0 && !(await this.#removal.canRemoveDirectories())) {
      throw inTheWay(directories);
    }
    if (files.length > 0) await this.#journal.check();
    await this.#delete(files);
    if (directories.length === 0) return;
    const { knowledge } = this.#preparation;
    const isBelow = (path: string) =>
      parentsOf(path).some((parent) => directories.includes(parent));
    const left = temporaryFilesOf(knowledge.temporary, (path) => !isBelow(path));
    await this.#removal.deleteFiles(left.files);
    for (const directory of directories) {
      if (!(await this.#removal.removeDirectory(directory))) throw inTheWay([directory]);
    }
  }

  async #upload(): Promise<void> {
    const { uploads } = this.#preparation.decision;
    if (uploads.size === 0) return;
    const error = await this.#job.uploads.upload(uploadOrder(uploads), {
      beforeUpload: (path) => this.#beforeUpload(path),
      beforeRenames: (paths) => this.#beforeRenames(paths),
      arrived: (path, version) => {
        this.#arrived.set(path, version);
        this.#unlisted.set(path, version);
      },
    });
    if (error !== undefined) throw error;
    const missing = [...uploads.keys()].filter((path) => !this.#arrived.has(path));
    if (missing.length > 0) throw new Error(`${missing.length} files were not uploaded.`);
  }

  async #beforeUpload(path: string): Promise<void> {
    await this.#keepJournal();
    const size = this.#preparation.decision.doubts.get(path)?.planned ?? 0;
    if (size < mayTakeOverAMinuteBytes || !this.#journal.canAppend) return;
    const { uploads, options } = this.#job;
    const growing = uploads.growingPath(path);
    await this.#journal.append([{ kind: 'uploading', run: options.run, path: growing }]);
  }

  async #beforeRenames(paths: readonly string[]): Promise<void> {
    if (!this.#job.uploads.isStaged) {
      await this.#keepJournal();
      return;
    }
    const { doubts } = this.#preparation.decision;
    const announced = new Map([...doubts].filter(([path]) => paths.includes(path)));
    if (this.#journal.canAppend)
      await this.#journal.append([changesOf(this.#job, this.#preparation, announced)]);
    else await this.#journal.check();
  }

  /** Once a minute, lists what has arrived. That shows other runs that this one is alive, and this one if there is another. */
  async #keepJournal(): Promise<void> {
    if (this.#journal.isCheckDue && this.#journal.canAppend) await this.#appendDone();
    else await this.#journal.checkIfDue();
  }

  /** Lists what has arrived since the last time. */
  async #appendDone(...lines: readonly JournalLine[]): Promise<void> {
    const files = this.#unlisted;
    this.#unlisted = new Map();
    try {
      await this.#journal.append([{ kind: 'done', run: this.#job.options.run, files }, ...lines]);
    } catch (error) {
      this.#unlisted = new Map([...files, ...this.#unlisted]);
      throw error;
    }
  }

  /** Deletes what interrupted runs have left under temporary names. */
  async #deleteTemporaryFiles(): Promise<void> {
    const { options } = this.#job;
    const { knowledge, decision } = this.#preparation;
    const isTaken = (path: string) => decision.nextFiles.has(path) || knowledge.records.has(path);
    const { files, directories } = temporaryFilesOf(knowledge.temporary, isTaken);
    const states = [...knowledge.runs].flatMap((run) => [
      `${options.paths.state}.${run}`,
      `${options.paths.journal}.${run}`,
    ]);
    const journals = this.#hasStoredJournal ? await temporaryJournals(this.#job) : [];
    await this.#removal.deleteRemotePaths([...states, ...journals]);
    await this.#removal.deleteFiles(files);
    for (const directory of directories) await this.#removal.removeDirectory(directory);
  }

  async #deleteRemoved(): Promise<void> {
    const { deletions, conflicts } = this.#preparation.decision;
    const remaining = [...deletions].filter((path) => !conflicts.files.includes(path));
    if (remaining.length > 0) {
      await this.#job.maintenance?.beginDeletions();
      await this.#journal.check();
    }
    await this.#delete(remaining);
  }

  /** Deletes files that still have the size with which they were confirmed. */
  async #delete(paths: readonly string[]): Promise<void> {
    const { remote, options, observer } = this.#job;
    const { confirmedSizes } = this.#preparation.decision;
    const sizes = await remote.sizes(paths.map(options.toRemotePath));
    const confirmed = paths.filter((path, index) => sizes[index] === confirmedSizes.get(path));
    const undeleted = new Set(await deleteFiles(this.#removal, confirmed, this.#job));
    for (const path of confirmed) {
      if (undeleted.has(path)) continue;
      this.#deleted.push(path);
      observer.deleted(path);
    }
    this.#undeleted.push(...undeleted);
  }

  /** Writes the new state and deletes the journal. */
  async #finish(): Promise<void> {
    const { size } = this.#preparation.reading.stateStatus;
    const bytes = encodeDifferently(this.#job, await this.#nextState(), size);
    await this.#keepJournal();
    const journalStatus = await this.#stateFile.replace(bytes, this.#journal);
    this.#hasReplacedState = true;
    await deleteJournal(this.#job.remote, this.#journal, journalStatus);
  }

  async #nextState(): Promise<State> {
    const { decision, knowledge } = this.#preparation;
    const files = new Map(decision.nextFiles);
    for (const [path, record] of this.#arrived) files.set(path, record);
    for (const path of this.#undeleted) {
      files.set(path, knowledge.records.get(path) ?? { sizeBytes: null, sha256: null });
    }
    const directories = new Set([...knowledge.directories, ...decision.missingDirectories]);
    for (const path of files.keys()) directories.delete(path);
    if (decision.noDeletions === undefined) {
      const unneeded = removableDirectories(directories, files.keys());
      await this.#removal.removeDirectories(unneeded);
      // One that isn't empty contains something that isn't ours.
      for (const path of unneeded) directories.delete(path);
    }
    return newState(this.#job, { generation: knowledge.generation + 1, files, directories });
  }

  /** After a failure, leaves behind what the next run needs to know. Returns its cause: another run, if there is one. */
  async #stop(error: Error): Promise<Error> {
    const { options, observer } = this.#job;
    observer.stopping();
    let cause = error;
    if (!(error instanceof OtherRunError)) {
      try {
        await (this.#journal.canAppend
          ? this.#appendDone(this.#end)
          : this.#journal.append([this.#end]));
        return error;
      } catch (second) {
        if (!(second instanceof OtherRunError)) return error;
        cause = second;
      }
    }
    const changes = changesOf(this.#job, this.#preparation, this.#preparation.decision.doubts);
    // The other run's state is lost, so its files aren't known.
    const everything: JournalLine = { kind: 'everything', run: options.run };
    const lines = this.#hasReplacedState ? [changes, everything] : [changes];
    const header = headerOf(this.#job, this.#preparation);
    await recordDoubts(this.#job, { header, lines: [...lines, this.#end] });
    return cause;
  }
}
