import '../quiet.ts';

import path from 'node:path';

import type { FileSearch } from '../../../src/deploy/plan/local-files.ts';
import { findLocalFiles } from '../../../src/deploy/plan/local-files.ts';
import type { Workspace } from '../../support/workspace.ts';

/** Finds files in a workspace. Patterns and results are relative to it; the names are sorted. */
export async function find(
  workspace: Workspace,
  patterns: readonly string[],
  options: Partial<FileSearch> = {},
) {
  const absolute = patterns.map((pattern) => {
    const [, mark = '', rest = ''] = /^(\s*!?)(.*)$/.exec(pattern) ?? [];
    return pattern === '' || pattern.startsWith('#') ? pattern : `${mark}${workspace.path}/${rest}`;
  });
  const defaults = { exclude: [], baseDirectory: undefined, followSymlinks: true };
  const search = { ...defaults, workspace: workspace.path, ...options };
  const found = await findLocalFiles({ patterns: absolute, ...search });
  const relative = (file: string) => path.relative(workspace.path, file).replaceAll('\\', '/');
  return {
    ...found,
    names: found.files.map((file) => relative(file.path)).sort(),
    common: relative(found.commonDirectory),
  };
}
