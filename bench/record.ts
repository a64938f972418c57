import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Entry } from './entry.ts';

/** Runs that are kept in a file, a line of JSON each, so that a report can be made of several pieces. */
export class RunRecord {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Forgets all runs. */
  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  /** Keeps a run. */
  async add(entry: Entry): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await appendFile(this.#file, `${JSON.stringify(entry)}\n`);
  }

  /** The runs in which this build was measured, or other clients next to it. */
  async read(build: string): Promise<Entry[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Entry).filter((entry) => entry.build === build);
  }
}

/** Names a build of the action by its bytes. */
export async function buildOf(bundle: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(bundle))
    .digest('hex');
}
