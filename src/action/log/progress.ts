import { sanitize } from '../../sanitize.ts';
import { formatBytes, formatDuration, formatRate } from '../format.ts';

/** Milliseconds between two lines. */
const intervalMs = 5_000;

/** A file on its way, or a whole run of them. */
interface Amount {
  readonly remotePath: string;
  readonly sizeBytes: number;
}

/** What is to be done in all. */
export interface ProgressTotals {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Tells how far a long piece of work has come, when nothing else has been told for a few seconds. It is asked for every
 * buffer that is sent and so does no more than compare the time, unless there is something to tell.
 */
export class Progress {
  readonly #print: (line: string) => void;
  readonly #totals: ProgressTotals;
  readonly #now: () => number;
  #printedAt: number;
  #work: 'uploaded' | 'published' = 'uploaded';
  #workSince: number;
  #endedFiles = 0;
  #endedBytes = 0;
  #file: Amount | undefined;
  #fileSince = 0;
  #bytesAtFirst = 0;
  #bytes = 0;

  /** @param now - Milliseconds on a clock that never goes back. */
  constructor(
    print: (line: string) => void,
    totals: ProgressTotals,
    now: () => number = () => performance.now(),
  ) {
    this.#print = print;
    this.#totals = totals;
    this.#now = now;
    this.#printedAt = this.#workSince = now();
  }

  /** All files are gone through, for the first time or once more. */
  begin(work: 'uploaded' | 'published'): void {
    this.#work = work;
    this.#printedAt = this.#workSince = this.#now();
    this.#endedFiles = this.#endedBytes = 0;
  }

  /** Something was told by others. */
  printed(): void {
    this.#printedAt = this.#now();
  }

  /** So much of a file has been sent. */
  sent(file: Amount, bytes: number): void {
    // Another file, or the same one from its beginning.
    if (file !== this.#file || bytes < this.#bytes) this.#beginFile(file, bytes);
    this.#bytes = bytes;
    if (this.#isTime(this.#fileSince)) this.#report(this.#fileLine(file));
  }

  /** A file is done with, and there is no line for it alone. */
  ended({ sizeBytes }: Amount): void {
    this.#endedFiles += 1;
    this.#endedBytes += sizeBytes;
    if (this.#isTime(this.#workSince)) this.#report(this.#countLine());
  }

  #beginFile(file: Amount, bytes: number): void {
    this.#file = file;
    this.#fileSince = this.#now();
    this.#bytesAtFirst = bytes;
  }

  /** Whether something that has lasted since then is worth a line now. */
  #isTime(since: number): boolean {
    return this.#now() - Math.max(since, this.#printedAt) >= intervalMs;
  }

  #report(line: string): void {
    this.#print(line);
    this.printed();
  }

  #fileLine({ remotePath, sizeBytes }: Amount): string {
    const took = this.#now() - this.#fileSince;
    const moved = this.#bytes - this.#bytesAtFirst;
    const percent = Math.floor(100 * share(this.#bytes, sizeBytes));
    const left = timeLeft(took, share(moved, sizeBytes - this.#bytesAtFirst));
    return `${sanitize(remotePath)}  ${percent} % of ${formatBytes(sizeBytes)}, ${formatRate(moved, took)}, ${left}`;
  }

  #countLine(): string {
    const took = this.#now() - this.#workSince;
    const { files, bytes } = this.#totals;
    const perSecond = ((1_000 * this.#endedFiles) / took).toFixed(1);
    const count = `${this.#endedFiles} of ${files} files ${this.#work}, ${perSecond} files/s`;
    const byFiles = share(this.#endedFiles, files);
    if (this.#work === 'published') return `${count}, ${timeLeft(took, byFiles)}`;
    // Small files cost time by their number, large ones by their bytes.
    const left = timeLeft(took, Math.min(byFiles, share(this.#endedBytes, bytes)));
    const amount = `${formatBytes(this.#endedBytes)} of ${formatBytes(bytes)}`;
    return `${count}, ${amount}, ${formatRate(this.#endedBytes, took)}, ${left}`;
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/** How long the rest takes when it goes on as it went. */
function timeLeft(tookMs: number, done: number): string {
  return done === 0
    ? 'time left not known'
    : `about ${formatDuration((tookMs * (1 - done)) / done)} left`;
}
