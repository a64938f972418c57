import { createCipheriv, createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';

import type { Plan } from '../../src/deploy/index.ts';
import { planUploads } from '../../src/deploy/index.ts';
import type { Workspace } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';

/** Where the site goes, below the login directory. */
export const remoteDirectory = 'www';

interface SiteFile {
  readonly name: string;
  readonly bytes: number;
  /** What the server has under this name before the run; undefined for nothing. */
  readonly oldBytes: number | undefined;
}

/** In planned order. The third one is above the limit from which uploads are resumed. */
const siteFiles: readonly SiteFile[] = [
  { name: 'a-empty.txt', bytes: 0, oldBytes: 7 },
  { name: 'b-page.html', bytes: 3_000, oldBytes: 2_900 },
  { name: 'big.bin', bytes: 4 * 1024 * 1024 + 65_536, oldBytes: 50_000 },
  { name: 'index.html', bytes: 2_048, oldBytes: 2_048 }, // as long as the new one: only the bytes tell
  { name: 'new/page.html', bytes: 700, oldBytes: undefined }, // its directory is missing
  { name: 'sub/z.css', bytes: 1_200, oldBytes: 1_300 },
];

/** A file that no plan names. */
const bystander = { name: 'keep.txt', bytes: 500 };

/** How many files a run uploads. */
export const fileCount = siteFiles.length;

/** Number of the file that is resumed, from 0. */
export const bigFile = 2;

/** One planned file as a case judges it. */
export interface ExpectedFile {
  /** Relative to the server's root. */
  readonly remotePath: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly oldSha256: string | undefined;
}

/** The local files of all cases, and what the server has before each of them. */
export interface Site extends AsyncDisposable {
  readonly plan: Plan;
  readonly files: readonly ExpectedFile[];
  /** What is on the server before a run: relative path to SHA-256. */
  readonly old: ReadonlyMap<string, string>;
  /** A server's root with the old site in it. */
  createRemote(): Promise<Workspace>;
}

/** What may differ from one site to another. */
export interface SiteOptions {
  /** Size of the first file, which is empty unless said: some clients cannot upload such files at all. */
  readonly firstBytes?: number;
  /** Size of the large file. */
  readonly bigBytes?: number;
}

/** Writes the local files. */
export async function createSite({ firstBytes, bigBytes }: SiteOptions = {}): Promise<Site> {
  const files = siteFiles.map((file, index) => {
    const bytes = index === 0 ? firstBytes : index === bigFile ? bigBytes : undefined;
    return { ...file, bytes: bytes ?? file.bytes };
  });
  const local = await createWorkspace(
    Object.fromEntries(files.map(({ name, bytes }) => [name, content('new', name, bytes)])),
  );
  const found = await Promise.all(
    siteFiles.map(async ({ name }) => {
      const file = path.join(local.path, name);
      const { size: sizeBytes, mtimeMs: modifiedMs } = await stat(file);
      return { path: file, sizeBytes, modifiedMs };
    }),
  );
  const mapping = { baseDirectory: local.path, remoteDirectory, flatten: false };
  const oldSite = Object.fromEntries(
    [...siteFiles.map(({ name, oldBytes }) => ({ name, bytes: oldBytes })), bystander].flatMap(
      ({ name, bytes }) =>
        bytes === undefined ? [] : [[`${remoteDirectory}/${name}`, content('old', name, bytes)]],
    ),
  );
  const old = new Map(Object.entries(oldSite).map(([name, bytes]) => [name, sha256(bytes)]));
  return {
    plan: planUploads(found, mapping),
    files: files.map(({ name, bytes }) => ({
      remotePath: `${remoteDirectory}/${name}`,
      sizeBytes: bytes,
      sha256: sha256(content('new', name, bytes)),
      oldSha256: old.get(`${remoteDirectory}/${name}`),
    })),
    old,
    createRemote: () => createWorkspace(oldSite),
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}

/** Bytes without a pattern, the same in every run. */
function content(age: 'old' | 'new', name: string, bytes: number): Buffer {
  const key = createHash('sha256').update(`${age} ${name}`).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
