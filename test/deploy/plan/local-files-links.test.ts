import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../../support/workspace.ts';
import { find } from './find.ts';

const skipOnWindows =
  process.platform === 'win32' ? 'symbolic links require a privilege on Windows' : false;

test('findLocalFiles follows links inside the workspace', { skip: skipOnWindows }, async () => {
  await using site = await createWorkspace({ 'real/a.txt': 'abc', 'site/b.txt': '' });
  await symlink('../real', path.join(site.path, 'site/linked'));
  await symlink('../real/a.txt', path.join(site.path, 'site/a-link.txt'));
  const { names, files, problems } = await find(site, ['site/**']);
  assert.deepEqual(names, ['site/a-link.txt', 'site/b.txt', 'site/linked/a.txt']);
  assert.equal(files.find((file) => file.path.endsWith('a-link.txt'))?.sizeBytes, 3);
  assert.deepEqual(problems, []);
});

test(
  'findLocalFiles follows a link to a name that starts with two dots',
  { skip: skipOnWindows },
  async () => {
    await using site = await createWorkspace({ '..real/a.txt': 'abc' });
    await symlink('..real', path.join(site.path, 'linked'));
    const { names, problems } = await find(site, ['linked/**', '..real/**']);
    assert.deepEqual(
      { names, problems },
      { names: ['..real/a.txt', 'linked/a.txt'], problems: [] },
    );
  },
);

test(
  'findLocalFiles reports links that point outside the workspace',
  { skip: skipOnWindows },
  async () => {
    await using outside = await createWorkspace({ 'secret.txt': 'x', 'dir/other.txt': 'y' });
    await using site = await createWorkspace({ 'index.html': '' });
    await symlink(path.join(outside.path, 'secret.txt'), path.join(site.path, 'file-link'));
    await symlink(path.join(outside.path, 'dir'), path.join(site.path, 'dir-link'));
    const { names, problems } = await find(site, ['**']);
    assert.deepEqual(names, ['index.html']);
    const shown = (name: string) => path.relative(process.cwd(), path.join(site.path, name));
    assert.deepEqual([...problems].sort(), [
      `${shown('dir-link/other.txt')} is reached through a link that leads outside the workspace.`,
      `${shown('file-link')} is reached through a link that leads outside the workspace.`,
    ]);
    const through = await find(site, ['dir-link/**']);
    assert.deepEqual([through.names, through.problems.length], [[], 1]);
  },
);

test(
  'findLocalFiles reports a link to a sibling whose name starts with that of the workspace',
  { skip: skipOnWindows },
  async () => {
    await using outer = await createWorkspace({ 'site/index.html': '', 'site-old/x.txt': '' });
    const site = { ...outer, path: path.join(outer.path, 'site') };
    await symlink('../site-old/x.txt', path.join(site.path, 'x.txt'));
    const { names, problems } = await find(site, ['**']);
    assert.deepEqual([names, problems.length], [['index.html'], 1]);
  },
);

test(
  'findLocalFiles skips and counts links when followSymlinks is false',
  { skip: skipOnWindows },
  async () => {
    await using site = await createWorkspace({ 'real/a.txt': '' });
    await symlink('real', path.join(site.path, 'dir-link'));
    await symlink('real/a.txt', path.join(site.path, 'file-link'));
    await symlink('/nowhere', path.join(site.path, 'broken-link'));
    const { names, skipped, problems } = await find(site, ['**'], { followSymlinks: false });
    assert.deepEqual(names, ['real/a.txt']);
    assert.deepEqual(skipped, { gitFiles: 0, links: 3, danglingLinks: [], excluded: [] });
    assert.deepEqual(problems, []);
  },
);

test(
  'findLocalFiles skips broken links and follows a cycle once',
  { skip: skipOnWindows },
  async () => {
    await using site = await createWorkspace({ 'a/b.txt': '' });
    await symlink('nowhere', path.join(site.path, 'broken'));
    await symlink('..', path.join(site.path, 'a/loop'));
    const { names, problems } = await find(site, ['**']);
    assert.deepEqual({ names, problems }, { names: ['a/b.txt'], problems: [] });
  },
);
