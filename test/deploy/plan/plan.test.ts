import '../quiet.ts';

import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { PlanError } from '../../../src/deploy/errors.ts';
import type { Mapping, PlanOptions } from '../../../src/deploy/plan/plan.ts';
import { planDeployment, planUploads } from '../../../src/deploy/plan/plan.ts';
import type { Workspace } from '../../support/workspace.ts';
import { createWorkspace } from '../../support/workspace.ts';

const skipOnWindows = process.platform === 'win32' ? 'Windows rejects such names' : false;
const site = path.resolve('site');

/** Plans files with names relative to `site` that don't have to exist. */
function plan(
  names: readonly string[],
  mapping: Partial<Mapping> = {},
  problems: readonly string[] = [],
) {
  const files = names.map((name) => ({
    path: path.join(site, name),
    sizeBytes: name.length,
    modifiedMs: 1_000 + name.length,
  }));
  const found = {
    files,
    problems,
    commonDirectory: site,
    skipped: { gitFiles: 1, links: 2, danglingLinks: [], excluded: [] },
    ...{ unmatchedPatterns: [], warnings: [] },
  };
  const defaults = { baseDirectory: undefined, remoteDirectory: '', flatten: false };
  return planUploads(found, { ...defaults, ...mapping });
}

function remotePaths(names: readonly string[], mapping?: Partial<Mapping>): string[] {
  return plan(names, mapping).uploads.map((upload) => upload.remotePath);
}

/** The problems of a plan; none if it is possible. */
function problems(names: readonly string[], mapping?: Partial<Mapping>): readonly string[] {
  try {
    plan(names, mapping);
  } catch (error) {
    assert.ok(error instanceof PlanError);
    return error.problems;
  }
  return [];
}

test('planUploads sorts by code unit, whatever the order of the files and the locale', () => {
  const names = ['b', 'a/z', 'é', 'B', 'a-b', 'a', '.x', '日本', '10', '9', 'a.txt', '😀', '｡'];
  const ordered = ['.x', '10', '9', 'B', 'a', 'a-b', 'a.txt', 'a/z', 'b', 'é', '日本', '😀', '｡'];
  assert.deepEqual(remotePaths(names), ordered);
  assert.deepEqual(remotePaths(names.toReversed()), ordered);
});

test('planUploads keeps the local path, size and modification time of each file', () => {
  const { uploads, totalBytes, skipped } = plan(['sub/a.txt', 'b']);
  assert.deepEqual(uploads, [
    { localPath: path.join(site, 'b'), remotePath: 'b', sizeBytes: 1, modifiedMs: 1_001 },
    {
      localPath: path.join(site, 'sub', 'a.txt'),
      remotePath: 'sub/a.txt',
      sizeBytes: 9,
      modifiedMs: 1_009,
    },
  ]);
  assert.equal(totalBytes, 10);
  assert.deepEqual(skipped, { gitFiles: 1, links: 2, danglingLinks: [], excluded: [] });
});

test('planUploads lists each directory below the remote directory once, parents first', () => {
  const names = ['a/b/c/1', 'a/b/c/2', 'a/1', 'x-y/1', 'x/1', 'top'];
  const below = ['a', 'a/b', 'a/b/c', 'x', 'x-y'];
  assert.deepEqual(plan(names).directories, below);
  const nested = plan(names, { remoteDirectory: '/srv/www' });
  assert.equal(nested.remoteDirectory, '/srv/www');
  assert.deepEqual(
    nested.directories,
    below.map((directory) => `/srv/www/${directory}`),
  );
  assert.deepEqual(plan(['a/b/1'], { flatten: true, remoteDirectory: 'www' }).directories, []);
});

for (const { remoteDirectory, expected } of [
  { remoteDirectory: '', expected: 'sub/a.txt' },
  { remoteDirectory: '/', expected: '/sub/a.txt' },
  { remoteDirectory: 'www', expected: 'www/sub/a.txt' },
  { remoteDirectory: '/www/site', expected: '/www/site/sub/a.txt' },
]) {
  test(`planUploads appends paths to the remote directory "${remoteDirectory}"`, () => {
    assert.deepEqual(remotePaths(['sub/a.txt'], { remoteDirectory }), [expected]);
  });
}

test('planUploads drops directories when flatten is true', () => {
  const mapping = { flatten: true, remoteDirectory: 'www' };
  assert.deepEqual(remotePaths(['b', 'x/y/a'], mapping), ['www/a', 'www/b']);
});

test('planUploads reports every file outside base-dir, flattened or not', () => {
  const baseDirectory = path.join(site, 'dist');
  const expected = [
    `${path.join('site', 'a.txt')} is outside base-dir ${path.join('site', 'dist')}.`,
    `${path.join('site', 'dist2', 'b.txt')} is outside base-dir ${path.join('site', 'dist')}.`,
  ];
  for (const flatten of [false, true]) {
    const names = ['a.txt', 'dist/ok.txt', 'dist/..ok', 'dist2/b.txt'];
    assert.deepEqual(problems(names, { baseDirectory, flatten }), expected);
  }
});

test('planUploads accepts names that only start with two dots', () => {
  assert.deepEqual(remotePaths(['..a', 'x/...b']), ['..a', 'x/...b']);
});

test('planUploads reports both files when their remote paths are the same', () => {
  const names = ['x/a.txt', 'a.txt', 'y/a.txt', 'y/b.txt'];
  assert.deepEqual(problems(names, { flatten: true, remoteDirectory: 'www' }), [
    `${path.join('site', 'x', 'a.txt')} and ${path.join('site', 'a.txt')} have the same remote path www/a.txt.`,
    `${path.join('site', 'a.txt')} and ${path.join('site', 'y', 'a.txt')} have the same remote path www/a.txt.`,
  ]);
});

