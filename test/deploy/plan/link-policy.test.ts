import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import type { FileSearch } from '../../../src/deploy/plan/local-files.ts';
import type { Workspace } from '../../support/workspace.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { find } from './find.ts';

const skip = process.platform === 'win32' ? 'links need a privilege on Windows' : false;

interface Outcome {
  readonly names?: readonly string[];
  readonly problems?: readonly RegExp[];
  readonly gitFiles?: number;
  readonly links?: number;
}

/** Runs a search and compares everything it returns with what is expected; what isn't named must be empty. */
async function expectFound(
  workspace: Workspace,
  search: { readonly patterns: readonly string[] } & Partial<FileSearch>,
  expected: Outcome,
): Promise<void> {
  const { patterns, ...options } = search;
  const found = await find(workspace, patterns, options);
  assert.deepEqual(found.names, expected.names ?? []);
  assert.equal(found.problems.length, expected.problems?.length ?? 0, found.problems.join('\n'));
  for (const [index, pattern] of (expected.problems ?? []).entries()) {
    assert.match(found.problems[index] ?? '', pattern);
  }
  assert.equal(found.skipped.gitFiles, expected.gitFiles ?? 0);
  assert.equal(found.skipped.links, expected.links ?? 0);
}

const outsideWorkspace = /is reached through a link that leads outside the workspace\.$/;

describe('LinkPolicy rejects a link outside the workspace', { skip }, () => {
  for (const { title, patterns } of [
    { title: 'above the search path', patterns: ['build/public/**'] },
    { title: 'above a search path without wildcards', patterns: ['build/public'] },
    { title: 'in the path of a single file', patterns: ['build/key.txt'] },
  ]) {
    test(title, async () => {
      await using outside = await createWorkspace({ 'public/a.txt': 'a', 'key.txt': 'k' });
      await using site = await createWorkspace();
      await symlink(outside.path, path.join(site.path, 'build'));
      await expectFound(site, { patterns }, { problems: [outsideWorkspace] });
    });
  }

  test('unless links are not followed: then it counts as skipped', async () => {
    await using outside = await createWorkspace({ 'public/a.txt': 'a' });
    await using site = await createWorkspace();
    await symlink(outside.path, path.join(site.path, 'build'));
    const search = { patterns: ['build/public/**'], followSymlinks: false };
    await expectFound(site, search, { links: 1 });
  });
});

test(
  'LinkPolicy accepts a search path outside the workspace that a pattern names',
  { skip },
  async () => {
    await using outside = await createWorkspace({ 'real/a.txt': 'a' });
    await symlink('real', path.join(outside.path, 'linked'));
    await using site = await createWorkspace();
    const search = { patterns: ['**'], workspace: site.path };
    await expectFound(outside, search, { names: ['linked/a.txt', 'real/a.txt'] });
  },
);

test('LinkPolicy accepts a workspace that is itself reached through a link', { skip }, async () => {
  await using outer = await createWorkspace({ 'real/site/a.txt': 'a' });
  await symlink('real', path.join(outer.path, 'work'));
  const site = { ...outer, path: path.join(outer.path, 'work', 'site') };
  const search = { patterns: ['**'], followSymlinks: false };
  await expectFound(site, search, { names: ['a.txt'] });
});

describe('LinkPolicy leaves out what a link shows of .git', { skip }, () => {
  const files = { '.git/config': 'token', 'site/index.html': '' };

  test('through a link to the directory and to a file', async () => {
    await using workspace = await createWorkspace(files);
    await symlink('../.git', path.join(workspace.path, 'site/g'));
    await symlink('../.git/config', path.join(workspace.path, 'site/c.txt'));
    const expected = { names: ['site/index.html'], gitFiles: 2 };
    await expectFound(workspace, { patterns: ['site'] }, expected);
  });

  test('unless a pattern names .git', async () => {
    await using workspace = await createWorkspace(files);
    await symlink('../.git/config', path.join(workspace.path, 'site/c.txt'));
    const expected = { names: ['.git/config', 'site/c.txt', 'site/index.html'] };
    await expectFound(workspace, { patterns: ['site', '.git/config'] }, expected);
  });
});

test('LinkPolicy rejects a link to a directory that contains it', { skip }, async () => {
  await using workspace = await createWorkspace({ 'site/a.txt': '', '.npmrc': 'token' });
  await symlink('..', path.join(workspace.path, 'site/all'));
  const { names, problems } = await find(workspace, ['site']);
  assert.deepEqual(names, ['site/a.txt']);
  assert.match(problems[0] ?? '', /site\/all is a link to a directory that contains it\.$/);
});

test('findLocalFiles fails when links multiply a tree', { skip }, async () => {
  await using workspace = await createWorkspace();
  // Under load, Linux resolves a path twice and counts its links twice; it follows at most 40.
  const levels = 18;
  for (let level = 0; level < levels; level += 1) {
    const directory = path.join(workspace.path, String(level));
    await mkdir(directory);
    for (const name of ['a', 'b']) await symlink(`../${level + 1}`, path.join(directory, name));
  }
  await mkdir(path.join(workspace.path, String(levels)));
  await writeFile(path.join(workspace.path, String(levels), 'file.txt'), '');
  await assert.rejects(find(workspace, ['0/**']), {
    code: 'PLAN',
    message: /^Links lead to .* by more than 1000 paths, such as /,
  });
});

test(
  'findLocalFiles names links whose target does not exist, if a pattern matches them',
  { skip },
  async () => {
    await using workspace = await createWorkspace({ 'a.html': '', 'sub/b.html': '' });
    for (const name of ['gone.html', 'gone.txt', 'sub/gone.html']) {
      await symlink('nowhere', path.join(workspace.path, name));
    }
    await symlink('itself.html', path.join(workspace.path, 'itself.html'));
    await symlink('a.html/below', path.join(workspace.path, 'wrong.html'));
    const { names, skipped, problems } = await find(workspace, ['**/*.html']);
    assert.deepEqual({ names, problems }, { names: ['a.html', 'sub/b.html'], problems: [] });
    assert.deepEqual(
      skipped.danglingLinks.map((link) => path.relative(workspace.path, link)).sort(),
      ['gone.html', 'itself.html', 'sub/gone.html', 'wrong.html'],
    );
  },
);

describe('findLocalFiles reports a name that is not valid UTF-8', { skip }, () => {
  // A shell creates the name: Node's functions for paths take strings.
  const create = (directory: string, name: string) =>
    execFileSync('sh', ['-c', `: > "$(printf '${name}')"`], { cwd: directory });

  for (const followSymlinks of [true, false]) {
    test(`if a pattern matches it, follow-symlinks: ${followSymlinks}`, async (t) => {
      await using workspace = await createWorkspace({ 'a.html': '' });
      try {
        create(workspace.path, 'caf\\351.html');
      } catch {
        t.skip('this file system only has names in UTF-8');
        return;
      }
      const search = find(workspace, ['*.html'], { followSymlinks });
      if (!followSymlinks) {
        await assert.rejects(search, { code: 'PLAN' });
        return;
      }
      const { problems } = await search;
      assert.match(problems.join('\n'), /^The name of .*caf\ufffd\.html isn't valid UTF-8\.$/);
    });
  }
});
