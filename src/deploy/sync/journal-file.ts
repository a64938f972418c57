import type { Clock } from './clock.ts';
import { StateError } from './errors.ts';
import type { JournalLine } from './journal-lines.ts';
import { encodeLines } from './journal-lines.ts';
import type { AfterTransfer, FileStatus, RemoteFiles } from './remote-files.ts';
import { hasContent, storeVerified, tryChange } from './store-verified.ts';

/** Longest time in which a run changes the server without checking that its journal is still its own, in milliseconds. */
const checkIntervalMs = 60_000;

/** Largest journal that is read. */
export const maxJournalBytes = 64 * 1024 * 1024;

const maxAttempts = 3;

/** Another run has written to the journal, or removed it. This run must stop. */
export class OtherRunError extends StateError {
  constructor() {
    super('other-run', 'Another run is deploying to the same directory.');
    this.name = 'OtherRunError';
  }
}

/** Where the journal is, and what it contained when the run began. */
export interface JournalStart {
  readonly path: string;
  readonly run: string;
  readonly content: Buffer | undefined;
  readonly status: FileStatus;
}

/**
 * The journal of this run, as a file on the server. A run appends to it and never overwrites what other runs have written,
 * so that every other run is noticed: by the size, and then by its lines.
 */
export class JournalFile {
  readonly #remote: RemoteFiles;
  readonly #clock: Clock;
  readonly #path: string;
  readonly #temporaryPath: string;
  /** What was there before this run. */
  #base: Buffer;
  /** The lines that this run has sent. */
  #ownLines: string[] = [];
  /** Size and modification time after the last append or check. */
  #size: number;
  #modifiedMs: number | undefined;
  #canAppend = true;
  /** The connections on which the journal was checked. */
  readonly #checkedOn = new Set<number>();
  #checkedAt = 0;

  constructor(remote: RemoteFiles, clock: Clock, { path, run, content, status }: JournalStart) {
    this.#remote = remote;
    this.#clock = clock;
    this.#path = path;
    this.#temporaryPath = `${path}.${run}`;
    this.#base = content ?? Buffer.alloc(0);
    this.#size = this.#base.length;
    this.#modifiedMs = status.modifiedMs;
  }

  /** The remote path of the journal. */
  get path(): string {
    return this.#path;
  }

  /** Whether lines can be appended later. If not, everything must be announced in the beginning. */
  get canAppend(): boolean {
    return this.#canAppend;
  }

  /** The size of the journal, as this run left it. */
  get size(): number {
    return this.#size;
  }

  /** Whether a minute has passed since this run last knew that the journal is its own. */
  get isCheckDue(): boolean {
    return this.#clock.now() - this.#checkedAt >= checkIntervalMs;
  }