test('planUploads distinguishes names that differ in case or Unicode form only', () => {
  assert.equal(remotePaths(['A', 'a', '\u00e9', 'e\u0301']).length, 4);
});

const lineBreak = "contains a line break or NUL, which can't be sent in an FTP command";
const badNames = [
  { name: 'a\nb', problem: lineBreak },
  { name: 'a\rb', problem: lineBreak },
  { name: 'sub\n/b', problem: lineBreak },
  { name: '..\\x', problem: 'contains ".."' },
  { name: 'a\\..\\b', problem: 'contains ".."' },
  { name: 'd/'.repeat(1999) + 'long', problem: 'is longer than 4000 bytes' },
  { name: 'ü'.repeat(2001), problem: 'is longer than 4000 bytes' },
];

for (const { name, problem } of badNames) {
  const title = JSON.stringify(name.slice(0, 10));
  test(`planUploads rejects ${title}, which ${problem}`, { skip: skipOnWindows }, () => {
    const [found = '', ...others] = problems([name, 'good.txt']);
    assert.ok(found.endsWith(` can't be uploaded: its remote path ${problem}.`), found);
    assert.doesNotMatch(found, /[\r\n]/);
    assert.deepEqual(others, []);
  });
}

test('planUploads includes the remote directory in the length of a path', () => {
  const name = 'n'.repeat(3998);
  assert.deepEqual(problems([name], { remoteDirectory: 'r' }), []);
  assert.equal(problems([name], { remoteDirectory: 'rr' }).length, 1);
});

test('planUploads reports all problems together, those of the search first', () => {
  const mapping = { flatten: true, baseDirectory: path.join(site, 'in') };
  assert.throws(
    () => plan(['in/a', 'in/x/a', 'out'], mapping, ['A link problem.']),
    (error) => {
      assert.ok(error instanceof PlanError);
      assert.equal(error.code, 'PLAN');
      assert.match(
        error.message,
        /^A link problem\.\n.*outside base-dir.*\n.*have the same remote path a\.$/,
      );
      return error.problems.length === 3;
    },
  );
});

// As actions/upload-artifact maps the same patterns.
const mappings = [
  { title: 'a single file to its name', patterns: ['dist/js/app.js'], expected: ['app.js'] },
  {
    title: 'a directory without its own name',
    patterns: ['dist'],
    expected: ['css/a.css', 'index.html', 'js/app.js'],
  },
  {
    title: 'a pattern from the directory before its wildcard',
    patterns: ['dist/**/*.js'],
    expected: ['js/app.js'],
  },
  {
    title: 'two files from their common directory',
    patterns: ['dist/js/app.js', 'dist/css/a.css'],
    expected: ['css/a.css', 'js/app.js'],
  },
  {
    title: 'two directories from their common directory',
    patterns: ['dist/js', 'docs'],
    expected: ['dist/js/app.js', 'docs/x.md'],
  },
  {
    title: 'a directory and a file in it from the directory',
    patterns: ['dist/css', 'dist/css/a.css'],
    expected: ['a.css'],
  },
];

async function planWorkspace(
  workspace: Workspace,
  options: Pick<PlanOptions, 'patterns'> & Partial<PlanOptions>,
) {
  return await planDeployment({
    ...{ exclude: [], followSymlinks: true },
    workspace: workspace.path,
    baseDirectory: undefined,
    remoteDirectory: '',
    flatten: false,
    ...options,
    patterns: options.patterns.map((pattern) => path.join(workspace.path, pattern)),
  });
}

for (const { title, patterns, expected } of mappings) {
  test(`planDeployment maps ${title} without base-dir`, async () => {
    await using workspace = await createWorkspace({
      'dist/index.html': '',
      'dist/js/app.js': '',
      'dist/css/a.css': '',
      'docs/x.md': '',
    });
    const { uploads } = await planWorkspace(workspace, { patterns });
    assert.deepEqual(
      uploads.map((upload) => upload.remotePath),
      expected,
    );
  });
}

test('planDeployment maps files from base-dir when there is one', async () => {
  await using workspace = await createWorkspace({ 'dist/js/app.js': '' });
  const { uploads } = await planWorkspace(workspace, {
    patterns: ['dist/js'],
    baseDirectory: path.join(workspace.path, 'dist'),
  });
  assert.deepEqual(
    uploads.map((upload) => upload.remotePath),
    ['js/app.js'],
  );
});

test('planDeployment is empty when no file matches', async () => {
  await using workspace = await createWorkspace({ 'a.txt': '' });
  assert.deepEqual(await planWorkspace(workspace, { patterns: ['b.txt'] }), {
    uploads: [],
    remoteDirectory: '',
    baseDirectory: path.join(workspace.path, 'b.txt'),
    directories: [],
    totalBytes: 0,
    skipped: { gitFiles: 0, links: 0, danglingLinks: [], excluded: [] },
    ...{ unmatchedPatterns: [], warnings: [] },
  });
});

test(
  'planDeployment reports problems of the search and of the mapping together',
  { skip: skipOnWindows },
  async () => {
    await using outside = await createWorkspace({ secret: '' });
    await using workspace = await createWorkspace({ 'a\nb': '' });
    await symlink(path.join(outside.path, 'secret'), path.join(workspace.path, 'link'));
    await assert.rejects(planWorkspace(workspace, { patterns: ['*'] }), (error) => {
      assert.ok(error instanceof PlanError);
      const [search = '', mapping = '', ...others] = error.problems;
      assert.match(search, /link is reached through a link that leads outside the workspace/);
      assert.match(mapping, /a\\x0ab can't be uploaded/);
      assert.deepEqual(others, []);
      return true;
    });
  },
);
