import { sanitize } from '../../sanitize.ts';
import { formatBytes, formatDuration, formatRate } from '../format.ts';

/** Milliseconds between two lines. */
const intervalMs = 5_000;

/** A file whose progress is shown. */
interface ProgressFile {
  readonly remotePath: string;
  readonly sizeBytes: number;
}

/** How far the transfer of one file has got. */
interface Transfer {
  readonly since: number;
  readonly bytesAtStart: number;
  bytes: number;
}

interface ProgressOptions {
  readonly print: (line: string) => void;
  /** All files of the run. */
  readonly files: number;
  readonly bytes: number;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/**
 * Prints the progress of long work when nothing was printed for a few seconds. It is called for every buffer sent, so it
 * only compares times unless a line is due.
 */
export class Progress {
  readonly #print: (line: string) => void;
  #files: number;
  /** Undefined if it isn't known how much of the plan is uploaded. */
  #bytes: number | undefined;
  readonly #now: () => number;
  /** By remote path, because several connections may transfer files at the same time. */
  readonly #transfers = new Map<string, Transfer>();
  #printedAt: number;
  #work: 'uploaded' | 'published' = 'uploaded';
  #workSince: number;
  #doneFiles = 0;
  #doneBytes = 0;

  constructor({ print, files, bytes, now = () => performance.now() }: ProgressOptions) {
    this.#print = print;
    this.#files = files;
    this.#bytes = bytes;
    this.#now = now;
    this.#printedAt = this.#workSince = now();
  }

  /** Only a part of the plan is uploaded. */
  expect(files: number): void {
    this.#files = files;
    this.#bytes = undefined;
  }

  /** Starts counting the files from 0. */
  begin(work: 'uploaded' | 'published'): void {
    this.#work = work;
    this.#printedAt = this.#workSince = this.#now();
    this.#doneFiles = this.#doneBytes = 0;
  }

  /** Postpones the next line, because something else was printed. */
  printed(): void {
    this.#printedAt = this.#now();
  }

  /** @param bytes - Bytes of the file that have been sent so far. */
  sent(file: ProgressFile, bytes: number): void {
    const transfer = this.#transferOf(file, bytes);
    transfer.bytes = bytes;
    if (this.#isDue(transfer.since)) this.#report(this.#fileLine(file, transfer));
  }

  /** The transfer of a file has ended. */
  finished({ remotePath }: ProgressFile): void {
    this.#transfers.delete(remotePath);
  }

  /** Counts a file that is done and gets no line of its own. */
  counted({ sizeBytes }: ProgressFile): void {
    this.#doneFiles += 1;
    this.#doneBytes += sizeBytes;
    if (this.#isDue(this.#workSince)) this.#report(this.#countLine());
  }

  #transferOf({ remotePath }: ProgressFile, bytes: number): Transfer {
    const known = this.#transfers.get(remotePath);
    // Fewer bytes than before: a retry that started from the beginning.
    if (known !== undefined && bytes >= known.bytes) return known;
    const started = { since: this.#now(), bytesAtStart: bytes, bytes };
    this.#transfers.set(remotePath, started);
    return started;
  }

  #isDue(since: number): boolean {
    return this.#now() - Math.max(since, this.#printedAt) >= intervalMs;
  }

  #report(line: string): void {
    this.#print(line);
    this.printed();
  }

  #fileLine({ remotePath, sizeBytes }: ProgressFile, transfer: Transfer): string {
    const { since, bytesAtStart, bytes } = transfer;
    const elapsed = this.#now() - since;
    const moved = bytes - bytesAtStart;
    const percent = Math.floor(100 * share(bytes, sizeBytes));
    const left = timeLeft(elapsed, share(moved, sizeBytes - bytesAtStart));
    return `${sanitize(remotePath)}  ${percent} % of ${formatBytes(sizeBytes)}, ${formatRate(moved, elapsed)}, ${left}`;
  }

  #countLine(): string {
    const elapsed = this.#now() - this.#workSince;
    const perSecond = ((1_000 * this.#doneFiles) / elapsed).toFixed(1);
    const count = `${this.#doneFiles} of ${this.#files} files ${this.#work}, ${perSecond} files/s`;
    const byFiles = share(this.#doneFiles, this.#files);
    if (this.#work === 'published') return `${count}, ${timeLeft(elapsed, byFiles)}`;
    const bytes = this.#bytes;
    // Small files take time by their number, large ones by their bytes.
    const byBytes = bytes === undefined ? byFiles : share(this.#doneBytes, bytes);
    const left = timeLeft(elapsed, Math.min(byFiles, byBytes));
    const of = bytes === undefined ? '' : ` of ${formatBytes(bytes)}`;
    const amount = `${formatBytes(this.#doneBytes)}${of}`;
    return `${count}, ${amount}, ${formatRate(this.#doneBytes, elapsed)}, ${left}`;
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function timeLeft(elapsedMs: number, done: number): string {
  return done === 0
    ? 'time left unknown'
    : `about ${formatDuration((elapsedMs * (1 - done)) / done)} left`;
}
