import type { FileContent } from '../../support/workspace.ts';

/** Where the trees are deployed, relative to the login directory. */
export const remoteDirectory = 'www';

type Files = Readonly<Record<string, FileContent>>;

/** Some lines, so that a transfer has a middle. */
function text(label: string): string {
  return `${label} `.repeat(12);
}

const before: Files = {
  'index.html': text('index, first'),
  'css/main.css': text('main, first'),
  'css/same.css': text('the same in all trees'),
  'css/size.css': text('as long: one'),
  'js/app-1a.js': text('script, first'),
  'old/deep/a.txt': text('deep, in a removed directory'),
  'gone/b.txt': text('in a removed directory'),
  'empty.txt': '',
  x: text('a file that becomes a directory'),
  'y/z.txt': text('in a directory that becomes a file'),
};

const after: Files = {
  'index.html': text('index, second version'),
  'css/main.css': text('main, second version'),
  'css/same.css': before['css/same.css']!,
  'css/size.css': text('as long: two'),
  'js/app-2b.js': text('script, second version'),
  'new/deep/c.txt': text('in a new directory'),
  'x/y.txt': text('where a file was'),
  y: text('where a directory was'),
};

const third: Files = {
  'index.html': text('index, third'),
  'css/main.css': text('main, third'),
  'css/same.css': before['css/same.css']!,
  'js/app-3c.js': text('script, third'),
  'other/d.txt': text('in another new directory'),
};

export type TreeName = 'before' | 'after' | 'third' | 'off';

/** How the trees differ from the usual ones. */
export interface TreeOptions {
  /** Whether a file changes the case of its name. */
  readonly changesCase: boolean;
  /** Whether files and directories take each other's places. */
  readonly swaps: boolean;
  /** Whether there are enough files for several connections. */
  readonly areMany: boolean;
}

/** Files that are all changed, and some of them removed, from tree to tree. */
function many(label: string, count: number): Files {
  const names = Array.from({ length: count }, (_, index) => `many/${index % 2}/${index}.txt`);
  return Object.fromEntries(names.map((name, index) => [name, text(`${label} ${index}`)]));
}

/** Local files to deploy. */
export function treesOf({
  changesCase,
  swaps,
  areMany,
}: TreeOptions): Readonly<Record<TreeName, Files>> {
  // Deployed by a run without `sync`.
  const off = { 'index.html': text('index, without sync'), 'css/main.css': text('without sync') };
  const chosen = (files: Files) =>
    Object.fromEntries(
      Object.entries(files).filter(([name]) => swaps || !/^[xy](?:\/|$)/.test(name)),
    );
  const extra = (name: string) => (changesCase ? { [name]: text(name) } : {});
  const more = (label: string, count: number) => (areMany ? many(label, count) : {});
  return {
    before: { ...chosen(before), ...extra('css/Print.css'), ...more('first', 18) },
    after: { ...chosen(after), ...extra('css/print.css'), ...more('second', 14) },
    third: { ...third, ...more('third', 10) },
    off,
  };
}

/** Files of others on the server before the first deployment. */
export const earlierFiles: Files = {
  'outside.txt': text('outside the remote directory'),
  'www/foreign.txt': text('foreign'),
  'www/css/foreign.css': text('foreign, in a directory of ours'),
  'www/css/.up-abc123-1': text('foreign, with the name of a temporary file'),
  'www/old/foreign.txt': text('foreign, in a directory that is removed'),
};

/** Files of others that come after the first deployment: into a directory that it has created, and the next one removes. */
export const laterFiles: Files = { 'www/gone/foreign.txt': text('foreign, in a new directory') };

export const foreignFiles: Files = { ...earlierFiles, ...laterFiles };
