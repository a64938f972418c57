import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../../support/workspace.ts';
import { find } from './find.ts';

const site = {
  'README.md': '',
  'site/index.html': '',
  'site/README.md': '',
  'site/img/a.png': '',
  'site/map/a.js.map': '',
};

const rows: readonly { readonly patterns: readonly string[]; readonly unmatched: string[] }[] = [
  { patterns: ['site', 'docs'], unmatched: ['docs'] },
  { patterns: ['site/**/*.png', 'site/*.png', 'site/img'], unmatched: ['site/*.png'] },
  { patterns: ['site', 'site/empty'], unmatched: ['site/empty'] },
  { patterns: ['site/', 'site/index.html', '**/*.map'], unmatched: [] },
  // Everything that a pattern has found may be excluded again.
  { patterns: ['site/img', 'site/map', '!**/*.png'], unmatched: [] },
  // Without any file there is an error already.
  { patterns: ['docs', 'other'], unmatched: [] },
];

for (const { patterns, unmatched } of rows) {
  test(`findLocalFiles finds what matches nothing in ${patterns.join(' ')}`, async () => {
    await using workspace = await createWorkspace(site);
    await mkdir(path.join(workspace.path, 'site/empty'));
    const { unmatchedPatterns } = await find(workspace, patterns);
    assert.deepEqual(
      unmatchedPatterns.map((pattern) => pattern.slice(workspace.path.length + 1)),
      unmatched,
    );
  });
}

test('findLocalFiles does not miss files that exclude leaves out', async () => {
  await using workspace = await createWorkspace(site);
  const search = { exclude: ['img/', '*.map'] };
  const found = await find(workspace, ['site', 'site/img', 'site/**/*.map'], search);
  assert.deepEqual(found.unmatchedPatterns, []);
});

test('findLocalFiles warns about lines with "!" that exclude nothing', async () => {
  await using workspace = await createWorkspace(site);
  const lines = ['site', '!img', '!*.bak', '!site/img', '!site/**/*.map'];
  const { warnings } = await find(workspace, lines);
  const written = warnings.join().replaceAll(`${workspace.path}/`, '');
  assert.match(written, /^Lines of "files" that exclude nothing: !img, !\*\.bak\.$/);
});

test('findLocalFiles does not search an excluded directory', async () => {
  if (process.platform === 'win32') return;
  await using workspace = await createWorkspace(site);
  // Every link doubles the number of paths: the search would not end.
  for (let level = 0; level < 40; level += 1) {
    await mkdir(path.join(workspace.path, `site/links/${level}`), { recursive: true });
    for (const name of ['a', 'b']) {
      const target = `../${level + 1}`;
      await symlink(target, path.join(workspace.path, `site/links/${level}/${name}`));
    }
  }
  const { names, problems } = await find(workspace, ['site'], { exclude: ['links/'] });
  assert.deepEqual(problems, []);
  assert.equal(names.length, 4);
});
