import '../deploy/quiet.ts';

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { glob, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { normalizeRemoteDirectory, planDeployment } from '../../src/deploy/index.ts';
import { find } from '../deploy/plan/find.ts';
import { anchor } from '../recipes/documents.ts';
import { createWorkspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const read = (name: string) => readFile(path.join(project, name), 'utf8');

type Row = Readonly<Record<string, string>>;

/** The rows of a document's table that starts with these columns, by column and without backticks. */
async function rowsOf(document: string, ...columns: readonly string[]): Promise<Row[]> {
  const cells = (line: string) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '').replaceAll('\\|', '|'));
  const text = await read(document);
  const tables = text.match(/(?:^\|.*\n)+/gm)?.map((table) => table.split('\n').map(cells)) ?? [];
  const table = tables.find(([head]) => columns.every((name, index) => head?.[index] === name));
  const [head = [], , ...rows] = table ?? [];
  return rows
    .filter((row) => row.length > 0)
    .map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
}

const mappings = await rowsOf(
  'docs/inputs.md',
  ...['files', 'base-dir', 'remote-dir', 'flatten', 'local file', 'remote path'],
);
const patterns = await rowsOf('docs/exclude-files.md', 'files', 'uploaded');
const exclusions = await rowsOf('docs/exclude-files.md', 'exclude', 'left out');
const translations = await rowsOf(
  'docs/migrating-from-ftp-deploy-action.md',
  ...['lines there', 'lines here'],
);
const codes = await rowsOf('docs/troubleshooting.md', 'code');

test('README.md has at most 1,500 words', async () => {
  const words = (await read('README.md')).split(/\s+/).filter((word) => word !== '');
  assert.ok(words.length <= 1500, `${words.length} words`);
});

test('README.md has a picture for light and dark pages, with a description', async () => {
  const [picture = ''] = /<picture>[^]*?<\/picture>/.exec(await read('README.md')) ?? [];
  const [, dark = ''] = /media="\(prefers-color-scheme: dark\)" srcset="(.*?)"/.exec(picture) ?? [];
  const [, light = ''] = /<img [^>]*src="(.*?)"/.exec(picture) ?? [];
  const [, description = ''] = /<img [^>]*alt="(.*?)"/.exec(picture) ?? [];
  assert.ok(description.split(' ').length >= 10, 'the description says little');
  assert.notEqual(dark, light);
  const [first, second] = await Promise.all([sizeOfPicture(light), sizeOfPicture(dark)]);
  assert.deepEqual(first, second);
});

