import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The content of a file: text, bytes, or a number of random bytes. */
export type FileContent = string | Uint8Array | number;

/** A temporary directory; disposal removes it. */
export interface Workspace extends AsyncDisposable {
  /** Absolute, with links resolved. */
  readonly path: string;
  /** Writes a file, creates its directories, and returns its absolute path. */
  write(name: string, content: FileContent): Promise<string>;
  read(name: string): Promise<Buffer>;
}

const chunkBytes = 1 << 20;

/**
 * Creates a temporary directory with these files.
 *
 * @param files - Contents by relative path, always with `/`.
 */
export async function createWorkspace(
  files: Readonly<Record<string, FileContent>> = {},
): Promise<Workspace> {
  const directory = await realpath(await mkdtemp(path.join(os.tmpdir(), 'workspace-')));
  const workspace: Workspace = {
    path: directory,
    write: async (name, content) => {
      const file = path.join(directory, name);
      await mkdir(path.dirname(file), { recursive: true });
      await (typeof content === 'number' ? writeRandom(file, content) : writeFile(file, content));
      return file;
    },
    read: (name) => readFile(path.join(directory, name)),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }),
  };
  for (const [name, content] of Object.entries(files)) await workspace.write(name, content);
  return workspace;
}

/** Maps the relative path of every file in a directory, with `/` and sorted, to its SHA-256. */
export async function tree(directory: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const names = await readdir(directory, { recursive: true });
  for (const name of names.map((local) => local.split(path.sep).join('/')).sort()) {
    const file = path.join(directory, name);
    const stats = await stat(file);
    if (stats.isFile()) found.set(name, await sha256(file, stats.size));
  }
  return found;
}

/** Fails with the paths that are missing, unexpected or different. */
export function assertSameTree(
  actual: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
): void {
  assert.equal(listing(actual), listing(expected));
}

async function writeRandom(file: string, sizeBytes: number): Promise<void> {
  await using handle = await open(file, 'w');
  const chunk = Buffer.allocUnsafe(Math.min(sizeBytes, chunkBytes));
  for (let left = sizeBytes; left > 0; left -= chunk.length) {
    randomFillSync(chunk);
    await handle.write(chunk, 0, Math.min(left, chunk.length));
  }
}

async function sha256(file: string, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256');
  // A stream costs milliseconds and its whole buffer even for the smallest file.
  if (sizeBytes < chunkBytes) return hash.update(await readFile(file)).digest('hex');
  await pipeline(createReadStream(file, { highWaterMark: chunkBytes }), hash);
  return hash.digest('hex');
}

function listing(files: ReadonlyMap<string, string>): string {
  return [...files].map(([name, hash]) => `${hash}  ${name}\n`).join('');
}
