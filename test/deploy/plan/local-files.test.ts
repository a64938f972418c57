import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';

import { PlanError } from '../../../src/deploy/errors.ts';
import { findLocalFiles } from '../../../src/deploy/plan/local-files.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { find } from './find.ts';

const onWindows = process.platform === 'win32';
const skipOnWindows = onWindows ? 'needs a POSIX file system' : false;

test('findLocalFiles finds files at any depth, including dotfiles, and no directories', async () => {
  await using site = await createWorkspace({
    'index.html': '<h1>',
    '.htaccess': 'Deny from all',
    '.well-known/security.txt': 'x',
    'a/b/c/deep.txt': '',
  });
  await mkdir(path.join(site.path, 'empty'));
  const { names, files, problems } = await find(site, ['**']);
  const expected = ['.htaccess', '.well-known/security.txt', 'a/b/c/deep.txt', 'index.html'];
  assert.deepEqual(names, expected);
  assert.deepEqual(files.map((file) => file.sizeBytes).sort(), [0, 1, 13, 4]);
  assert.deepEqual(problems, []);
});

test('findLocalFiles finds everything in a directory when a pattern is its path', async () => {
  await using site = await createWorkspace({ 'dist/a.txt': '', 'dist/sub/b.txt': '', 'c.txt': '' });
  assert.deepEqual((await find(site, ['dist'])).names, ['dist/a.txt', 'dist/sub/b.txt']);
  assert.deepEqual((await find(site, ['dist/'])).names, ['dist/a.txt', 'dist/sub/b.txt']);
});

test('findLocalFiles skips and counts files in .git', async () => {
  await using site = await createWorkspace({
    'index.html': '',
    '.gitignore': '',
    '.git/config': '',
    '.git/objects/aa/bb': '',
    'module/.git': 'gitdir: ../.git/modules/module',
  });
  const { names, skipped } = await find(site, ['**']);
  assert.deepEqual(names, ['.gitignore', 'index.html']);
  assert.deepEqual(skipped, { gitFiles: 3, links: 0, danglingLinks: [], excluded: [] });
});

interface PatternCase {
  readonly patterns: readonly string[];
  readonly expected: readonly string[];
}

const gitPatterns: readonly PatternCase[] = [
  { patterns: ['.git/**'], expected: ['.git/config'] },
  { patterns: ['.git/config'], expected: ['.git/config'] },
  { patterns: ['**/.git/config'], expected: ['.git/config', 'module/.git/config'] },
  { patterns: ['*/.git/*'], expected: ['module/.git/config'] },
  {
    patterns: ['index.html', ' **/.git/config '],
    expected: ['.git/config', 'index.html', 'module/.git/config'],
  },
  // An exclude, a comment, and a name that only starts with `.git` don't include it.
  { patterns: ['**', '!**/.git/HEAD'], expected: ['index.html'] },
  { patterns: ['**', '  !**/.git/HEAD'], expected: ['index.html'] },
  { patterns: ['**', '# not/.git/config'], expected: ['index.html'] },
  { patterns: ['**', 'module/.github/**'], expected: ['index.html'] },
];

for (const { patterns, expected } of gitPatterns) {
  test(`findLocalFiles finds ${expected.join(', ')} with ${patterns.join(', ')}`, async () => {
    const files = { 'index.html': '', '.git/config': '', 'module/.git/config': '' };
    await using site = await createWorkspace(files);
    assert.deepEqual((await find(site, patterns)).names, expected);
  });
}

test('findLocalFiles finds files when the workspace itself is inside a .git directory', async () => {
  await using outer = await createWorkspace({ '.git/site/index.html': '' });
  const workspace = { ...outer, path: path.join(outer.path, '.git', 'site') };
  assert.deepEqual((await find(workspace, ['*'])).names, ['index.html']);
});

test('findLocalFiles supports excludes, later includes, comments, empty patterns and spaces', async () => {
  await using site = await createWorkspace({
    'a.html': '',
    'a.map': '',
    'sub/b.map': '',
    'sub/keep.map': '',
  });
  const patterns = ['# everything', '', '**', '  !**/*.map', 'sub/keep.map  '];
  assert.deepEqual((await find(site, patterns)).names, ['a.html', 'sub/keep.map']);
});

test("findLocalFiles finds nothing when a path doesn't exist", async () => {
  await using site = await createWorkspace({ 'a.txt': '' });
  const { names, problems } = await find(site, ['b.txt']);
  assert.deepEqual({ names, problems }, { names: [], problems: [] });
});

test('findLocalFiles reads [x] as a class, [[] as a bracket, and braces literally', async () => {
  const files = { 'x.txt': '', '[x].txt': '', '{a,b}.txt': '', 'a.txt': '' };
  await using site = await createWorkspace(files);
  assert.deepEqual((await find(site, ['[x].txt'])).names, ['x.txt']);
  assert.deepEqual((await find(site, ['[[]x].txt'])).names, ['[x].txt']);
  assert.deepEqual((await find(site, ['{a,b}.txt'])).names, ['{a,b}.txt']);
});

test(
  'findLocalFiles accepts backslashes as separators on Windows',
  { skip: onWindows ? false : 'needs Windows' },
  async () => {
    await using site = await createWorkspace({ 'a/b.txt': '', '.git/config': '' });
    assert.deepEqual((await find(site, ['a\\*.txt'])).names, ['a/b.txt']);
    assert.deepEqual((await find(site, ['.git\\config'])).names, ['.git/config']);
  },
);