  /**
   * Appends lines, and makes sure that all of them are there and that nothing else was added.
   *
   * @param withoutAppend - The lines for a server that doesn't support APPE.
   * @param others - Other files to ask about right after that.
   * @returns What the server said about the others; empty if it wasn't asked.
   * @throws {@link OtherRunError} when another run has written to the journal; {@link StateError} when it can't be written.
   */
  async append(
    lines: readonly JournalLine[],
    withoutAppend: readonly JournalLine[] = lines,
    others: readonly string[] = [],
  ): Promise<readonly FileStatus[]> {
    // If another run has finished, there is no journal anymore, and appending would begin one without a header.
    if (this.#checkedOn.size > 0) await this.check();
    const text = encodeLines(lines);
    // If the connection is lost, some of them may have arrived.
    this.#ownLines.push(...linesOf(text));
    for (let attempt = 1; attempt <= maxAttempts && this.#canAppend; attempt += 1) {
      const connection = await this.#remote.connect();
      let answers: readonly FileStatus[] = [];
      const after: AfterTransfer = {
        paths: [this.#path, ...others],
        transferFollows: true,
        answered: (statuses) => {
          answers = statuses;
        },
      };
      const outcome = await tryChange(this.#remote, () =>
        this.#remote.append(this.#path, text, after),
      );
      this.#canAppend = outcome === undefined || outcome === 'unknown';
      const [own, ...statuses] = answers;
      const isWhole =
        this.#canAppend && (await this.#hasAppended(text, { outcome, connection, status: own }));
      if (isWhole) return statuses;
    }
    if (this.#canAppend) throw new StateError('write-failed', 'The journal could not be written.');
    await this.#storeWhole(withoutAppend);
    return [];
  }

  /** Checks the journal if it wasn't checked on this connection, or in the last minute. */
  async checkIfDue(): Promise<void> {
    const connection = await this.#remote.connect();
    if (!this.#checkedOn.has(connection) || this.isCheckDue) await this.check();
  }

  /**
   * Makes sure that no other run has written to the journal.
   *
   * @param known - What the server has just said about it, on the connection in use.
   * @throws {@link OtherRunError}
   */
  async check(known?: FileStatus): Promise<void> {
    const connection = await this.#remote.connect();
    const status = known ?? (await this.#status());
    if (status?.size === this.#size && status.modifiedMs === this.#modifiedMs) {
      this.#accept(status, connection);
      return;
    }
    const bytes = await this.#retrieveOwn();
    this.#accept({ size: bytes.length, modifiedMs: status?.modifiedMs }, connection);
  }

  /** Whether appended lines are there; if the reply or the size leaves that open, by reading the journal. */
  async #hasAppended(
    text: Buffer,
    append: {
      readonly outcome: unknown;
      readonly connection: number;
      readonly status: FileStatus | undefined;
    },
  ): Promise<boolean> {
    const { outcome, connection } = append;
    const status = append.status ?? (await this.#status());
    if (outcome === undefined && status?.size === this.#size + text.length) {
      this.#accept(status, connection);
      return true;
    }
    const bytes = await this.#retrieveOwn();
    this.#accept({ size: bytes.length, modifiedMs: status?.modifiedMs }, connection);
    const lines = new Set(linesOf(bytes.subarray(this.#base.length)));
    return linesOf(text).every((line) => lines.has(line));
  }

  async #status(): Promise<FileStatus | undefined> {
    const [status] = await this.#remote.statuses([this.#path]);
    return status;
  }

  /** A line that was cut is a beginning of one of ours. */
  async #retrieveOwn(): Promise<Buffer> {
    const bytes = await this.#remote.retrieve(this.#path, maxJournalBytes);
    if (bytes === undefined) {
      if (this.#base.length === 0 && this.#checkedOn.size === 0) return Buffer.alloc(0);
      throw new OtherRunError();
    }
    const isOwn =
      bytes.subarray(0, this.#base.length).equals(this.#base) &&
      linesOf(bytes.subarray(this.#base.length)).every((line) =>
        this.#ownLines.some((own) => own.startsWith(line)),
      );
    if (!isOwn) throw new OtherRunError();
    return bytes;
  }

  #accept(status: FileStatus, connection: number): void {
    if (typeof status.size === 'number') this.#size = status.size;
    this.#modifiedMs = status.modifiedMs;
    this.#checkedOn.add(connection);
    this.#checkedAt = this.#clock.now();
  }

  /** Without APPE: writes everything under a temporary name and renames it over the journal, or else in place. */
  async #storeWhole(added: readonly JournalLine[]): Promise<void> {
    // Some servers append to a new file only, so the journal may have lines of this run.
    const current = await this.#retrieveOwn();
    const lines = [...linesOf(current), ...linesOf(encodeLines(added))];
    const kept = lines.filter((line) => !line.startsWith('{"stored":'));
    const first = encodeLines([{ kind: 'stored', lines: kept.length }]);
    const bytes = Buffer.concat([
      first,
      Buffer.from(kept.map((line) => `${line}\n`).join(''), 'latin1'),
    ]);
    await this.#replaceBy(bytes);
    const connection = await this.#remote.connect();
    const status = await this.#status();
    this.#base = bytes;
    this.#ownLines = [];
    this.#accept({ size: bytes.length, modifiedMs: status?.modifiedMs }, connection);
  }

  async #replaceBy(bytes: Buffer): Promise<void> {
    const remote = this.#remote;
    const stored = await storeVerified(remote, this.#temporaryPath, bytes);
    if (stored.kind === 'refused') throw writeError(stored.error);
    const renamed = await tryChange(remote, () => remote.rename(this.#temporaryPath, this.#path));
    if (renamed === undefined) return;
    if (renamed === 'unknown' && (await hasContent(remote, this.#path, bytes))) return;
    // A run that has taken over deletes the temporary journal, so a refusal can also mean that.
    await this.check();
    const inPlace = await storeVerified(remote, this.#path, bytes);
    if (inPlace.kind === 'refused') throw writeError(inPlace.error);
    await tryChange(remote, () => remote.deleteFiles([this.#temporaryPath]));
  }
}

/** The lines as bytes: a line may be cut within a character. */
function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}

function writeError(cause: Error): StateError {
  return new StateError('write-failed', `The journal could not be written: ${cause.message}`, {
    cause,
  });
}
