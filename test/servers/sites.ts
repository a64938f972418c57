import type { FileContent } from '../support/workspace.ts';

const mebibyte = 1 << 20;

/** Names that a shell, a URL, a glob, a server or a careless client would take for something else. */
const oddNames = [
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
  '...',
];

/**
 * Odd names as files and as directories, at the top and further down, and a file without a byte.
 *
 * @param except - Names to leave out, for servers that change them.
 */
export function oddSite(except?: RegExp): Record<string, FileContent> {
  const files: Record<string, FileContent> = {
    'empty.bin': '',
    'deep/empty.bin': '',
    '~/not at home.txt': 'in a directory that servers may take for the home directory',
  };
  for (const name of oddNames.filter((candidate) => !except?.test(candidate))) {
    files[name] = `at the top: ${name}`;
    files[`${name} (directory)/${name}`] = `further down: ${name}`;
  }
  return files;
}

/** The odd names, 300 files of 4 KiB in 30 nested directories, and one file of 256 MiB. */
export function wholeSite(except?: RegExp): Record<string, FileContent> {
  const files = oddSite(except);
  for (let chapter = 0; chapter < 10; chapter += 1) {
    const top = `chapter ${chapter}`;
    for (const directory of [top, `${top}/section`, `${top}/section/pages`]) {
      for (let page = 0; page < 10; page += 1) files[`${directory}/${page}.html`] = 4096;
    }
  }
  files['big.bin'] = 256 * mebibyte;
  return files;
}

/** The same names with other contents: shorter, longer, and empty where there was something. */
export function changed(site: Readonly<Record<string, FileContent>>): Record<string, FileContent> {
  const sizes = [0, 1, 10_000];
  const names = Object.keys(site);
  return Object.fromEntries(names.map((name, index) => [name, sizes[index % sizes.length] ?? 0]));
}
