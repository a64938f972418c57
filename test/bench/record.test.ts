import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { buildOf, RunRecord } from '../../bench/record.ts';
import { createWorkspace } from '../support/workspace.ts';
import { entries, failedRun, row, run } from './measurements.ts';

test('RunRecord gives back what was kept, of the build that is asked for', async () => {
  await using workspace = await createWorkspace();
  const record = new RunRecord(path.join(workspace.path, 'new', 'runs.jsonl'));
  const [first, second] = entries(row(), { ours: [run(1), failedRun('reply 522')] });
  assert.ok(first && second);
  await record.add(first);
  await record.add({ ...first, build: 'another' });
  await record.add(second);
  assert.deepEqual(await record.read('b'), [first, second]);
});

test('RunRecord is empty before anything was kept', async () => {
  await using workspace = await createWorkspace();
  const record = new RunRecord(path.join(workspace.path, 'runs.jsonl'));
  assert.deepEqual(await record.read('b'), []);
});

test('RunRecord gives back what was kept around a line that was broken off', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'runs.jsonl');
  const record = new RunRecord(file);
  const [first, second] = entries(row(), { ours: [run(1), run(2)] });
  assert.ok(first && second);
  await record.add(first);
  await appendFile(file, JSON.stringify(first).slice(0, 40));
  await record.add(second);
  assert.deepEqual(await record.read('b'), [first, second]);
});

test('buildOf tells two bundles apart', async () => {
  await using workspace = await createWorkspace({ 'a.js': 'one', 'b.js': 'two', 'c.js': 'one' });
  const build = (name: string) => buildOf(path.join(workspace.path, name));
  assert.notEqual(await build('a.js'), await build('b.js'));
  assert.equal(await build('a.js'), await build('c.js'));
});
