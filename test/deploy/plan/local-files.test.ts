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

test('findLocalFiles finds files of every depth, dotfiles too, and no directory', async () => {
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

test('findLocalFiles takes a directory to stand for everything below it', async () => {
  await using site = await createWorkspace({ 'dist/a.txt': '', 'dist/sub/b.txt': '', 'c.txt': '' });
  assert.deepEqual((await find(site, ['dist'])).names, ['dist/a.txt', 'dist/sub/b.txt']);
  assert.deepEqual((await find(site, ['dist/'])).names, ['dist/a.txt', 'dist/sub/b.txt']);
});

test('findLocalFiles leaves .git out and counts what it left out', async () => {
  await using site = await createWorkspace({
    'index.html': '',
    '.gitignore': '',
    '.git/config': '',
    '.git/objects/aa/bb': '',
    'module/.git': 'gitdir: ../.git/modules/module',
  });
  const { names, gitFiles } = await find(site, ['**']);
  assert.deepEqual(names, ['.gitignore', 'index.html']);
  assert.equal(gitFiles, 3);
});

const namingGit: readonly [patterns: readonly string[], names: readonly string[]][] = [
  [['.git/**'], ['.git/config']],
  [['.git/config'], ['.git/config']],
  [['**/.git/config'], ['.git/config', 'module/.git/config']],
  [['*/.git/*'], ['module/.git/config']],
  [
    ['index.html', ' **/.git/config '],
    ['.git/config', 'index.html', 'module/.git/config'],
  ],
  // Neither an exclude nor a comment nor a name that only begins so is a wish for it.
  [['**', '!**/.git/HEAD'], ['index.html']],
  [['**', '  !**/.git/HEAD'], ['index.html']],
  [['**', '# not/.git/config'], ['index.html']],
  [['**', 'module/.github/**'], ['index.html']],
];

for (const [patterns, expected] of namingGit) {
  test(`findLocalFiles finds ${expected.join(', ')} by ${patterns.join(', ')}`, async () => {
    const files = { 'index.html': '', '.git/config': '', 'module/.git/config': '' };
    await using site = await createWorkspace(files);
    assert.deepEqual((await find(site, patterns)).names, expected);
  });
}

test('findLocalFiles uploads what lies below a .git of the path to the workspace', async () => {
  await using outer = await createWorkspace({ '.git/site/index.html': '' });
  const workspace = { ...outer, path: path.join(outer.path, '.git', 'site') };
  assert.deepEqual((await find(workspace, ['*'])).names, ['index.html']);
});

test('findLocalFiles knows excludes, later includes, comments, empty lines and space around', async () => {
  await using site = await createWorkspace({
    'a.html': '',
    'a.map': '',
    'sub/b.map': '',
    'sub/keep.map': '',
  });
  const patterns = ['# everything', '', '**', '  !**/*.map', 'sub/keep.map  '];
  assert.deepEqual((await find(site, patterns)).names, ['a.html', 'sub/keep.map']);
});

test('findLocalFiles finds nothing for a literal path that is not there', async () => {
  await using site = await createWorkspace({ 'a.txt': '' });
  const { names, problems } = await find(site, ['b.txt']);
  assert.deepEqual({ names, problems }, { names: [], problems: [] });
});

test('findLocalFiles reads [x] as a class, [[] as a bracket, and braces as they are', async () => {
  const files = { 'x.txt': '', '[x].txt': '', '{a,b}.txt': '', 'a.txt': '' };
  await using site = await createWorkspace(files);
  assert.deepEqual((await find(site, ['[x].txt'])).names, ['x.txt']);
  assert.deepEqual((await find(site, ['[[]x].txt'])).names, ['[x].txt']);
  assert.deepEqual((await find(site, ['{a,b}.txt'])).names, ['{a,b}.txt']);
});

test(
  'findLocalFiles takes a backslash for a separator on Windows',
  { skip: onWindows ? false : 'needs Windows' },
  async () => {
    await using site = await createWorkspace({ 'a/b.txt': '', '.git/config': '' });
    assert.deepEqual((await find(site, ['a\\*.txt'])).names, ['a/b.txt']);
    assert.deepEqual((await find(site, ['.git\\config'])).names, ['.git/config']);
  },
);

test(
  'findLocalFiles comes to an end when patterns lie on different drives',
  { skip: onWindows ? false : 'needs Windows', timeout: 10_000 },
  async () => {
    const patterns = ['C:\\not-there\\a.txt', 'Q:\\not-there\\b.txt'];
    const search = { patterns, followSymlinks: true, workspace: process.cwd() };
    assert.deepEqual((await findLocalFiles(search)).files, []);
  },
);

const commonDirectories: readonly [title: string, patterns: readonly string[], common: string][] = [
  ['one file', ['dist/sub/a.txt'], 'dist/sub'],
  ['one file that is not there', ['dist/none.txt'], 'dist/none.txt'],
  ['one directory', ['dist'], 'dist'],
  ['one pattern', ['dist/**/*.txt'], 'dist'],
  ['one pattern that begins with a wildcard', ['*/*.txt'], ''],
  ['two files of one directory', ['dist/a.txt', 'dist/b.txt'], 'dist'],
  ['two files of two directories', ['dist/a.txt', 'dist/sub/a.txt'], 'dist'],
  ['a directory and a file in it', ['dist/**', 'dist/sub/a.txt'], 'dist'],
  ['two directories with one beginning', ['dist/**', 'dist2/**'], ''],
  ['an exclude, which does not count', ['dist/sub/**', '!dist/b.txt'], 'dist/sub'],
];

for (const [title, patterns, expected] of commonDirectories) {
  test(`findLocalFiles tells the directory that is common to ${title}`, async () => {
    const files = { 'dist/a.txt': '', 'dist/b.txt': '', 'dist/sub/a.txt': '', 'dist2/c.txt': '' };
    await using site = await createWorkspace(files);
    assert.equal((await find(site, patterns)).common, expected);
  });
}

test('findLocalFiles takes files outside the workspace that a pattern names', async () => {
  await using outside = await createWorkspace({ 'dir/a.txt': '', 'b.txt': '' });
  await using site = await createWorkspace();
  const { names, problems } = await find(outside, ['**'], { workspace: site.path });
  assert.deepEqual({ names, problems }, { names: ['b.txt', 'dir/a.txt'], problems: [] });
});

test('findLocalFiles names what is no regular file', { skip: skipOnWindows }, async () => {
  await using site = await createWorkspace({ 'a.txt': '' });
  const socket = net.createServer().listen(path.join(site.path, 's'));
  await once(socket, 'listening');
  const { names, problems } = await find(site, ['*']);
  socket.close();
  assert.deepEqual(names, ['a.txt']);
  const shown = path.relative(process.cwd(), path.join(site.path, 's'));
  assert.deepEqual(problems, [`${shown} cannot be read: it is not a regular file.`]);
});

const isRoot = process.getuid?.() === 0;
test(
  'findLocalFiles names a file that it may not read',
  { skip: skipOnWindows || (isRoot ? 'root may read everything' : false) },
  async () => {
    await using site = await createWorkspace({ 'a.txt': '', 'secret.txt': '' });
    await chmod(path.join(site.path, 'secret.txt'), 0);
    const { names, problems } = await find(site, ['*']);
    assert.deepEqual(names, ['a.txt']);
    assert.match(problems.join(), /secret\.txt cannot be read: EACCES/);
  },
);

test(
  'findLocalFiles makes hostile names harmless in what it says',
  { skip: skipOnWindows },
  async () => {
    await using site = await createWorkspace();
    const name = 'x\n::error::\u001b[2J';
    await symlink(name, path.join(site.path, name)); // leads to itself: the system's error has its name
    await assert.rejects(find(site, ['*']), (error: Error) => {
      assert.ok(error instanceof PlanError);
      assert.match(
        error.message,
        /^The files cannot be searched: ELOOP.*x\\x0a::error::\\x1b\[2J'\.$/,
      );
      return true;
    });
  },
);

test('findLocalFiles refuses a pattern that leads out of the workspace', async () => {
  await using site = await createWorkspace({ 'a.txt': '' });
  await assert.rejects(find(site, ['../b']), (error: Error) => {
    assert.ok(error instanceof PlanError);
    assert.match(error.message, /^The patterns cannot be used: Invalid pattern '.*\.\.\/b'/);
    return true;
  });
});

test(
  'findLocalFiles names a directory that it may not search',
  { skip: skipOnWindows || (isRoot ? 'root may read everything' : false) },
  async () => {
    await using site = await createWorkspace({ 'dir/a.txt': '' });
    await chmod(path.join(site.path, 'dir'), 0);
    await assert.rejects(
      find(site, ['**']),
      /^PlanError: The files cannot be searched: EACCES.*dir'\.$/,
    );
    await chmod(path.join(site.path, 'dir'), 0o755);
  },
);
