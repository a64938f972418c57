/** Numbers the files of a run as `[2/5]`. */
export class FileCounter {
  #total: number;
  /** With `sync`, the numbers of the files that have one, because unchanged files of the plan have none. */
  #numbers: Map<string, number> | undefined;

  /** @param total - Number of files in the plan. */
  constructor(total: number) {
    this.#total = total;
  }

  get total(): number {
    return this.#total;
  }

  /** Counts from now on only the files that are uploaded, in the order in which they are first mentioned. */
  countUploads(uploads: number): void {
    this.#total = uploads;
    this.#numbers = new Map();
  }

  /** @param index - Position in the plan. */
  place(remotePath: string, index: number): string {
    return `[${this.#number(remotePath, index)}/${this.#total}]`;
  }

  #number(remotePath: string, index: number): number {
    const numbers = this.#numbers;
    if (numbers === undefined) return index + 1;
    const number = numbers.get(remotePath) ?? numbers.size + 1;
    numbers.set(remotePath, number);
    return number;
  }
}
