/** What a directory listing says about one name. */
export interface ListingEntry {
  readonly name: string;
  /** Whether it is certainly a regular file. */
  readonly isFile: boolean;
  /** Undefined for a directory, and when the listing doesn't contain the exact size. */
  readonly sizeBytes: number | undefined;
  /** When it was modified, in milliseconds since 1970; undefined when the listing doesn't say so exactly. */
  readonly modifiedMs?: number;
}

/** A directory to list. */
export interface ListingRequest {
  readonly path: string;
  /** Whether an entry is kept: a directory may have many files that nothing is known about. */
  readonly accepts: (name: string) => boolean;
}

/**
 * Collects the entries of one listing. A name that appears twice is unclear: one of the two may be a part of the name of
 * another file.
 */
export class ListingEntries {
  readonly #accepts: (name: string) => boolean;
  readonly #entries = new Map<string, ListingEntry>();

  constructor({ accepts }: Pick<ListingRequest, 'accepts'>) {
    this.#accepts = accepts;
  }

  /** By name. */
  get entries(): ReadonlyMap<string, ListingEntry> {
    return this.#entries;
  }

  /** Adds what a line was parsed into. */
  add(entry: ListingEntry | undefined): void {
    if (entry === undefined || !isPlainName(entry.name) || !this.#accepts(entry.name)) return;
    const { name } = entry;
    this.#entries.set(
      name,
      this.#entries.has(name) ? { name, isFile: false, sizeBytes: undefined } : entry,
    );
  }
}

/** Whether a name is that of an entry, not a path, in valid UTF-8. */
function isPlainName(name: string): boolean {
  return name !== '.' && name !== '..' && name.isWellFormed() && !/[/\r\n\0]/.test(name);
}
