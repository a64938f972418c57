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
  readonly title: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly remote: readonly string[];
}[] = [
  {
    title: 'one file to its name in the login directory',
    inputs: { files: 'dist/js/app.js' },
    remote: ['app.js'],
  },
  {
    title: 'a pattern from its first wildcard',
    inputs: { files: 'dist/**' },
    remote: ['index.html', 'js/app.js', 'js/lib/lib.js'],
  },
  {
    title: 'several patterns from what they share',
    inputs: { files: 'dist/js/**\ndocs' },
    remote: ['dist/js/app.js', 'dist/js/lib/lib.js', 'docs/guide.md'],
  },
  {
    title: 'below base-dir',
    inputs: { files: 'dist/js/**', 'base-dir': 'dist' },
    remote: ['js/app.js', 'js/lib/lib.js'],
  },
  {
    title: 'below a base-dir that is the workspace',
    inputs: { files: 'dist/js/*.js', 'base-dir': '.' },
    remote: ['dist/js/app.js'],
  },
  {
    title: 'flat',
    inputs: { files: 'dist/**\ndocs/**', flatten: 'true' },
    remote: ['app.js', 'guide.md', 'index.html', 'lib.js'],
  },
  {
    title: 'without what is excluded',
    inputs: { files: '# the site\ndist/**\n!dist/js/lib/**' },
    remote: ['index.html', 'js/app.js'],
  },
  {
    title: 'below an absolute remote directory',
    inputs: { files: 'docs/**', 'remote-dir': '/srv/www' },
    remote: ['/srv/www/guide.md'],
  },
  {
    title: 'below a nested remote directory, however it is written',
    inputs: { files: 'docs/**', 'remote-dir': './web//site/' },
    remote: ['web/site/guide.md'],
  },
  {
    title: 'into the root',
    inputs: { files: 'docs/**', 'remote-dir': '/' },
    remote: ['/guide.md'],
  },
  {
    title: 'flat into a remote directory',
    inputs: { files: 'dist/js/**', flatten: 'true', 'remote-dir': 'x' },
    remote: ['x/app.js', 'x/lib.js'],
  },
];

for (const { title, inputs, remote } of mappings) {
  test(`the action maps files ${title}`, async () => {
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

test('the action uploads into directories that are there, and makes the others once each', async () => {
  await using workspace = await createWorkspace(local);
  await using root = await createWorkspace();
  await mkdir(path.join(root.path, 'www/js'), { recursive: true });
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: 'dist/**', 'remote-dir': 'www' });
  assertSucceeded(run);
  assert.match(run.log, /^1 directory made, 1 there before\.$/m);
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

test('the action leaves .git out unless a pattern names it', async () => {
  await using workspace = await createWorkspace({ ...local, '.git/config': 'x', '.nojekyll': '' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '*\n**/*.md' });
  assertSucceeded(run);
  assert.match(run.log, /^1 file in \.git left out: no pattern names it\.$/m);
  assert.deepEqual(
    uploadedPaths(run).filter((file) => file.startsWith('.')),
    ['.nojekyll'],
  );
  await using named = await deployTo(server, workspace, { files: '.git/**' });
  assertSucceeded(named);
  assert.deepEqual(uploadedPaths(named), ['config']);
});
