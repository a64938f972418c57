/** Files between two powers of two in size. */
interface SizeClass {
  files: number;
  bytes: number;
}

/** The sizes of the files that are still to be uploaded, by powers of two, because there may be 100,000 files. */
export class RemainingSizes {
  readonly #classes: SizeClass[] = [];

  constructor(files: Iterable<{ readonly sizeBytes: number }>) {
    for (const { sizeBytes } of files) this.#add(sizeBytes, 1);
  }

  get files(): number {
    return this.#classes.reduce((sum, { files }) => sum + files, 0);
  }

  get bytes(): number {
    return this.bytesAbove(0);
  }

  /** About the size of the largest file. */
  get largest(): number {
    const last = this.#classes.findLast(({ files }) => files > 0);
    return last === undefined ? 0 : last.bytes / last.files;
  }

  /** Bytes of the files that are certainly larger than this. */
  bytesAbove(size: number): number {
    return this.#classes.reduce(
      (sum, { bytes }, index) => (index === 0 || 2 ** (index - 1) >= size ? sum + bytes : sum),
      0,
    );
  }

  remove(sizeBytes: number): void {
    this.#add(sizeBytes, -1);
  }

  #add(sizeBytes: number, files: 1 | -1): void {
    const index = sizeBytes < 1 ? 0 : Math.floor(Math.log2(sizeBytes)) + 1;
    while (this.#classes.length <= index) this.#classes.push({ files: 0, bytes: 0 });
    const found = this.#classes[index];
    if (found === undefined) return;
    found.files += files;
    found.bytes += files * sizeBytes;
  }
}
