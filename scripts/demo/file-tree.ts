import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tree } from '../../test/support/workspace.ts';
import { columns } from './columns.ts';

/** The files below a directory. */
export interface FileTree {
  /** SHA-256 by path with `/`. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Bytes by path with `/`. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Reads all files below a directory; none when it is not there. */
export async function readTree(directory: string): Promise<FileTree> {
  const hashes = existsSync(directory) ? await tree(directory) : new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const path of hashes.keys()) sizes.set(path, (await stat(join(directory, path))).size);
  return { hashes, sizes };
}

/** What is not the same in two trees, a line a file; empty when every byte is. */
export function differences(expected: FileTree, actual: FileTree): string[] {
  const paths = new Set([...expected.hashes.keys(), ...actual.hashes.keys()]);
  return [...paths].sort().flatMap((path) => {
    const wanted = expected.sizes.get(path);
    const got = actual.sizes.get(path);
    if (got === undefined) return [`${path} did not arrive`];
    if (wanted === undefined) return [`${path} arrived, but is not part of the site`];
    if (wanted !== got) return [`${path} has ${got} bytes instead of ${wanted}`];
    return expected.hashes.get(path) === actual.hashes.get(path)
      ? []
      : [`${path} has the right size, but other bytes`];
  });
}

/** Draws a tree, with the size of each file. */
export function drawTree(name: string, files: FileTree): string[] {
  const rows = branches([...files.sizes.keys()], '', '').map(({ line, path = '' }) => {
    const size = files.sizes.get(path);
    return [line, size === undefined ? '' : `${size.toLocaleString('en')} B`];
  });
  return columns([[name, ''], ...rows], [1]);
}

interface Branch {
  readonly line: string;
  /** Of a file. */
  readonly path?: string;
}

/** The lines of what lies below `parent`, files before directories. */
function branches(paths: readonly string[], parent: string, indent: string): Branch[] {
  const names = [...new Set(paths.map((path) => path.slice(parent.length).replace(/\/.*/s, '/')))];
  names.sort((a, b) => Number(a.endsWith('/')) - Number(b.endsWith('/')) || (a < b ? -1 : 1));
  return names.flatMap((name, index) => {
    const isLast = index === names.length - 1;
    const line = `${indent}${isLast ? '└── ' : '├── '}${name}`;
    const path = parent + name;
    if (!name.endsWith('/')) return [{ line, path }];
    const below = paths.filter((candidate) => candidate.startsWith(path));
    return [{ line }, ...branches(below, path, `${indent}${isLast ? '    ' : '│   '}`)];
  });
}