test(
  'findLocalFiles ends when patterns are on different drives',
  { skip: onWindows ? false : 'needs Windows', timeout: 10_000 },
  async () => {
    const patterns = ['C:\\missing\\a.txt', 'Q:\\missing\\b.txt'];
    const search = {
      patterns,
      exclude: [],
      baseDirectory: undefined,
      followSymlinks: true,
      workspace: process.cwd(),
    };
    assert.deepEqual((await findLocalFiles(search)).files, []);
  },
);

const commonDirectories = [
  { title: 'one file', patterns: ['dist/sub/a.txt'], expected: 'dist/sub' },
  { title: 'one missing file', patterns: ['dist/none.txt'], expected: 'dist/none.txt' },
  { title: 'one directory', patterns: ['dist'], expected: 'dist' },
  { title: 'one pattern', patterns: ['dist/**/*.txt'], expected: 'dist' },
  { title: 'a pattern that starts with a wildcard', patterns: ['*/*.txt'], expected: '' },
  { title: 'two files in one directory', patterns: ['dist/a.txt', 'dist/b.txt'], expected: 'dist' },
  {
    title: 'two files in two directories',
    patterns: ['dist/a.txt', 'dist/sub/a.txt'],
    expected: 'dist',
  },
  {
    title: 'a directory and a file in it',
    patterns: ['dist/**', 'dist/sub/a.txt'],
    expected: 'dist',
  },
  {
    title: 'two directories of which one name starts with the other',
    patterns: ['dist/**', 'dist2/**'],
    expected: '',
  },
  {
    title: 'a directory, ignoring excludes',
    patterns: ['dist/sub/**', '!dist/b.txt'],
    expected: 'dist/sub',
  },
];

for (const { title, patterns, expected } of commonDirectories) {
  test(`findLocalFiles returns the common directory of ${title}`, async () => {
    const files = { 'dist/a.txt': '', 'dist/b.txt': '', 'dist/sub/a.txt': '', 'dist2/c.txt': '' };
    await using site = await createWorkspace(files);
    assert.equal((await find(site, patterns)).common, expected);
  });
}

test('findLocalFiles finds files outside the workspace when a pattern names them', async () => {
  await using outside = await createWorkspace({ 'dir/a.txt': '', 'b.txt': '' });
  await using site = await createWorkspace();
  const { names, problems } = await find(outside, ['**'], { workspace: site.path });
  assert.deepEqual({ names, problems }, { names: ['b.txt', 'dir/a.txt'], problems: [] });
});

test(
  'findLocalFiles reports matches that are not regular files',
  { skip: skipOnWindows },
  async () => {
    await using site = await createWorkspace({ 'a.txt': '' });
    const socket = net.createServer().listen(path.join(site.path, 's'));
    await once(socket, 'listening');
    const { names, problems } = await find(site, ['*']);
    socket.close();
    assert.deepEqual(names, ['a.txt']);
    const shown = path.relative(process.cwd(), path.join(site.path, 's'));
    assert.deepEqual(problems, [`${shown} can't be read: it isn't a regular file.`]);
  },
);

const isRoot = process.getuid?.() === 0;
test(
  'findLocalFiles reports unreadable files',
  { skip: skipOnWindows || (isRoot ? 'root can read everything' : false) },
  async () => {
    await using site = await createWorkspace({ 'a.txt': '', 'secret.txt': '' });
    await chmod(path.join(site.path, 'secret.txt'), 0);
    const { names, problems } = await find(site, ['*']);
    assert.deepEqual(names, ['a.txt']);
    assert.match(problems.join(), /secret\.txt can't be read: EACCES/);
  },
);

test(
  'findLocalFiles escapes control characters in its errors',
  { skip: skipOnWindows },
  async () => {
    await using site = await createWorkspace();
    const name = 'x\n::error::\u001b[2J';
    // The target's name is too long for any system; its error quotes the name of the link.
    await symlink('x'.repeat(300), path.join(site.path, name));
    await assert.rejects(find(site, ['*']), (error: Error) => {
      assert.ok(error instanceof PlanError);
      assert.match(
        error.message,
        /^Could not search for files: ENAMETOOLONG.*x\\x0a::error::\\x1b\[2J'\.$/,
      );
      return true;
    });
  },
);

test('findLocalFiles rejects invalid patterns', async () => {
  await using site = await createWorkspace({ 'a.txt': '' });
  await assert.rejects(find(site, ['../b']), (error: Error) => {
    assert.ok(error instanceof PlanError);
    assert.match(error.message, /^Invalid file pattern: Invalid pattern '.*\.\.\/b'/);
    return true;
  });
});

test(
  'findLocalFiles reports unreadable directories',
  { skip: skipOnWindows || (isRoot ? 'root can read everything' : false) },
  async () => {
    await using site = await createWorkspace({ 'dir/a.txt': '' });
    await chmod(path.join(site.path, 'dir'), 0);
    await assert.rejects(
      find(site, ['**']),
      /^PlanError: Could not search for files: EACCES.*dir'\.$/,
    );
    await chmod(path.join(site.path, 'dir'), 0o755);
  },
);
