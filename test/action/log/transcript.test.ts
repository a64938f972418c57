import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { Redactor } from '../../../src/action/log/redactor.ts';
import { Transcript } from '../../../src/action/log/transcript.ts';
import { createWorkspace } from '../../support/workspace.ts';

const redactor = new Redactor({ secrets: ['secret'], username: 'wendeline', hosts: [] });

test('Transcript writes lines with the time and the sender, and redacts them', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'transcript.txt');
  const transcript = new Transcript(file, redactor);
  assert.equal(transcript.add(1, { from: 'server', text: '220 Hi' }), 'S: 220 Hi');
  assert.equal(transcript.add(1, { from: 'client', text: 'USER wendeline' }), 'C: USER ***');
  assert.equal(transcript.add(1, { from: 'note', text: 'TLS established' }), '-- TLS established');
  transcript.note('retrying: a secret');
  assert.equal(existsSync(file), false);
  transcript.flush();
  transcript.flush();
  const lines = (await readFile(file, 'utf8')).split('\n');
  assert.deepEqual(
    lines.map((line) => line.replace(/^ {4}\d\.\d{3} /, '')),
    ['S: 220 Hi', 'C: USER ***', '-- TLS established', '-- retrying: a ***', ''],
  );
});

test('Transcript shows the number of every connection but the first', async () => {
  await using workspace = await createWorkspace();
  const transcript = new Transcript(path.join(workspace.path, 't.txt'), redactor);
  assert.equal(transcript.add(2, { from: 'server', text: '220 Hi' }), 'S2: 220 Hi');
  assert.equal(transcript.add(2, { from: 'client', text: 'QUIT' }), 'C2: QUIT');
  assert.equal(
    transcript.add(12, { from: 'note', text: 'TLS established' }),
    '-- 12: TLS established',
  );
});

test('Transcript creates an empty file when there was no dialogue', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'transcript.txt');
  new Transcript(file, redactor).flush();
  assert.equal(await readFile(file, 'utf8'), '');
});

test('Transcript writes a long dialogue before its end', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'transcript.txt');
  const transcript = new Transcript(file, redactor);
  for (let n = 0; n < 1000; n++) transcript.add(1, { from: 'server', text: 'x'.repeat(100) });
  assert.ok((await readFile(file, 'utf8')).length >= 64 * 1024);
  transcript.flush();
  assert.equal((await readFile(file, 'utf8')).split('\n').length, 1001);
});

test('Transcript does not throw when its file cannot be written, and keeps the first error', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'missing', 'transcript.txt');
  const transcript = new Transcript(file, redactor);
  for (let line = 0; line < 2_000; line += 1) {
    transcript.add(1, { from: 'client', text: 'NOOP '.repeat(20) });
  }
  transcript.flush();
  assert.match(transcript.failure?.message ?? '', /ENOENT/);
});
