import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { setOutputs } from '../../../src/action/report/outputs.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import { parseFileCommands } from '../../support/action-files.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { file, report } from '../samples.ts';
import { captured } from '../stdout.ts';

async function outputsOf(run: RunReport) {
  await using workspace = await createWorkspace({ output: '' });
  const output = path.join(workspace.path, 'output');
  const { value: warning } = captured({ GITHUB_OUTPUT: output }, () =>
    setOutputs(run, { manifest: '/tmp/m.json', transcript: '/tmp/t.txt' }),
  );
  return { outputs: parseFileCommands(await readFile(output, 'utf8')), warning };
}

test('setOutputs counts files by what became of them', async () => {
  const failed = file('c', { status: 'failed', sizeBytes: 1000 });
  const pending = ['d', 'e'].map((name) => file(name, { status: 'pending', sizeBytes: 1000 }));
  const files = [file('a'), file('b'), failed, ...pending];
  const { outputs, warning } = await outputsOf(report({ files }));
  assert.equal(warning, undefined);
  assert.deepEqual(outputs, {
    'uploaded-files': '["a","b"]',
    'uploaded-count': '2',
    'uploaded-bytes': '20',
    'failed-count': '1',
    'pending-count': '2',
    'duration-seconds': '1.5',
    manifest: '/tmp/m.json',
    transcript: '/tmp/t.txt',
  });
});

test('setOutputs sets everything when nothing came about', async () => {
  const { outputs } = await outputsOf({ files: [], startedAt: new Date(0), milliseconds: 0 });
  assert.equal(outputs['uploaded-files'], '[]');
  assert.equal(outputs['uploaded-count'], '0');
  assert.equal(outputs['duration-seconds'], '0');
  assert.equal(Object.keys(outputs).length, 8);
});

test('setOutputs keeps names with quotes, line-like text and other scripts whole', async () => {
  const names = ['a"b', '日本', 'x<<EOF', 'EOF', 'back\\slash'];
  const { outputs } = await outputsOf(report({ files: names.map((name) => file(name)) }));
  assert.deepEqual(JSON.parse(outputs['uploaded-files'] ?? ''), names);
});

// `["` + name + `"]` is what counts, in bytes.
const limit = 512 * 1024;

test('setOutputs gives a list of exactly 512 KiB', async () => {
  const files = [file('ü'.repeat((limit - 4) / 2))];
  const { outputs, warning } = await outputsOf(report({ files }));
  assert.equal(Buffer.byteLength(outputs['uploaded-files'] ?? ''), limit);
  assert.equal(warning, undefined);
});

test('setOutputs counts what stands between the names', async () => {
  const names = ['a'.repeat(100), 'b'.repeat(limit - 107), 'c'];
  const two = await outputsOf(report({ files: names.slice(0, 2).map((name) => file(name)) }));
  assert.equal(Buffer.byteLength(two.outputs['uploaded-files'] ?? ''), limit);
  const three = await outputsOf(report({ files: names.map((name) => file(name)) }));
  assert.equal(three.outputs['uploaded-files'], '[]');
});

test('setOutputs leaves a longer list empty and says where it is', async () => {
  const files = [file(`${'ü'.repeat((limit - 4) / 2)}x`)];
  const { outputs, warning } = await outputsOf(report({ files }));
  assert.equal(outputs['uploaded-files'], '[]');
  assert.equal(outputs['uploaded-count'], '1');
  assert.match(
    warning ?? '',
    /"uploaded-files" would be longer than 512 KiB .* "manifest" has the whole list/,
  );
});
