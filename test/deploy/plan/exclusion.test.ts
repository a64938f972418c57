import '../quiet.ts';

import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import { planDeployment } from '../../../src/deploy/plan/plan.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { find } from './find.ts';

const skipOnWindows = process.platform === 'win32' ? 'needs a POSIX file system' : false;

const site = {
  'site/index.html': '',
  'site/a.log': '',
  'site/A.LOG': '',
  'site/logs/b.log': '',
  'site/logs/keep.txt': '',
  'site/.env': '',
  'site/.git/config': '',
  'site/node_modules/x/index.js': '',
  'other/index.html': '',
};

const rows: readonly {
  readonly exclude: readonly string[];
  readonly names: readonly string[];
  readonly excluded: readonly string[];
}[] = [
  {
    exclude: ['*.log'],
    names: ['.env', 'A.LOG', 'index.html', 'logs/keep.txt', 'node_modules/x/index.js'],
    excluded: ['a.log', 'logs/b.log'],
  },
  {
    exclude: ['/*.log', 'logs/', '!logs/keep.txt'],
    names: ['.env', 'A.LOG', 'index.html', 'node_modules/x/index.js'],
    excluded: ['a.log', 'logs/'],
  },
  {
    exclude: ['logs/*', '!keep.txt', '.*'],
    names: ['A.LOG', 'a.log', 'index.html', 'logs/keep.txt', 'node_modules/x/index.js'],
    excluded: ['.env', '.git/', 'logs/b.log'],
  },
  {
    exclude: ['**/.git*', '**/.git*/**', '**/node_modules/**'],
    names: ['.env', 'A.LOG', 'a.log', 'index.html', 'logs/b.log', 'logs/keep.txt'],
    excluded: ['.git/', 'node_modules/'],
  },
];

describe(
  'exclude leaves out files by .gitignore patterns relative to the base directory',
  { skip: skipOnWindows },
  () => {
    for (const { exclude, names, excluded } of rows) {
      test(exclude.join(' '), async () => {
        await using workspace = await createWorkspace(site);
        const found = await find(workspace, ['site'], { exclude });
        assert.deepEqual(found.names, names.map((name) => `site/${name}`).sort());
        assert.deepEqual(found.skipped.excluded, excluded);
      });
    }
  },
);

test('exclude is relative to base-dir when it is set', async () => {
  await using workspace = await createWorkspace(site);
  const options = { baseDirectory: workspace.path };
  const of = async (exclude: readonly string[]) =>
    (await find(workspace, ['**/index.html'], { ...options, exclude })).names;
  assert.deepEqual(await of(['/site/']), ['other/index.html']);
  assert.deepEqual(await of(['/index.html']), ['other/index.html', 'site/index.html']);
});

test('exclude is relative to the directory of a single file', async () => {
  await using workspace = await createWorkspace(site);
  const found = await find(workspace, ['site/index.html'], { exclude: ['/index.html'] });
  assert.deepEqual(found.names, []);
});

test('exclude applies to local paths with flatten', async () => {
  await using workspace = await createWorkspace({ 'a/x.txt': '', 'b/x.txt': '' });
  const plan = await planDeployment({
    patterns: [path.join(workspace.path, '**')],
    exclude: ['/b/'],
    followSymlinks: true,
    workspace: workspace.path,
    baseDirectory: workspace.path,
    remoteDirectory: 'www',
    flatten: true,
  });
  assert.deepEqual(
    plan.uploads.map(({ remotePath }) => remotePath),
    ['www/x.txt'],
  );
});

test(
  'exclude leaves out what would be an error: links, names and files outside base-dir',
  { skip: skipOnWindows },
  async () => {
    await using workspace = await createWorkspace({ 'site/index.html': '', 'docs/a.pdf': '' });
    const inSite = (name: string) => path.join(workspace.path, 'site', name);
    await symlink('/', inSite('root'));
    await symlink('/etc/hostname', inSite('outside'));
    await symlink('nowhere', inSite('dangling'));
    await symlink('.', inSite('loop'));
    await mkdir(inSite('bad'));
    await writeFile(Buffer.concat([Buffer.from(inSite('bad/')), Buffer.from([0xff])]), '');
    const exclude = ['root/', 'outside', 'dangling', 'loop/', 'bad/', 'docs/'];
    const found = await find(workspace, ['site/*', 'site/bad/*', 'docs'], {
      exclude: [...exclude.slice(1), '/root'],
      baseDirectory: inSite(''),
    });
    assert.deepEqual(found.problems, []);
    assert.deepEqual(found.names, ['site/index.html']);
    assert.deepEqual(found.skipped.danglingLinks, []);
    assert.ok(found.skipped.excluded.includes('../docs/'));
  },
);

test('exclude treats a link to a directory as a directory', { skip: skipOnWindows }, async () => {
  await using workspace = await createWorkspace({ 'site/index.html': '', 'site/real/a.txt': '' });
  await symlink('real', path.join(workspace.path, 'site/link'));
  for (const followSymlinks of [true, false]) {
    const found = await find(workspace, ['site'], { exclude: ['link/'], followSymlinks });
    assert.deepEqual(found.names, ['site/index.html', 'site/real/a.txt']);
    assert.equal(found.skipped.links, 0);
    assert.deepEqual(found.skipped.excluded, ['link/']);
  }
});

test('exclude does not take a file outside base-dir for one in a directory that starts with a dot', async () => {
  await using workspace = await createWorkspace({ 'site/index.html': '', 'docs/a.pdf': '' });
  const search = { exclude: ['.*'], baseDirectory: path.join(workspace.path, 'site') };
  const found = await find(workspace, ['site', 'docs'], search);
  assert.deepEqual(found.names, ['docs/a.pdf', 'site/index.html']);
});

const warnings: readonly { readonly exclude: string; readonly remedy: string | undefined }[] = [
  { exclude: 'index.html', remedy: undefined },
  { exclude: '**/node_modules/**', remedy: undefined },
  { exclude: 'empty/', remedy: undefined },
  { exclude: '*.bak', remedy: '*.bak' },
  { exclude: './css/a.css', remedy: './css/a.css (write css/a.css)' },
  { exclude: 'css\\a.css', remedy: 'css\\a.css (write css/a.css)' },
  { exclude: '*.CSS', remedy: '*.CSS (case matters: there is css/a.css)' },
  { exclude: '!*.map', remedy: '!*.map' },
];

for (const { exclude, remedy } of warnings) {
  test(`exclude ${remedy === undefined ? 'does not warn' : 'warns'} about ${exclude}`, async () => {
    await using workspace = await createWorkspace({ 'site/index.html': '', 'site/css/a.css': '' });
    await mkdir(path.join(workspace.path, 'site/empty'));
    const found = await find(workspace, ['site'], { exclude: [exclude] });
    const [warning] = found.warnings;
    if (remedy === undefined) assert.equal(warning, undefined);
    else
      assert.ok(warning?.startsWith(`Lines of "exclude" that match nothing: ${remedy}. `), warning);
  });
}

test('exclude warns about a line that brings nothing back, because a directory above is excluded', async () => {
  await using workspace = await createWorkspace(site);
  const { warnings: found } = await find(workspace, ['site'], {
    exclude: ['logs/', '!logs/keep.txt'],
  });
  assert.match(
    found.join(),
    /!logs\/keep\.txt \(logs\/ is excluded as a whole: exclude logs\/\* instead\)/,
  );
  const used = { exclude: ['.env', 'logs/*', '!logs/keep.txt'] };
  assert.deepEqual((await find(workspace, ['site'], used)).warnings, []);
});
