import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

import { setOutputs } from '../../src/action/report/outputs.ts';
import { parseFileCommands } from '../support/action-files.ts';
import { createWorkspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const action = parse(await readFile(path.join(project, 'action.yml'), 'utf8')) as {
  readonly description: string;
  readonly inputs: Readonly<Record<string, { description: string; required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: Readonly<Record<string, string>>;
};

test('action.yml declares exactly the inputs that the code reads', async () => {
  const used = new Set<string>();
  const folder = path.join(project, 'src', 'action');
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((each) => each.endsWith('.ts'))) {
    const calls = (await readFile(path.join(folder, name), 'utf8')).matchAll(
      /(?:reader\.(?:raw|text|lines|boolean|choice|number|wholeNumber|isGiven)\(|read(?:Pem|Version)\(reader, )'([\w-]+)'/g,
    );
    for (const [, input = ''] of calls) used.add(input);
  }
  assert.deepEqual([...used].sort(), Object.keys(action.inputs).sort());
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
  assert.deepEqual(set.sort(), Object.keys(action.outputs).sort());
});

test('action.yml requires the server, the credentials and the files, and describes everything', () => {
  const inputs = Object.entries(action.inputs);
  const required = inputs.filter(([, input]) => input.required === true).map(([name]) => name);
  assert.deepEqual(required, ['server', 'username', 'password', 'files']);
  for (const [name, { description }] of [...inputs, ...Object.entries(action.outputs)]) {
    assert.match(description, /\S/, name);
  }
  // The Marketplace rejects longer descriptions, but only when a release is published there.
  assert.ok(action.description.length < 125, String(action.description.length));
});

test('action.yml runs an existing file on Node 24', () => {
  assert.equal(action.runs['using'], 'node24');
  assert.ok(existsSync(path.join(project, action.runs['main'] ?? '')));
});
