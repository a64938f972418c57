import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rmdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { createRunFiles, setOutputs } from '../../../src/action/report/outputs.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import { parseFileCommands } from '../../support/action-files.ts';
import { createWorkspace } from '../../support/workspace.ts';
import {
  deletedFile,
  failedFile,
  keptFile,
  pendingFile,
  report,
  syncOutcome,
  unchangedFile,
  uploadedFile,
} from '../samples.ts';
import { captured } from '../stdout.ts';

async function outputsOf(run: RunReport) {
  await using workspace = await createWorkspace({ output: '' });
  const output = path.join(workspace.path, 'output');
  const { value: warnings } = captured({ GITHUB_OUTPUT: output }, () =>
    setOutputs(run, { manifest: '/tmp/m.json', transcript: '/tmp/t.txt' }),
  );
  return { outputs: parseFileCommands(await readFile(output, 'utf8')), warnings };
}

test('setOutputs counts the files by status', async () => {
  const uploaded = [uploadedFile('a'), uploadedFile('b')];
  const files = [...uploaded, failedFile('c'), pendingFile('d'), pendingFile('e')];
  const { outputs, warnings } = await outputsOf(report({ files }));
  assert.deepEqual(warnings, []);
  assert.deepEqual(outputs, {
    'uploaded-files': '["a","b"]',
    'deleted-files': '[]',
    'uploaded-count': '2',
    'uploaded-bytes': '20',
    'unchanged-count': '0',
    'deleted-count': '0',
    'failed-count': '1',
    'pending-count': '2',
    changed: 'false',
    'duration-seconds': '1.5',
    manifest: '/tmp/m.json',
    transcript: '/tmp/t.txt',
  });
});

test('setOutputs lists deleted files and counts unchanged ones', async () => {
  const otherFiles = [deletedFile('old'), keptFile('kept', 'edited'), deletedFile('older')];
  const run = report({
    files: [unchangedFile('a'), uploadedFile('b'), unchangedFile('c')],
    sync: syncOutcome({ otherFiles }),
    isChanged: true,
  });
  const { outputs } = await outputsOf(run);
  assert.equal(outputs['uploaded-files'], '["b"]');
  assert.equal(outputs['deleted-files'], '["old","older"]');
  assert.equal(outputs['deleted-count'], '2');
  assert.equal(outputs['unchanged-count'], '2');
  assert.equal(outputs['changed'], 'true');
});

test('setOutputs limits the lists of uploaded and deleted files separately', async () => {
  const otherFiles = [deletedFile('x'.repeat(limit))];
  const { outputs, warnings } = await outputsOf(report({ sync: syncOutcome({ otherFiles }) }));
  assert.equal(outputs['uploaded-files'], '["a.txt","b.txt"]');
  assert.equal(outputs['deleted-files'], '[]');
  assert.equal(outputs['deleted-count'], '1');
  assert.match(warnings.join('|'), /^The output "deleted-files" is empty [^|]*$/);
});

test('setOutputs sets all outputs when there are no files', async () => {
  const { outputs } = await outputsOf({ files: [], startedAt: new Date(0), milliseconds: 0 });
  assert.equal(outputs['uploaded-files'], '[]');
  assert.equal(outputs['uploaded-count'], '0');
  assert.equal(outputs['duration-seconds'], '0');
  assert.equal(Object.keys(outputs).length, 12);
});

test('setOutputs keeps names with quotes, delimiters and other alphabets intact', async () => {
  const names = ['a"b', '日本', 'x<<EOF', 'EOF', 'back\\slash'];
  const { outputs } = await outputsOf(report({ files: names.map((name) => uploadedFile(name)) }));
  assert.deepEqual(JSON.parse(outputs['uploaded-files'] ?? ''), names);
});

// The length of `["` + name + `"]` in bytes.
const limit = 512 * 1024;

test('setOutputs sets a list of exactly 512 KiB', async () => {
  const files = [uploadedFile('ü'.repeat((limit - 4) / 2))];
  const { outputs, warnings } = await outputsOf(report({ files }));
  assert.equal(Buffer.byteLength(outputs['uploaded-files'] ?? ''), limit);
  assert.deepEqual(warnings, []);
});

test('setOutputs counts the separators between the names', async () => {
  const names = ['a'.repeat(100), 'b'.repeat(limit - 107), 'c'];
  const two = await outputsOf(
    report({ files: names.slice(0, 2).map((name) => uploadedFile(name)) }),
  );
  assert.equal(Buffer.byteLength(two.outputs['uploaded-files'] ?? ''), limit);
  const three = await outputsOf(report({ files: names.map((name) => uploadedFile(name)) }));
  assert.equal(three.outputs['uploaded-files'], '[]');
});

test('setOutputs sets an empty list and returns a warning when the list is longer', async () => {
  const files = [uploadedFile(`${'ü'.repeat((limit - 4) / 2)}x`)];
  const { outputs, warnings } = await outputsOf(report({ files }));
  assert.equal(outputs['uploaded-files'], '[]');
  assert.equal(outputs['uploaded-count'], '1');
  assert.match(
    warnings.join('|'),
    /^The output "uploaded-files" is empty because .* 512 KiB\. .*"manifest"\) has the complete list\.$/,
  );
});

test('setOutputs leaves the paths empty when the run has no directory for its files', async () => {
  await using workspace = await createWorkspace({ output: '' });
  const output = path.join(workspace.path, 'output');
  captured({ GITHUB_OUTPUT: output }, () => setOutputs(report(), undefined));
  const outputs = parseFileCommands(await readFile(output, 'utf8'));
  assert.equal(outputs['manifest'], '');
  assert.equal(outputs['transcript'], '');
});

/** The directory of the files that a run creates. */
function runDirectory(env: Readonly<Record<string, string>>): string {
  const { value } = captured(env, createRunFiles);
  assert.equal(path.dirname(value.manifest), path.dirname(value.transcript));
  return path.dirname(value.manifest);
}

test('createRunFiles creates RUNNER_TEMP if missing, and in it a new directory for each run', async () => {
  await using temporary = await createWorkspace();
  const RUNNER_TEMP = path.join(temporary.path, 'no', 'such');
  const [one, other] = [runDirectory({ RUNNER_TEMP }), runDirectory({ RUNNER_TEMP })];
  assert.notEqual(one, other);
  assert.equal(path.dirname(one), RUNNER_TEMP);
  assert.ok(existsSync(one));
});

test('createRunFiles uses the temporary directory of the system when RUNNER_TEMP cannot be used', async () => {
  await using temporary = await createWorkspace({ file: '' });
  for (const RUNNER_TEMP of ['', path.join(temporary.path, 'file')]) {
    const directory = runDirectory({ RUNNER_TEMP });
    assert.equal(path.dirname(directory), os.tmpdir());
    await rmdir(directory);
  }
});
