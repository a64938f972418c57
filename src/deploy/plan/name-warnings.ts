import { sanitize } from '../../sanitize.ts';
import { foldedGroups, foldPath } from './folding.ts';
import { directoryOf, parentDirectories } from './remote-path.ts';

const maxNamed = 10;

/** Warnings about remote paths that some servers store under another name; safe to display. */
export function nameWarnings(files: readonly { readonly remotePath: string }[]): string[] {
  const paths = files.map(({ remotePath }) => remotePath);
  const warnings = [
    warn(
      sameNames(paths),
      'Some servers, such as those on Windows and macOS, take these names for one, because they differ only in case, Unicode form, or dots and spaces at the end',
    ),
    warn(
      paths.filter((path) => path.includes(':')),
      'Servers on Windows reject names with a colon, or store the file as a part of another one',
    ),
    warn(
      paths.filter((path) => path !== path.normalize('NFC')),
      'These names have decomposed characters (Unicode NFD), as macOS writes them. Links with composed characters may not find them',
    ),
  ];
  return warnings.filter((warning) => warning !== undefined);
}

function warn(names: readonly string[], text: string): string | undefined {
  if (names.length === 0) return undefined;
  const named = names.slice(0, maxNamed).map((name) => sanitize(name));
  const more = names.length - named.length;
  return `${text}: ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
}

/** The groups of paths that fold to the same, each as a text: of files, or of a file and a directory. */
function sameNames(paths: readonly string[]): string[] {
  const groups = [...foldedGroups(paths).values()];
  const parents = new Set(paths.map(directoryOf));
  const directories = new Map<string, string>();
  for (const directory of [...parents].flatMap((parent) => [...parentDirectories(parent), parent]))
    if (directory !== '' && directory !== '/') directories.set(foldPath(directory), directory);
  for (const path of directories.size === 0 ? [] : paths) {
    const directory = directories.get(foldPath(path));
    if (directory !== undefined) groups.push([path, `${directory}/`]);
  }
  return groups.map((group) => group.join(' and '));
}
