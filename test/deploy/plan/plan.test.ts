import '../quiet.ts';

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { PlanError } from '../../../src/deploy/errors.ts';
import { findLocalFiles } from '../../../src/deploy/plan/local-files.ts';
import type { Mapping } from '../../../src/deploy/plan/plan.ts';
import { planUploads } from '../../../src/deploy/plan/plan.ts';
import { createWorkspace } from '../../support/workspace.ts';

const skipOnWindows =
  process.platform === 'win32' ? 'such names are not possible on Windows' : false;
const site = path.resolve('site');

/** Plans files that are named relative to `site`, without touching the disk. */
function plan(names: readonly string[], mapping: Partial<Mapping> = {}, problems?: string[]) {
  const files = names.map((name) => ({
    path: path.join(site, name),
    sizeBytes: name.length,
    modifiedMs: 1_000 + name.length,
  }));
  const defaults = { baseDirectory: site, remoteDirectory: '', flatten: false };
  return planUploads(files, { ...defaults, ...mapping }, problems);
}

function remotePaths(names: readonly string[], mapping?: Partial<Mapping>): string[] {
  return plan(names, mapping).uploads.map((upload) => upload.remotePath);
}

/** The problems that make a plan impossible. */
function problems(names: readonly string[], mapping?: Partial<Mapping>): readonly string[] {
  try {
    plan(names, mapping);
  } catch (error) {
    assert.ok(error instanceof PlanError);
    return error.problems;
  }
  return [];
}

test('planUploads orders by code unit, whatever the order of the files and the locale', () => {
  const names = ['b', 'a/z', 'é', 'B', 'a-b', 'a', '.x', '日本', '10', '9', 'a.txt', '😀', '｡'];
  const ordered = ['.x', '10', '9', 'B', 'a', 'a-b', 'a.txt', 'a/z', 'b', 'é', '日本', '😀', '｡'];
  assert.deepEqual(remotePaths(names), ordered);
  assert.deepEqual(remotePaths(names.toReversed()), ordered);
});

test('planUploads adds up bytes and keeps local path, size and time of each file', () => {
  const { uploads, totalBytes } = plan(['sub/a.txt', 'b']);
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
});

