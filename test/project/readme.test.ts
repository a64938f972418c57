import '../deploy/quiet.ts';

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { findLocalFiles, normalizeRemoteDirectory, planUploads } from '../../src/deploy/index.ts';
import { find } from '../deploy/plan/find.ts';
import { anchor } from '../recipes/documents.ts';
import { createWorkspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const read = (name: string) => readFile(path.join(project, name), 'utf8');
const readme = await read('README.md');

/** The rows of the table with this heading, cells without their backquotes. */
function tableOf(text: string, ...heading: readonly string[]): string[][] {
  const lines = text.split('\n');
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''));
  const first = lines.findIndex((line) => cells(line).join('|') === heading.join('|'));
  assert.notEqual(first, -1, `no table of ${heading.join(', ')}`);
  const rows = lines.slice(first + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? undefined : end).map(cells);
}

const mappings = tableOf(
  readme,
  ...['files', 'base-dir', 'remote-dir', 'flatten', 'local file', 'remote path'],
);

test('README.md says with examples where files go', () => {
  assert.ok(mappings.length >= 7, String(mappings.length));
});

for (const [
  files = '',
  baseDir = '',
  remoteDir = '',
  flatten = '',
  local = '',
  remote = '',
] of mappings) {
  const inputs = [files, baseDir && `base-dir ${baseDir}`, remoteDir, flatten && 'flattened'];
  test(`README.md is right that ${local} goes to ${remote} (${inputs.filter(Boolean).join(', ')})`, async () => {
    await using workspace = await createWorkspace({
      'site/index.html': '',
      'site/css/a.css': '',
      'docs/b.pdf': '',
    });
    const inWorkspace = (name: string) => path.join(workspace.path, name);
    const found = await findLocalFiles({
      patterns: files.split(' ').map(inWorkspace),
      followSymlinks: true,
      workspace: workspace.path,
    });
    const { uploads } = planUploads(found.files, {
      baseDirectory: baseDir === '' ? found.commonDirectory : inWorkspace(baseDir),
      remoteDirectory: normalizeRemoteDirectory(remoteDir),
      flatten: flatten === 'true',
    });
    const upload = uploads.find(({ localPath }) => localPath === inWorkspace(local));
    assert.equal(upload?.remotePath, remote);
  });
}

/** The directory that the README's patterns are about. */
const matched = {
  'site/index.html': '',
  'site/i.html': '',
  'site/[id].html': '',
  'site/.htaccess': '',
  'site/img/a.png': '',
};

/** The files that a cell such as `all of it but img/a.png` is about. */
function filesIn(cell: string): string[] {
  const all = Object.keys(matched).map((name) => name.slice('site/'.length));
  const [, exception] = /^all of it(?: but (.*))?$/.exec(cell) ?? [];
  if (cell.startsWith('all of it')) return all.filter((name) => name !== exception);
  return cell === 'nothing' ? [] : cell.split(' ');
}

const patterns = tableOf(readme, 'files', 'uploaded', 'because');

test('README.md says with examples what patterns match', () => {
  assert.ok(patterns.length >= 10, String(patterns.length));
});

for (const [files = '', uploaded = ''] of patterns) {
  test(`README.md is right that ${files} uploads ${uploaded}`, async () => {
    await using workspace = await createWorkspace(matched);
    const { names } = await find(workspace, files.split(' '));
    assert.deepEqual(
      names,
      filesIn(uploaded)
        .map((name) => `site/${name}`)
        .sort(),
    );
  });
}

test('README.md has the inputs and outputs of action.yml', async () => {
  // Rejects when the exit code is not 0.
  await promisify(execFile)(process.execPath, ['scripts/readme.ts', '--check'], { cwd: project });
});

test('README.md names every error code that the code has, and no other', async () => {
  const known: string[] = [];
  for await (const name of glob('src/**/errors.ts', { cwd: project })) {
    const text = await read(name);
    const declared = text.matchAll(/readonly code(?:: string)? = '([A-Z_]+)'/g);
    known.push(...[...declared].map(([, code = '']) => code));
  }
  const listed = tableOf(readme, 'code', 'meaning', 'what to do').flatMap(([codes = '']) =>
    codes.split(', '),
  );
  assert.ok(known.length > 5);
  assert.deepEqual(listed.sort(), [...new Set(known)].sort());
});

const inDocs = (await readdir(path.join(project, 'docs'))).map((name) => `docs/${name}`);
const documents = [...(await readdir(project)), ...inDocs, 'test/README.md'].filter((name) =>
  name.endsWith('.md'),
);

for (const name of documents.sort()) {
  test(`${name} names only commands that package.json has`, async () => {
    const { scripts } = JSON.parse(await read('package.json')) as {
      scripts: Record<string, string>;
    };
    const named = [...(await read(name)).matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)];
    for (const [words, run, short] of named) {
      assert.ok((run ?? short ?? '') in scripts, words);
    }
    if (name === 'README.md' || name === 'CONTRIBUTING.md') assert.ok(named.length > 0);
  });

  test(`${name} links only to what is there`, async () => {
    const text = await read(name);
    for (const [link, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [to = '', heading] = target.split('#');
      const file = to === '' ? name : path.posix.join(path.posix.dirname(name), to);
      assert.ok(existsSync(path.join(project, file)), link);
      if (heading === undefined) continue;
      const headings = [...(await read(file)).matchAll(/^#+ (.*)$/gm)];
      assert.ok(headings.map(([, title = '']) => anchor(title)).includes(heading), link);
    }
  });
}
