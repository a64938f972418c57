/** Checks of all recipes: each has a test, and its inputs exist. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

import { readActionInputs } from '../../support/action-files.ts';
import { anchor, findRecipes, yamlBlocks } from '../documents.ts';
import { evaluate } from '../expressions.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const recipes = await findRecipes();
const declared = await readActionInputs(path.join(project, 'action.yml'));

test('every recipe has a test file named after its heading', async () => {
  const tested = (await readdir(path.join(project, 'test/recipes')))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -'.test.ts'.length));
  const headings = recipes.map(({ heading }) => anchor(heading));
  assert.deepEqual(headings.toSorted(), tested.sort());
});

test('every recipe of docs/recipes.md is linked from its table of contents and README.md', async () => {
  const read = (name: string) => readFile(path.join(project, name), 'utf8');
  const [readme, page] = [await read('README.md'), await read('docs/recipes.md')];
  const ours = recipes.filter(({ document }) => document === 'docs/recipes.md');
  assert.ok(ours.length > 5);
  for (const { heading } of ours) {
    assert.ok(readme.includes(`](docs/recipes.md#${anchor(heading)})`), heading);
    assert.ok(page.includes(`- [${heading}](#${anchor(heading)})`), heading);
  }
});

for (const { document, heading, step } of recipes) {
  test(`${document}, "${heading}", uses only existing inputs, and all required ones`, () => {
    const given = Object.keys(step.with ?? {});
    for (const name of given) assert.ok(name in declared, name);
    for (const name of ['server', 'username', 'password', 'files']) assert.ok(given.includes(name));
  });
}

test('every YAML block of README.md and docs is valid', async () => {
  const inDocs = (await readdir(path.join(project, 'docs'))).map((name) => `docs/${name}`);
  let blocks = 0;
  for (const document of ['README.md', ...inDocs]) {
    const text = await readFile(path.join(project, document), 'utf8');
    for (const block of yamlBlocks(text)) {
      assert.ok(parse(block.text, { strict: true }), `${document}, ${block.heading}`);
      blocks += 1;
    }
  }
  assert.ok(blocks >= recipes.length);
});

test('evaluate throws when an expression has no value or is not a name', () => {
  assert.equal(
    evaluate('a ${{ secrets.A }}${{vars.b}}', { 'secrets.A': '1', 'vars.b': '2' }),
    'a 12',
  );
  assert.throws(() => evaluate('${{ secrets.B }}', {}), /no value for \$\{\{ secrets\.B \}\}/);
  assert.throws(() => evaluate("${{ secrets.A || 'x' }}", { 'secrets.A': '1' }), /no value/);
});

test('docs/migration.md maps every input of the other tools to existing inputs', async () => {
  const text = await readFile(path.join(project, 'docs/migration.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  const names = (cell = '') => [...cell.matchAll(/`-?([\w-]+)/g)].map(([, name = '']) => name);
  const theirs = cells.flatMap(([, first]) => names(first));
  for (const [, , second] of cells) {
    for (const name of names(second)) assert.ok(name in declared, name);
  }
  for (const name of [...ftpDeployInputs, ...moduleParameters])
    assert.ok(theirs.includes(name), name);
});

const ftpDeployInputs = [
  ...['server', 'username', 'password', 'port', 'protocol', 'local-dir', 'server-dir'],
  ...[
    'state-name',
    'dry-run',
    'dangerous-clean-slate',
    'exclude',
    'log-level',
    'security',
    'timeout',
  ],
];
const moduleParameters = [
  ...['SeverIPAddress', 'ControlPortNumber', 'LocalFilePath', 'RemoteDirectory'],
  ...['UserName', 'Password', 'SelfSigned'],
];