/** The width and height of a PNG in pixels. */
async function sizeOfPicture(name: string) {
  const bytes = await readFile(path.join(project, name));
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG', name);
  assert.ok(bytes.length < 150_000, `${name} has ${bytes.length} bytes`);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

test('the documentation has examples of remote paths, examples of patterns, and error codes', () => {
  assert.ok(mappings.length >= 7, `${mappings.length} mappings`);
  assert.ok(patterns.length >= 10, `${patterns.length} patterns`);
  assert.ok(exclusions.length >= 10, `${exclusions.length} exclusions`);
  assert.ok(translations.length >= 9, `${translations.length} translations`);
  assert.ok(codes.length > 5, `${codes.length} codes`);
});

for (const row of mappings) {
  test(`docs/inputs.md maps files correctly: ${Object.values(row).join(' | ')}`, async () => {
    await using workspace = await createWorkspace({
      'site/index.html': '',
      'site/css/a.css': '',
      'docs/b.pdf': '',
    });
    const inWorkspace = (name = '') => path.join(workspace.path, name);
    const { uploads } = await planDeployment({
      exclude: [],
      patterns: (row['files'] ?? '').split(' ').map(inWorkspace),
      followSymlinks: true,
      workspace: workspace.path,
      baseDirectory: row['base-dir'] ? inWorkspace(row['base-dir']) : undefined,
      remoteDirectory: normalizeRemoteDirectory(row['remote-dir'] ?? ''),
      flatten: row['flatten'] === 'true',
    });
    const upload = uploads.find(({ localPath }) => localPath === inWorkspace(row['local file']));
    assert.equal(upload?.remotePath, row['remote path']);
  });
}

const siteFiles = ['index.html', 'i.html', '[id].html', '.htaccess', 'img/a.png'];

/** The files that a cell such as `everything except img/a.png` stands for. */
function filesIn(cell: string): string[] {
  const [, except] = /^everything(?: except (.*))?$/.exec(cell) ?? [];
  if (cell.startsWith('everything')) return siteFiles.filter((name) => name !== except);
  return cell === 'nothing' ? [] : cell.split(' ');
}

for (const { files = '', uploaded = '' } of patterns) {
  test(`docs/exclude-files.md matches files correctly: ${files} uploads ${uploaded}`, async () => {
    const site = siteFiles.map((name) => [`site/${name}`, ''] as const);
    await using workspace = await createWorkspace(Object.fromEntries(site));
    const { names } = await find(workspace, files.split(' '));
    const expected = filesIn(uploaded).map((name) => `site/${name}`);
    assert.deepEqual(names, expected.sort());
  });
}

const siteWithDocs = [
  ...['index.html', '.env', '.well-known/security.txt', 'README.md', 'docs/README.md'],
  ...['docs/guide.html', 'js/app.js', 'js/app.js.map'],
];

/** Of these files of a site, those that lines of `exclude` leave out. */
async function leftOut(files: readonly string[], exclude: readonly string[]): Promise<string[]> {
  await using workspace = await createWorkspace(
    Object.fromEntries(files.map((name) => [`site/${name}`, ''])),
  );
  const { names } = await find(workspace, ['site'], { exclude });
  return files.filter((name) => !names.includes(`site/${name}`)).sort();
}

for (const { exclude = '', 'left out': expected = '' } of exclusions) {
  test(`docs/exclude-files.md excludes files correctly: ${exclude} leaves out ${expected}`, async () => {
    assert.deepEqual(await leftOut(siteWithDocs, exclude.split(' ')), expected.split(' ').sort());
  });
}

/** What FTP-Deploy-Action 4.4.0 (multimatch 5.0.0) leaves out of `projectFiles`, by its lines. */
const leftOutThere: Readonly<Record<string, readonly string[]>> = {
  '**/.git* **/.git*/**': ['.github/workflows/d.yml', '.gitignore', 'sub/.gitkeep'],
  '**/node_modules/**': ['lib/node_modules/x/i.js', 'node_modules/x/i.js'],
  '.env': ['.env', 'config/.env'],
  '*.map': ['a.map', 'js/a.map'],
  'docs/**': ['docs/README.md', 'docs/a.md', 'docs/sub/b.md'],
  '**/*.test.js': ['tests/a.test.js'],
  '*.md !README.md': ['docs/a.md', 'docs/sub/b.md'],
  '*.{jpg,png}': ['img/a.jpg', 'img/a.png'],
  '+(tmp|tests)/**': ['tests/a.test.js', 'tmp/x.log'],
};
const projectFiles = [
  ...['.env', '.github/workflows/d.yml', '.gitignore', 'README.md', 'a.map', 'config/.env'],
  ...['docs/README.md', 'docs/a.md', 'docs/sub/b.md', 'img/a.jpg', 'img/a.png', 'js/a.map'],
  ...['lib/node_modules/x/i.js', 'node_modules/x/i.js', 'sub/.gitkeep', 'tests/a.test.js'],
  'tmp/x.log',
];

for (const { 'lines there': there = '', 'lines here': here = '' } of translations) {
  test(`docs/migrating-from-ftp-deploy-action.md translates ${there} of exclude`, async () => {
    const expected = leftOutThere[there];
    assert.ok(expected !== undefined, 'add what FTP-Deploy-Action leaves out');
    assert.deepEqual(await leftOut(projectFiles, here.split(' ')), expected);
  });
}

test('docs/troubleshooting.md lists exactly the error codes of the code', async () => {
  const declared = new Set<string>();
  for await (const name of glob('src/**/*.ts', { cwd: project })) {
    const matches = (await read(name)).matchAll(/readonly code(?:: string)? = '([A-Z_]+)'/g);
    for (const [, code = ''] of matches) declared.add(code);
  }
  const listed = codes.flatMap(({ code = '' }) => code.split(', '));
  assert.deepEqual(listed.sort(), [...declared].sort());
});

const inDocs = (await readdir(path.join(project, 'docs'))).map((name) => `docs/${name}`);
const others = ['test/README.md', 'bench/RESULTS.md', '.github/pull_request_template.md'];
const documents = [...(await readdir(project)), ...inDocs, ...others];

test('README.md links to every page of the documentation', async () => {
  const text = await read('README.md');
  assert.deepEqual(
    inDocs.filter((name) => !text.includes(`](${name}`)),
    [],
  );
});

test('the documentation and the scripts name only tests that exist', async () => {
  const scripts = (await readdir(path.join(project, 'scripts'))).map((name) => `scripts/${name}`);
  for (const name of [...documents, ...scripts].filter((file) => /\.(?:md|ts)$/.test(file))) {
    for (const [words, target = ''] of (await read(name)).matchAll(
      /\bnpm .* -- (test\/[\w./-]+)/g,
    )) {
      assert.ok(existsSync(path.join(project, target)), `${name}: ${words}`);
    }
  }
});

for (const name of documents.filter((file) => file.endsWith('.md')).sort()) {
  test(`${name} mentions only scripts of package.json`, async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: object };
    for (const [words, run, short] of (await read(name)).matchAll(
      /\bnpm (?:run ([\w:-]+)|(test|start)\b)/g,
    )) {
      assert.ok((run ?? short ?? '') in scripts, words);
    }
  });

  test(`${name} links only to existing files and headings`, async () => {
    for (const [link, target = ''] of (await read(name)).matchAll(/\]\(([^)\s]+)\)/g)) {
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
