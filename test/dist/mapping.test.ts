import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { assertSucceeded, deployTo, serve, uploadedPaths } from './step.ts';

const local = {
  'dist/index.html': 'i',
  'dist/js/app.js': 'a',
  'dist/js/lib/lib.js': 'l',
  'docs/guide.md': 'g',
};

const mappings: readonly {
  readonly how: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly remote: readonly string[];
}[] = [
  {
    how: 'of one path to its name in the login directory',
    inputs: { files: 'dist/js/app.js' },
    remote: ['app.js'],
  },
  {
    how: 'of a pattern from its first wildcard',
    inputs: { files: 'dist/**' },
    remote: ['index.html', 'js/app.js', 'js/lib/lib.js'],
  },
  {
    how: 'of several patterns from their common directory',
    inputs: { files: 'dist/js/**\ndocs' },
    remote: ['dist/js/app.js', 'dist/js/lib/lib.js', 'docs/guide.md'],
  },
  {
    how: 'relative to base-dir',
    inputs: { files: 'dist/js/**', 'base-dir': 'dist' },
    remote: ['js/app.js', 'js/lib/lib.js'],
  },
  {
    how: 'relative to a base-dir that is the workspace',
    inputs: { files: 'dist/js/*.js', 'base-dir': '.' },
    remote: ['dist/js/app.js'],
  },
  {
    how: 'without directories when flatten is true',
    inputs: { files: 'dist/**\ndocs/**', flatten: 'true' },
    remote: ['app.js', 'guide.md', 'index.html', 'lib.js'],
  },
  {
    how: 'that are not excluded',
    inputs: { files: '# the site\ndist/**\n!dist/js/lib/**' },
    remote: ['index.html', 'js/app.js'],
  },
  {
    how: 'to an absolute remote-dir',
    inputs: { files: 'docs/**', 'remote-dir': '/srv/www' },
    remote: ['/srv/www/guide.md'],
  },
  {
    how: 'to a nested remote-dir that is not normalized',
    inputs: { files: 'docs/**', 'remote-dir': './web//site/' },
    remote: ['web/site/guide.md'],
  },
  {
    how: 'to the root directory',
    inputs: { files: 'docs/**', 'remote-dir': '/' },
    remote: ['/guide.md'],
  },
  {
    how: 'without directories to a remote-dir',
    inputs: { files: 'dist/js/**', flatten: 'true', 'remote-dir': 'x' },
    remote: ['x/app.js', 'x/lib.js'],
  },
];

for (const { how, inputs, remote } of mappings) {
  test(`the action maps files ${how}`, async () => {
    await using workspace = await createWorkspace(local);
    await using root = await createWorkspace();
    await using server = await serve(root);
    await using run = await deployTo(server, workspace, inputs);
    assertSucceeded(run);
    assert.deepEqual(uploadedPaths(run), remote);
    assert.deepEqual(
      [...(await tree(root.path)).keys()],
      remote.map((file) => file.replace(/^\//, '')),
    );
  });
}

test('the action creates only the directories that are missing, each of them once', async () => {
  await using workspace = await createWorkspace(local);
  await using root = await createWorkspace();
  await mkdir(path.join(root.path, 'www/js'), { recursive: true });
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: 'dist/**', 'remote-dir': 'www' });
  assertSucceeded(run);
  assert.match(run.log, /^Created 1 directory \(1 already existed\)$/m);
  const directoryCommands = server.dialogue.filter((line) => /^C: (MKD|CWD)/.test(line));
  assert.deepEqual(directoryCommands, [
    'C: CWD www',
    'C: CWD /',
    'C: MKD www/js',
    'C: MKD www/js/lib',
    'C: CWD www/js',
    'C: CWD /',
  ]);
});

test('the action skips .git unless a pattern names it', async () => {
  await using workspace = await createWorkspace({ ...local, '.git/config': 'x', '.nojekyll': '' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '*\n**/*.md' });
  assertSucceeded(run);
  assert.match(run.log, /^Skipped 1 file in \.git \(not named by any pattern\)$/m);
  assert.deepEqual(
    uploadedPaths(run).filter((file) => file.startsWith('.')),
    ['.nojekyll'],
  );
  await using named = await deployTo(server, workspace, { files: '.git/**' });
  assertSucceeded(named);
  assert.deepEqual(uploadedPaths(named), ['config']);
});
