import { StateError } from './errors.ts';
import type { JournalFile } from './journal-file.ts';
import { OtherRunError } from './journal-file.ts';
import { maxStateBytes } from './state.ts';
import type { Reading, StatePaths } from './reading.ts';
import type { AfterChange, FileStatus, RemoteFiles } from './remote-files.ts';
import { hasContent, storeVerified, tryChange } from './store-verified.ts';

const maxAttempts = 3;

/** Replaces the state on the server, so that there is always an old one or the new one. */
export class StateFile {
  readonly #remote: RemoteFiles;
  readonly #paths: StatePaths;
  readonly #temporaryPath: string;
  readonly #reading: Reading;

  constructor(remote: RemoteFiles, paths: StatePaths, start: { run: string; reading: Reading }) {
    this.#remote = remote;
    this.#paths = paths;
    this.#temporaryPath = `${paths.state}.${start.run}`;
    this.#reading = start.reading;
  }

  /**
   * Makes sure that no other run has written a state since this run has read it.
   *
   * @param known - What the server has just said about it.
   * @throws {@link OtherRunError}
   */
  async check(known?: FileStatus): Promise<void> {
    const [status] =
      known === undefined ? await this.#remote.statuses([this.#paths.state]) : [known];
    const { stateStatus, stateContent } = this.#reading;
    if (!isSameStatus(status, stateStatus)) throw new OtherRunError();
    if (status?.size !== 'unknown') return;
    // Without SIZE, only the modification time could differ, if at all, and not within one second.
    const content = await this.#remote.retrieve(this.#paths.state, maxStateBytes);
    const isSame =
      content === undefined ? stateContent === undefined : stateContent?.equals(content);
    if (isSame !== true) throw new OtherRunError();
  }

  /**
   * Writes a state under a temporary name and renames it over the old one.
   *
   * @returns What the server said about the journal right after that; undefined if it wasn't asked.
   * @throws {@link OtherRunError} when another run has written in the meantime; {@link StateError} when it can't be written.
   */
  async replace(bytes: Buffer, journal: JournalFile): Promise<FileStatus | undefined> {
    const { state, old, journal: journalPath } = this.#paths;
    const connection = await this.#remote.connect();
    const others = [journalPath, state];
    const stored = await storeVerified(this.#remote, this.#temporaryPath, bytes, others);
    if (stored.kind === 'refused') throw writeError(stored.error);
    const isSameConnection = (await this.#remote.connect()) === connection;
    const [journalStatus, stateStatus] = isSameConnection ? stored.statuses : [];
    await journal.check(journalStatus);
    await this.check(stateStatus);
    const checkedOn = await this.#remote.connect();
    let after: FileStatus | undefined;
    const renamed = await this.#rename(bytes, {
      paths: [journalPath],
      answered: ([status]) => {
        after = status;
      },
    });
    if (renamed === undefined && !this.#reading.hasOld) {
      return (await this.#remote.connect()) === checkedOn ? after : undefined;
    }
    if (renamed !== undefined) await this.#replaceInSteps(bytes, journal);
    await tryChange(this.#remote, () => this.#remote.deleteFiles([old]));
    return undefined;
  }

  /**
   * After a refused rename. A run that has taken over deletes the temporary state, so a refusal can also mean that: the
   * state on the server must still be the one that was read.
   */
  async #replaceInSteps(bytes: Buffer, journal: JournalFile): Promise<void> {
    await this.#checkBoth(journal);
    if (await this.#moveAside(bytes)) return;
    await this.#checkBoth(journal);
    await this.#storeInPlace(bytes);
  }

  async #checkBoth(journal: JournalFile): Promise<void> {
    const connection = await this.#remote.connect();
    const statuses = await this.#remote.statuses([journal.path, this.#paths.state]);
    const isSameConnection = (await this.#remote.connect()) === connection;
    const [journalStatus, stateStatus] = isSameConnection ? statuses : [];
    await journal.check(journalStatus);
    await this.check(stateStatus);
  }

  /** Renames the new state. Returns the refusal; after a lost reply, the state on the server shows what happened. */
  async #rename(bytes: Buffer, after?: AfterChange): Promise<Error | undefined> {
    const from = this.#temporaryPath;
    const to = this.#paths.state;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const outcome = await tryChange(this.#remote, () => this.#remote.rename(from, to, after));
      if (outcome === undefined || (await hasContent(this.#remote, to, bytes))) return undefined;
      if (outcome !== 'unknown') return outcome.error;
    }
    throw writeError(new Error('RNTO was not answered.'));
  }

  /**
   * For a server that can't rename over a file: the old state gets out of the way first.
   *
   * @throws {@link OtherRunError} when that was the state of another run; it is put back.
   */
  async #moveAside(bytes: Buffer): Promise<boolean> {
    const remote = this.#remote;
    const { state, old } = this.#paths;
    const { size: expected } = this.#reading.stateStatus;
    if (expected === 'missing') return false;
    await tryChange(remote, () => remote.deleteFiles([old]));
    const aside = await tryChange(remote, () => remote.rename(state, old));
    if (aside !== undefined && aside !== 'unknown') return false;
    const [size] = await remote.sizes([old]);
    const isOther = typeof size === 'number' && size !== expected;
    if (!isOther && (await this.#rename(bytes)) === undefined) return true;
    const [current] = await remote.sizes([state]);
    if (typeof current !== 'number') await tryChange(remote, () => remote.rename(old, state));
    if (isOther) throw new OtherRunError();
    return false;
  }

  /** If this breaks, the state is unusable, and the next run uploads every file. */
  async #storeInPlace(bytes: Buffer): Promise<void> {
    const stored = await storeVerified(this.#remote, this.#paths.state, bytes);
    if (stored.kind === 'refused') throw writeError(stored.error);
    await tryChange(this.#remote, () => this.#remote.deleteFiles([this.#temporaryPath]));
  }
}

/** Whether a file is the same by SIZE and MDTM. */
export function isSameStatus(a: FileStatus | undefined, b: FileStatus): boolean {
  return a?.size === b.size && a.modifiedMs === b.modifiedMs;
}

function writeError(cause: Error): StateError {
  return new StateError('write-failed', `The state could not be written: ${cause.message}`, {
    cause,
  });
}
