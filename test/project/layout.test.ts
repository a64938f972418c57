import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { setOutputs } from '../../src/action/report/outputs.ts';
import { parseFileCommands } from '../support/action-files.ts';
import { createWorkspace } from '../support/workspace.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFile(path.join(project, name), 'utf8');

/** The names below a top-level key of `action.yml`. */
async function declared(section: string): Promise<string[]> {
  const text = await read('action.yml');
  const body = text.split(/^(?=\S)/m).find((part) => part.startsWith(`${section}:\n`)) ?? '';
  return [...body.matchAll(/^ {2}([\w-]+):$/gm)].map((match) => match[1] ?? '').sort();
}

/** Everything that the action layer is made of, as text. */
async function actionSource(): Promise<string> {
  const folder = path.join(project, 'src', 'action');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.join('\n');
}

test('action.yml declares exactly the inputs that the code reads', async () => {
  const source = await actionSource();
  const calls = source.matchAll(
    /(?:reader\.(?:raw|text|lines|boolean|choice|number|isGiven)\(|read(?:Pem|Version|WholeNumber)\(reader, )'([\w-]+)'/g,
  );
  const used = new Set([...calls].map((match) => match[1] ?? ''));
  assert.deepEqual([...used].sort(), await declared('inputs'));
});

test('action.yml declares exactly the outputs that the code sets', async () => {
  await using workspace = await createWorkspace({ output: '' });
  const file = path.join(workspace.path, 'output');
  const before = process.env['GITHUB_OUTPUT'];
  process.env['GITHUB_OUTPUT'] = file;
  try {
    const report = { files: [], startedAt: new Date(0), milliseconds: 0 };
    setOutputs(report, { manifest: 'm', transcript: 't' });
  } finally {
    if (before === undefined) delete process.env['GITHUB_OUTPUT'];
    else process.env['GITHUB_OUTPUT'] = before;
  }
  const set = Object.keys(parseFileCommands(await readFile(file, 'utf8')));
  assert.deepEqual(set.sort(), await declared('outputs'));
});

test('action.yml requires server, user name, password and files, and describes everything', async () => {
  const text = await read('action.yml');
  const required = [...text.matchAll(/^ {2}([\w-]+):\n(?: {4}.*\n)*? {4}required: true$/gm)];
  assert.deepEqual(
    required.map((match) => match[1]),
    ['server', 'username', 'password', 'files'],
  );
  const names = [...(await declared('inputs')), ...(await declared('outputs'))];
  const described = text.match(/^ {4}description: \S.*$/gm) ?? [];
  assert.equal(described.length, names.length);
});

test('action.yml runs a file that is there, on Node 24', async () => {
  const text = await read('action.yml');
  assert.match(text, /^ {2}using: node24$/m);
  const main = /^ {2}main: (.*)$/m.exec(text)?.[1] ?? '';
  assert.ok(existsSync(path.join(project, main)), main);
});

test('package.json pins every package to one version', async () => {
  const { dependencies, devDependencies } = JSON.parse(await read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test('package-lock.json leaves the choice of the registry to npm', async () => {
  const lock = await read('package-lock.json');
  assert.doesNotMatch(lock, /"resolved"/);
  assert.match(lock, /"integrity": "sha512-/);
});
