/** Checks of all recipes: each has a test, and its inputs exist. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

import { readInputs } from '../../../src/action/inputs/inputs.ts';
import { readActionInputs } from '../../support/action-files.ts';
import { anchor, documentNames, findRecipes, yamlBlocks } from '../documents.ts';
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

test('every recipe of docs/recipes.md is linked from its table of contents', async () => {
  const page = await readFile(path.join(project, 'docs/recipes.md'), 'utf8');
  const ours = recipes.filter(({ document }) => document === 'docs/recipes.md');
  assert.ok(ours.length > 5);
  for (const { heading } of ours) {
    assert.ok(page.includes(`- [${heading}](#${anchor(heading)})`), heading);
  }
});

test('README.md links to every page of docs', async () => {
  const readme = await readFile(path.join(project, 'README.md'), 'utf8');
  for (const page of (await documentNames()).slice(1)) {
    assert.ok(readme.includes(`](${page})`), page);
  }
});

for (const { document, heading, step } of recipes) {
  test(`${document}, "${heading}", uses only existing inputs, and all required ones`, () => {
    const given = Object.keys(step.with ?? {});
    for (const name of given) assert.ok(name in declared, name);
    for (const name of ['server', 'username', 'password', 'files']) assert.ok(given.includes(name));
  });
}

/** Whether a block has inputs only, to be added to a step. */
function isInputs(parsed: unknown): parsed is Readonly<Record<string, unknown>> {
  return !Array.isArray(parsed) && !('jobs' in (parsed as object));
}

/** Validates a block of inputs together with the required ones. */
function assertValidInputs(block: Readonly<Record<string, unknown>>): void {
  const required = { server: 'localhost', username: 'deploy', password: 'secret', files: '.' };
  const values: Readonly<Record<string, unknown>> = { ...declared, ...required, ...block };
  for (const name of Object.keys(block)) assert.ok(name in declared, name);
  for (const [name, value] of Object.entries(values)) {
    process.env[`INPUT_${name.toUpperCase()}`] = String(value);
  }
  readInputs();
}

test('every YAML block of README.md and docs is valid', async () => {
  let blocks = 0;
  for (const document of await documentNames()) {
    const text = await readFile(path.join(project, document), 'utf8');
    for (const block of yamlBlocks(text)) {
      const parsed: unknown = parse(block.text, { strict: true });
      assert.ok(parsed, `${document}, ${block.heading}`);
      if (isInputs(parsed)) assertValidInputs(parsed);
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

/** What the tools are called in the documentation, and what their pages must map. */
const tools: Readonly<Record<string, readonly string[]>> = {
  'ftp-deploy-action': [
    ...['server', 'username', 'password', 'port', 'protocol', 'local-dir', 'server-dir'],
    ...['state-name', 'dry-run', 'dangerous-clean-slate', 'exclude', 'log-level', 'security'],
    'timeout',
  ],
  'the-powershell-module': [
    ...['SeverIPAddress', 'ControlPortNumber', 'LocalFilePath', 'RemoteDirectory'],
    ...['UserName', 'Password', 'SelfSigned'],
  ],
  lftp: ['mirror', 'put', 'mput', '-delete'],
};

for (const [tool, options] of Object.entries(tools)) {
  test(`docs/migrating-from-${tool}.md maps the inputs of the tool to existing inputs`, async () => {
    const text = await readFile(path.join(project, `docs/migrating-from-${tool}.md`), 'utf8');
    const table = /^\|[^|\n]*\| here +\|.*\n(?:\|.*\n)*/m.exec(text)?.[0] ?? '';
    const cells = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
    const names = (cell = '') => [...cell.matchAll(/`-?([\w-]+)/g)].map(([, name = '']) => name);
    for (const [, , here] of cells) {
      for (const name of names(here)) assert.ok(name in declared, name);
    }
    const theirs = cells.flatMap(([, first]) => names(first));
    for (const name of options) assert.ok(theirs.includes(name), name);
  });
}
