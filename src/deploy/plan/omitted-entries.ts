import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';

/** Directory entries that the search for files omits without a word although a pattern matches them. */
export interface OmittedEntries {
  /** Links whose target doesn't exist. */
  readonly danglingLinks: readonly string[];
  /** Paths whose last segment isn't valid UTF-8; the invalid bytes are shown as U+FFFD. */
  readonly invalidNames: readonly string[];
}

/**
 * Finds what the search left out of some directories. A search that doesn't follow links lists them, and fails on a
 * name that isn't UTF-8; it only runs if a directory contains such an entry at all.
 *
 * @param searchWithoutLinks - Searches for the same patterns without following links.
 */
export async function findOmittedEntries(
  searchWithoutLinks: () => Promise<AsyncIterable<string>>,
  directories: Iterable<string>,
): Promise<OmittedEntries> {
  const danglingLinks = new Set<string>();
  const invalidNames: string[] = [];
  for (const directory of directories) {
    for await (const { name, isLink } of entriesOf(directory)) {
      const file = path.join(directory, name.toString());
      if (!isUtf8(name)) invalidNames.push(file);
      else if (isLink && !fs.existsSync(file)) danglingLinks.add(file);
    }
  }
  if (danglingLinks.size === 0 && invalidNames.length === 0) {
    return { danglingLinks: [], invalidNames };
  }
  try {
    const matches: string[] = [];
    for await (const match of await searchWithoutLinks()) matches.push(match);
    return { danglingLinks: matches.filter((match) => danglingLinks.has(match)), invalidNames: [] };
  } catch {
    return { danglingLinks: [], invalidNames };
  }
}

/** Entries that are read at a time. */
const bufferSize = 1_000;

/** One by one, because a directory may contain any number of files. Names are bytes, whatever their encoding. */
async function* entriesOf(directory: string) {
  // Typed for strings only.
  const encoding = 'buffer' as BufferEncoding;
  for await (const entry of await fs.promises.opendir(directory, { encoding, bufferSize })) {
    yield { name: entry.name as unknown as Buffer, isLink: entry.isSymbolicLink() };
  }
}
