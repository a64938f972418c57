import type { Site, SiteFile } from '../site.ts';
import { createSiteOf } from '../site.ts';

const kib = 1024;

/** Old and new files in several directories, in the order of the plan. */
const siteFiles: readonly SiteFile[] = [
  ...Array.from({ length: 9 }, (_, index) => ({
    name: `a/${index}.js`,
    bytes: 1_000 + 3 * kib * index,
    oldBytes: index % 2 === 0 ? 900 + kib * index : undefined,
  })),
  { name: 'a/index.html', bytes: 2_000, oldBytes: 2_000 },
  { name: 'b/large.bin', bytes: 300 * kib, oldBytes: 200 },
  ...Array.from({ length: 8 }, (_, index) => ({
    name: `b/page-${index}.html`,
    bytes: 1_500 + 500 * index,
    oldBytes: 1_500 + 500 * index,
  })),
  { name: 'c/empty.txt', bytes: 0, oldBytes: 5 },
  { name: 'index.html', bytes: 3_000, oldBytes: 2_900 },
  // Names that are the same to some servers.
  { name: 'new/Logo.svg', bytes: 1_100, oldBytes: undefined },
  { name: 'new/logo.svg', bytes: 1_200, oldBytes: undefined },
  { name: 'new/z.css', bytes: 1_300, oldBytes: undefined },
];

/** Number of files in the plan. */
export const fileCount = siteFiles.length;

/** Writes the local files of all cases. */
export async function createParallelSite(): Promise<Site> {
  return await createSiteOf(siteFiles);
}