test('planUploads lists the directories below the remote directory once, parents first', () => {
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

const remoteDirectories: readonly [directory: string, remotePath: string][] = [
  ['', 'sub/a.txt'],
  ['/', '/sub/a.txt'],
  ['www', 'www/sub/a.txt'],
  ['/www/site', '/www/site/sub/a.txt'],
];

for (const [remoteDirectory, expected] of remoteDirectories) {
  test(`planUploads maps below the remote directory "${remoteDirectory}"`, () => {
    assert.deepEqual(remotePaths(['sub/a.txt'], { remoteDirectory }), [expected]);
  });
}

test('planUploads leaves directories out when it flattens', () => {
  const mapping = { flatten: true, remoteDirectory: 'www' };
  assert.deepEqual(remotePaths(['b', 'x/y/a'], mapping), ['www/a', 'www/b']);
});

test('planUploads names every file outside base-dir, flattened or not', () => {
  const baseDirectory = path.join(site, 'dist');
  const expected = [
    `${path.join('site', 'a.txt')} lies outside base-dir ${path.join('site', 'dist')}.`,
    `${path.join('site', 'dist2', 'b.txt')} lies outside base-dir ${path.join('site', 'dist')}.`,
  ];
  for (const flatten of [false, true]) {
    const names = ['a.txt', 'dist/ok.txt', 'dist/..ok', 'dist2/b.txt'];
    assert.deepEqual(problems(names, { baseDirectory, flatten }), expected);
  }
});

test('planUploads takes a name that only begins with two dots', () => {
  assert.deepEqual(remotePaths(['..a', 'x/...']), ['..a', 'x/...']);
});

test('planUploads names both files of every collision', () => {
  const names = ['x/a.txt', 'a.txt', 'y/a.txt', 'y/b.txt'];
  assert.deepEqual(problems(names, { flatten: true, remoteDirectory: 'www' }), [
    `${path.join('site', 'x', 'a.txt')} and ${path.join('site', 'a.txt')} would both become www/a.txt.`,
    `${path.join('site', 'a.txt')} and ${path.join('site', 'y', 'a.txt')} would both become www/a.txt.`,
  ]);
});

test('planUploads tells names apart that differ in case or Unicode form only', () => {
  assert.equal(remotePaths(['A', 'a', '\u00e9', 'e\u0301']).length, 4);
});

const badNames: readonly [name: string, problem: string][] = [
  ['a\nb', 'holds a line break or NUL, which no FTP command can carry'],
  ['a\rb', 'holds a line break or NUL, which no FTP command can carry'],
  ['sub\n/b', 'holds a line break or NUL, which no FTP command can carry'],
  ['..\\x', 'holds ".."'],
  ['a\\..\\b', 'holds ".."'],
  ['d/'.repeat(1999) + 'long', 'is longer than 4000 bytes'],
  ['ü'.repeat(2001), 'is longer than 4000 bytes'],
];

for (const [name, problem] of badNames) {
  const title = JSON.stringify(name.slice(0, 10));
  test(`planUploads refuses the name ${title}: ${problem}`, { skip: skipOnWindows }, () => {
    const [found = '', ...others] = problems([name, 'good.txt']);
    assert.ok(found.endsWith(` cannot be uploaded: its path ${problem}.`), found);
    assert.doesNotMatch(found, /[\r\n]/);
    assert.deepEqual(others, []);
  });
}

test('planUploads counts the remote directory into the length of a path', () => {
  const name = 'n'.repeat(3998);
  assert.deepEqual(problems([name], { remoteDirectory: 'r' }), []);
  assert.equal(problems([name], { remoteDirectory: 'rr' }).length, 1);
});

test('planUploads reports all problems at once, what was found before first', () => {
  const mapping = { flatten: true, baseDirectory: path.join(site, 'in') };
  assert.throws(
    () => plan(['in/a', 'in/x/a', 'out'], mapping, ['A link leads out.']),
    (error) => {
      assert.ok(error instanceof PlanError);
      assert.equal(error.code, 'PLAN');
      assert.match(
        error.message,
        /^A link leads out\.\n.*outside base-dir.*\n.*would both become a\.$/,
      );
      return error.problems.length === 3;
    },
  );
});

test('PlanError shows ten problems and counts the others', () => {
  const error = new PlanError(Array.from({ length: 12 }, (_, index) => `Problem ${index}.`));
  assert.equal(error.problems.length, 12);
  assert.equal(error.message.split('\n').length, 11);
  assert.ok(error.message.endsWith('Problem 9.\nAnd 2 more such problems.'));
});

// What actions/upload-artifact makes of the same patterns.
const mappings: readonly [title: string, patterns: readonly string[], remotePaths: string[]][] = [
  ['a single file to its name', ['dist/js/app.js'], ['app.js']],
  ['a directory from itself', ['dist'], ['css/a.css', 'index.html', 'js/app.js']],
  ['a wildcard from before it', ['dist/**/*.js'], ['js/app.js']],
  [
    'two files from what they share',
    ['dist/js/app.js', 'dist/css/a.css'],
    ['css/a.css', 'js/app.js'],
  ],
  ['two directories from what they share', ['dist/js', 'docs'], ['dist/js/app.js', 'docs/x.md']],
  ['a file and its directory from the directory', ['dist/css', 'dist/css/a.css'], ['a.css']],
];

for (const [title, patterns, expected] of mappings) {
  test(`planUploads maps ${title} when no base-dir is given`, async () => {
    await using workspace = await createWorkspace({
      'dist/index.html': '',
      'dist/js/app.js': '',
      'dist/css/a.css': '',
      'docs/x.md': '',
    });
    const absolute = patterns.map((pattern) => path.join(workspace.path, pattern));
    const search = { patterns: absolute, followSymlinks: true, workspace: workspace.path };
    const { files, commonDirectory } = await findLocalFiles(search);
    const mapping = { baseDirectory: commonDirectory, remoteDirectory: '', flatten: false };
    const { uploads } = planUploads(files, mapping);
    assert.deepEqual(
      uploads.map((upload) => upload.remotePath),
      expected,
    );
  });
}
