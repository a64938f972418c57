import type { FileContent } from '../support/workspace.ts';

const mebibyte = 1 << 20;

/** Names with characters that are special in shells, URLs, globs, servers or clients. */
const specialNames = [
  'two  spaces.txt',
  ' leading space.txt',
  'trailing space ',
  '-leading dash.txt',
  '~leading tilde.txt',
  '~deploy',
  '#hash.txt',
  '100%20.txt',
  '[brackets] {braces} (parentheses).txt',
  `"double" and 'single' quotes.txt`,
  '$HOME; `pipe` | & < >.txt',
  'ü.txt',
  '日本.txt',
  '🚢.txt',
  '.hidden',
  '...dots',
];

/**
 * Files and directories with special names, and empty files.
 *
 * @param except - Names to exclude, for servers that change them.
 */
export function siteWithSpecialNames(except?: RegExp): Record<string, FileContent> {
  const files: Record<string, FileContent> = {
    'empty.bin': '',
    'deep/empty.bin': '',
    '~/not at home.txt': 'in a directory that a server may interpret as the home directory',
  };
  for (const name of specialNames.filter((candidate) => !except?.test(candidate))) {
    files[name] = `root: ${name}`;
    files[`${name} (directory)/${name}`] = `subdirectory: ${name}`;
  }
  return files;
}

/** Special names, 300 files of 4 KiB in 30 nested directories, and one file of 64 MiB. */
export function largeSite(except?: RegExp): Record<string, FileContent> {
  const files = siteWithSpecialNames(except);
  for (let chapter = 0; chapter < 10; chapter += 1) {
    const top = `chapter ${chapter}`;
    for (const directory of [top, `${top}/section`, `${top}/section/pages`]) {
      for (let page = 0; page < 10; page += 1) files[`${directory}/${page}.html`] = 4096;
    }
  }
  files['big.bin'] = 64 * mebibyte;
  return files;
}

/** The same names with other content: shorter, longer or empty. */
export function withOtherContent(
  site: Readonly<Record<string, FileContent>>,
): Record<string, FileContent> {
  const sizes = [0, 1, 10_000];
  const names = Object.keys(site);
  return Object.fromEntries(names.map((name, index) => [name, sizes[index % sizes.length] ?? 0]));
}
