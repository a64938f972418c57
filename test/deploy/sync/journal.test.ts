import assert from 'node:assert/strict';
import test from 'node:test';

import type { JournalHeader, JournalLine } from '../../../src/deploy/sync/journal-lines.ts';
import { encodeLines } from '../../../src/deploy/sync/journal-lines.ts';
import { combine, decodeJournal, lastRunOf } from '../../../src/deploy/sync/journal.ts';
import type { StoredState } from '../../../src/deploy/sync/state.ts';

const hash = 'b'.repeat(64);
const state: StoredState = {
  repository: {},
  remoteDirectory: '',
  generation: 7,
  writtenAt: '',
  selection: { files: [], exclude: [], baseDir: '', flatten: false },
  files: new Map([['a', { sizeBytes: 1, sha256: 'a'.repeat(64) }]]),
  directories: new Set(['old']),
  digest: 'd7',
};

const header = (run: string, change: Partial<JournalHeader> = {}): JournalHeader => ({
  kind: 'header',
  run,
  job: { runId: '9', job: 'deploy', attempt: 1 },
  repository: { id: '1', name: 'owner/name' },
  state: 'd7',
  generation: 7,
  selection: 's',
  padding: 'x',
  ...change,
});
const changes = (run: string, path: string): JournalLine => ({
  kind: 'changes',
  run,
  doubts: new Map([[path, { before: 1, planned: 2 }]]),
  deletes: ['gone'],
  directories: ['new'],
  temporary: ['.up-x-1'],
});
const done = (run: string, path: string): JournalLine => ({
  kind: 'done',
  run,
  files: new Map([[path, { sizeBytes: 2, sha256: hash }]]),
});
const end = (run: string): JournalLine => ({ kind: 'end', run });

/** What a journal that was appended to several times means. */
function read(...appends: readonly (readonly JournalLine[])[]) {
  return combine(state, decodeJournal(Buffer.concat(appends.map(encodeLines))));
}

test('lines of every kind are the same after encoding and decoding', () => {
  const doubts = new Map([
    ['ü', { before: null, planned: 0 }],
    ['b', { before: undefined, planned: 2 }],
    ['__proto__', { before: 3, planned: 4 }],
  ]);
  const lines: JournalLine[] = [
    header('r1'),
    { ...changes('r1', 'a'), doubts } as JournalLine,
    done('r1', 'a'),
    { kind: 'uploading', run: 'r1', path: 'video.mp4' },
    { kind: 'everything', run: 'r1' },
    end('r1'),
  ];
  assert.deepEqual(decodeJournal(encodeLines(lines)).lines, lines);
});

test('a journal announces doubts about files', () => {
  const knowledge = read([header('r1'), changes('r1', 'a')]);
  assert.deepEqual(knowledge.doubts.get('a'), [{ before: 1, planned: 2 }]);
  assert.deepEqual([...knowledge.deletes], ['gone']);
  assert.deepEqual([...knowledge.directories], ['old', 'new']);
  assert.equal(knowledge.uncertainty, undefined);
});

test('a finished upload settles a doubt', () => {
  const knowledge = read([header('r1'), changes('r1', 'a')], [done('r1', 'a')]);
  assert.equal(knowledge.doubts.size, 0);
  assert.deepEqual(knowledge.records.get('a'), { sizeBytes: 2, sha256: hash });
});

test('a finished upload leaves no hash to another spelling, which may be the same file', () => {
  const { records } = read([header('r1'), changes('r1', 'A'), done('r1', 'A')]);
  assert.equal(records.get('A')?.sha256, hash);
  assert.deepEqual(records.get('a'), { sizeBytes: 1, sha256: null });
});

test('a later run can doubt a settled file again', () => {
  const knowledge = read(
    [header('r1'), changes('r1', 'a')],
    [done('r1', 'a'), end('r1')],
    [header('r2'), changes('r2', 'a')],
  );
  assert.equal(knowledge.doubts.size, 1);
  assert.equal(knowledge.records.get('a')?.sha256, hash);
});

