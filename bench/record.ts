import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Entry } from './entry.ts';

/** Runs that are kept in a file, a line of JSON each, so that a report can be made of several pieces. */
export class RunRecord {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Keeps a run. */
  async add(entry: Entry): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    // The line before may have been broken off.
    await appendFile(this.#file, `\n${JSON.stringify(entry)}\n`);
  }

  /** The runs in which this build was measured, or other clients next to it. */
  async read(build: string): Promise<Entry[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    return text
      .split('\n')
      .flatMap(entryOf)
      .filter((entry) => entry.build === build);
  }
}

/** What a line keeps: nothing when it is empty, or was broken off. */
function entryOf(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}

/** Names a build of the action by its bytes. */
export async function buildOf(bundle: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(bundle))
    .digest('hex');
}
