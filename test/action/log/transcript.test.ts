import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
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

test(
  'Transcript creates a file that only its owner can read',
  { skip: process.platform === 'win32' ? 'Windows has no file modes' : false },
  async () => {
    await using workspace = await createWorkspace();
    const file = path.join(workspace.path, 'transcript.txt');
    new Transcript(file, redactor).flush();
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  },
);

test('Transcript keeps the beginning and the end of a long dialogue', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'transcript.txt');
  const transcript = new Transcript(file, redactor);
  const lines = 20_000;
  for (let n = 0; n < lines; n += 1) {
    transcript.add(1, { from: 'server', text: `${n} ${'\u00fc'.repeat(500)}` });
  }
  transcript.flush();
  const text = await readFile(file, 'utf8');
  assert.ok(Buffer.byteLength(text) < 10.2 * 1024 * 1024);
  const numbers = text.split('\n').map((line) => Number(/S: (\d+)/.exec(line)?.[1] ?? NaN));
  const cut = Number(/-- \.\.\. (\d+) lines cut\n/.exec(text)?.[1]);
  const kept = numbers.filter((n) => !Number.isNaN(n));
  assert.equal(kept.length + cut, lines);
  const gap = kept.findIndex((n, index) => n !== index);
  assert.equal(kept[gap], gap + cut);
  assert.equal(kept.at(-1), lines - 1);
  assert.ok(gap > 4_000 && lines - gap - cut > 4_000);
});