test('a run that was taken over settles nothing anymore', () => {
  const knowledge = read(
    [header('r1'), changes('r1', 'a')],
    [header('r2'), changes('r2', 'a')],
    [done('r1', 'a')],
  );
  assert.equal(knowledge.doubts.get('a')?.length, 2);
});

test('a journal of an older state means nothing', () => {
  const older = { state: 'd6', generation: 6 };
  const knowledge = read([header('r1', older), changes('r1', 'a')]);
  assert.equal(knowledge.isJournalValid, false);
  assert.equal(knowledge.doubts.size, 0);
  assert.equal(knowledge.uncertainty, undefined);
});

test('a run that continues a journal of an older state counts', () => {
  const older = { state: 'd6', generation: 6 };
  const knowledge = read(
    [header('r1', older), changes('r1', 'a')],
    [header('r2'), changes('r2', 'b')],
  );
  assert.deepEqual([...knowledge.doubts.keys()], ['b']);
});

for (const [what, change] of Object.entries({
  'of the same generation but another state': { state: 'other' },
  'of a newer state': { state: 'd8', generation: 8 },
  'of no state, with the same generation': { state: null },
})) {
  test(`a journal ${what} makes everything uncertain`, () => {
    assert.equal(read([header('r1', change)]).uncertainty, 'it belongs to another state');
  });
}

test('the next state is newer than every journal', () => {
  assert.equal(read([header('r1', { state: 'd9', generation: 9 })]).generation, 9);
});

test('a journal that is cut in its first line makes everything uncertain', () => {
  const bytes = encodeLines([header('r1')]);
  for (let length = 0; length < bytes.length - 1; length += 1) {
    const knowledge = combine(state, decodeJournal(bytes.subarray(0, length)));
    assert.notEqual(knowledge.uncertainty, undefined, `${length} bytes`);
  }
});

test('a journal that is cut later keeps its earlier lines, and what is appended to it', () => {
  const first = encodeLines([header('r1'), changes('r1', 'a')]);
  const second = encodeLines([changes('r1', 'b')]);
  const third = encodeLines([header('r2'), changes('r2', 'c')]);
  for (let length = 0; length <= second.length; length += 1) {
    const bytes = Buffer.concat([first, second.subarray(0, length), third]);
    const { doubts, uncertainty } = combine(state, decodeJournal(bytes));
    assert.equal(uncertainty, undefined);
    assert.ok(doubts.has('a') && doubts.has('c'), `${length} bytes`);
  }
});

test('a journal without its beginning makes everything uncertain', () => {
  assert.equal(read([done('r1', 'a')]).uncertainty, 'its beginning is missing');
});

test('a journal that was stored as a whole makes everything uncertain if a line is missing', () => {
  const lines = [header('r1'), changes('r1', 'a'), end('r1')];
  assert.equal(read([{ kind: 'stored', lines: 3 }, ...lines]).uncertainty, undefined);
  assert.equal(read([{ kind: 'stored', lines: 4 }, ...lines]).uncertainty, 'it is incomplete');
});

for (const path of ['../a', '/a', 'a//b', 'a\nb']) {
  test(`a journal with the path ${JSON.stringify(path)} makes everything uncertain`, () => {
    const knowledge = read([header('r1'), changes('r1', path)]);
    assert.equal(knowledge.uncertainty, 'it contains an invalid line');
    assert.equal(knowledge.doubts.size, 0);
  });
}

test('lastRunOf returns the run of the last header, and what it is uploading', () => {
  const uploading: JournalLine = { kind: 'uploading', run: 'r2', path: 'video.mp4' };
  const lines = [header('r1'), end('r1'), header('r2', { job: undefined }), uploading];
  const last = lastRunOf(decodeJournal(encodeLines(lines)));
  assert.deepEqual([last?.run, last?.hasEnded, last?.uploading], ['r2', false, ['video.mp4']]);
});

test('lastRunOf notices the end of the last run, and not that of an earlier one', () => {
  const ended = (...lines: JournalLine[]) => lastRunOf(decodeJournal(encodeLines(lines)))?.hasEnded;
  assert.equal(ended(header('r1'), end('r1')), true);
  assert.equal(ended(header('r1'), header('r2'), end('r1')), false);
});
