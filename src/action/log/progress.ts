import { sanitize } from '../../sanitize.ts';
import {
  formatBytes,
  formatDuration,
  formatFileRate,
  formatNumber,
  formatRate,
} from '../format.ts';
import { RemainingSizes } from './remaining-sizes.ts';
import type { OpenTransfer } from './time-left.ts';
import { TimeLeft } from './time-left.ts';

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
  readonly sizeBytes: number;
  readonly bytesAtStart: number;
  bytes: number;
}

interface ProgressOptions {
  readonly print: (line: string) => void;
  /** All files of the run. */
  readonly files: readonly { readonly sizeBytes: number }[];
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/**
 * Prints the progress of long work when nothing was printed for a few seconds. It is called for every buffer sent, so it
 * only compares times unless a line is due.
 */
export class Progress {
  readonly #print: (line: string) => void;
  readonly #now: () => number;
  /** By remote path, because several connections may transfer files at the same time. */
  readonly #transfers = new Map<string, Transfer>();
  #files = 0;
  #bytes = 0;
  #remaining = new RemainingSizes([]);
  #timeLeft = new TimeLeft();
  #printedAt: number;
  #work: 'uploaded' | 'published' = 'uploaded';
  #workSince: number;
  #doneFiles = 0;
  #doneBytes = 0;
  /** Spent on transfers that started again; says nothing about the files that are left. */
  #lostMs = 0;

  constructor({ print, files, now = () => performance.now() }: ProgressOptions) {
    this.#print = print;
    this.#now = now;
    this.#printedAt = this.#workSince = now();
    this.expect(files);
  }

  /** Only these files are uploaded. */
  expect(files: readonly { readonly sizeBytes: number }[]): void {
    this.#remaining = new RemainingSizes(files);
    this.#files = this.#remaining.files;
    this.#bytes = this.#remaining.bytes;
  }

  /** Starts counting the files from 0. */
  begin(work: 'uploaded' | 'published'): void {
    this.#work = work;
    this.#printedAt = this.#workSince = this.#now();
    this.#doneFiles = this.#doneBytes = 0;
    this.#lostMs = 0;
    this.#timeLeft = new TimeLeft();
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

  /** A file failed: nothing is left to do for it. */
  failed(file: ProgressFile): void {
    this.#transfers.delete(file.remotePath);
    if (this.#work === 'uploaded') this.#remaining.remove(file.sizeBytes);
  }

  /** @param milliseconds - Time spent on the file. */
  done(file: ProgressFile, milliseconds: number): void {
    this.#transfers.delete(file.remotePath);
    this.#doneFiles += 1;
    this.#doneBytes += file.sizeBytes;
    if (this.#work === 'uploaded') {
      this.#remaining.remove(file.sizeBytes);
      this.#timeLeft.finished(file.sizeBytes, milliseconds);
    }
    if (this.#doneFiles < this.#files && this.#isDue(this.#workSince)) {
      this.#report(this.#countLine());
    }
  }

  #transferOf({ remotePath, sizeBytes }: ProgressFile, bytes: number): Transfer {
    const known = this.#transfers.get(remotePath);
    // Fewer bytes than before: a retry that started from the beginning.
    if (known !== undefined && bytes >= known.bytes) return known;
    if (known !== undefined) this.#lostMs += this.#now() - known.since;
    const started = { since: this.#now(), sizeBytes, bytesAtStart: bytes, bytes };
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

  /** A long transfer; the time left is that of all files. */
  #fileLine({ remotePath, sizeBytes }: ProgressFile, transfer: Transfer): string {
    const { since, bytesAtStart, bytes } = transfer;
    const percent = Math.floor(100 * share(bytes, sizeBytes));
    const rate = formatRate(bytes - bytesAtStart, this.#now() - since);
    const line = `${sanitize(remotePath)}  ${percent} % of ${formatBytes(sizeBytes)}, ${rate}`;
    if (this.#files < 2) return `${line}, ${this.#left()}`;
    return `${line}; ${formatNumber(this.#doneFiles)} of ${formatNumber(this.#files)} files ${this.#work}, ${this.#left()}`;
  }

  #countLine(): string {
    const elapsed = this.#now() - this.#workSince;
    const count = `${formatNumber(this.#doneFiles)} of ${formatNumber(this.#files)} files ${this.#work}, ${formatFileRate(this.#doneFiles, elapsed)}`;
    if (this.#work === 'published') {
      const done = share(this.#doneFiles, this.#files);
      return `${count}, about ${formatDuration((elapsed * (1 - done)) / done)} left`;
    }
    const sent = this.#doneBytes + this.#open().reduce((sum, { bytes }) => sum + bytes, 0);
    const amount = `${formatBytes(sent)} of ${formatBytes(this.#bytes)}`;
    return `${count}, ${amount}, ${formatRate(sent, elapsed)}, ${this.#left()}`;
  }

  #left(): string {
    const transfers = this.#open();
    const lost = this.#lostMs / Math.max(transfers.length, 1);
    return this.#timeLeft.describe({
      elapsedMs: this.#now() - this.#workSince - lost,
      remaining: this.#remaining,
      transfers,
    });
  }

  #open(): OpenTransfer[] {
    const now = this.#now();
    return [...this.#transfers.values()].map(({ since, sizeBytes, bytesAtStart, bytes }) => ({
      ...{ sizeBytes, bytes },
      elapsedMs: now - since,
      movedBytes: bytes - bytesAtStart,
    }));
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
