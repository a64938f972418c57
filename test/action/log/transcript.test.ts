import assert from 'node:assert/strict';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { Transcript } from '../../../src/action/log/transcript.ts';
import { createWorkspace } from '../../support/workspace.ts';

test('Transcript makes its file at once, and writes lines with time and speaker', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'transcript.txt');
  const transcript = new Transcript(file, (text) => text.replace('secret', '***'));
  assert.equal(transcript.path, file);
  assert.equal(await readFile(file, 'utf8'), '');

  assert.equal(transcript.add({ from: 'server', text: '220 Hi' }), 'S: 220 Hi');
  assert.equal(transcript.add({ from: 'client', text: 'USER secret' }), 'C: USER ***');
  assert.equal(transcript.add({ from: 'note', text: 'TLS is up' }), '-- TLS is up');
  transcript.flush();
  transcript.flush();
  const lines = (await readFile(file, 'utf8')).split('\n');
  assert.deepEqual(
    lines.map((line) => line.replace(/^ {4}\d\.\d{3} /, '')),
    ['S: 220 Hi', 'C: USER ***', '-- TLS is up', ''],
  );
});

test('Transcript writes long dialogues as they come', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'transcript.txt');
  const transcript = new Transcript(file, (text) => text);
  for (let n = 0; n < 1000; n++) transcript.add({ from: 'server', text: 'x'.repeat(100) });
  assert.ok((await readFile(file, 'utf8')).length >= 64 * 1024);
  transcript.flush();
  assert.equal((await readFile(file, 'utf8')).split('\n').length, 1001);
});

test('Transcript goes on where its file cannot be written, and tells why', async () => {
  await using workspace = await createWorkspace();
  const file = path.join(workspace.path, 'gone', 'transcript.txt');
  await mkdir(path.dirname(file));
  const transcript = new Transcript(file, (text) => text);
  await rm(path.dirname(file), { recursive: true });
  for (let line = 0; line < 2_000; line += 1) {
    transcript.add({ from: 'client', text: 'NOOP '.repeat(20) });
  }
  transcript.flush();
  assert.match(transcript.fault?.message ?? '', /ENOENT/);
});
