import { createCipheriv, createHash } from 'node:crypto';

import type { Plan } from '../../src/deploy/index.ts';
import { planDirectory } from '../support/deployment.ts';
import type { Workspace } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';

/** Where the site is deployed, relative to the login directory. */
export const remoteDirectory = 'www';

/** A file of a site, with its size on the server before the run. */
export interface SiteFile {
  readonly name: string;
  readonly bytes: number;
  /** Size of the file on the server before the run; undefined if there is none. */
  readonly oldBytes: number | undefined;
}

/** In the order of the plan. Only the third file is large enough to be resumed. */
const siteFiles: readonly SiteFile[] = [
  { name: 'a-empty.txt', bytes: 0, oldBytes: 7 },
  { name: 'b-page.html', bytes: 3_000, oldBytes: 2_900 },
  { name: 'big.bin', bytes: 4 * 1024 * 1024 + 65_536, oldBytes: 50_000 },
  { name: 'index.html', bytes: 2_048, oldBytes: 2_048 }, // same size as the new one
  { name: 'new/page.html', bytes: 700, oldBytes: undefined }, // in a directory that doesn't exist yet
  { name: 'sub/z.css', bytes: 1_200, oldBytes: 1_300 },
];

/** A file on the server that isn't in the plan. */
const unrelatedFile = { name: 'keep.txt', bytes: 500 };

/** Number of files in the plan. */
export const fileCount = siteFiles.length;

/** Index of the file that can be resumed. */
export const bigFile = 2;

/** A planned file with its expected content. */
export interface ExpectedFile {
  /** Relative to the server's root. */
  readonly remotePath: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly oldSha256: string | undefined;
}

/** The local files of all cases, and the files on the server before each case. */
export interface Site extends AsyncDisposable {
  readonly plan: Plan;
  readonly files: readonly ExpectedFile[];
  /** The server's files before a run: relative path to SHA-256. */
  readonly old: ReadonlyMap<string, string>;
  /** Creates a server root with the old files. */
  createRemote(): Promise<Workspace>;
}

/** Sizes that can be changed. */
export interface SiteOptions {
  /** Size of the first file. Default: 0. Some clients can't upload empty files. */
  readonly firstBytes?: number;
  /** Size of the file that can be resumed. */
  readonly bigBytes?: number;
}

/** Writes the local files. */
export async function createSite({ firstBytes, bigBytes }: SiteOptions = {}): Promise<Site> {
  const files = siteFiles.map((file, index) => {
    const bytes = index === 0 ? firstBytes : index === bigFile ? bigBytes : undefined;
    return { ...file, bytes: bytes ?? file.bytes };
  });
  return await createSiteOf(files);
}

/**
 * Writes the local files of a site.
 *
 * @param files - In the order of the plan.
 */
export async function createSiteOf(files: readonly SiteFile[]): Promise<Site> {
  const local = await createWorkspace(
    Object.fromEntries(files.map(({ name, bytes }) => [name, content('new', name, bytes)])),
  );
  const oldSite = Object.fromEntries(
    [...files.map(({ name, oldBytes }) => ({ name, bytes: oldBytes })), unrelatedFile].flatMap(
      ({ name, bytes }) =>
        bytes === undefined ? [] : [[`${remoteDirectory}/${name}`, content('old', name, bytes)]],
    ),
  );
  const old = new Map(Object.entries(oldSite).map(([name, bytes]) => [name, sha256(bytes)]));
  return {
    plan: await planDirectory(local.path, remoteDirectory),
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

/** Pseudorandom bytes, the same in every run. */
function content(age: 'old' | 'new', name: string, bytes: number): Buffer {
  const key = createHash('sha256').update(`${age} ${name}`).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
