import assert from 'node:assert/strict';
import test from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';

import type { State } from '../../../src/deploy/sync/state.ts';
import {
  decodeState,
  encodeState,
  isOtherRepository,
  maxStateBytes,
} from '../../../src/deploy/sync/state.ts';

const hash = 'a'.repeat(64);
const state: State = {
  repository: { id: '1', name: 'owner/name' },
  remoteDirectory: 'site',
  generation: 7,
  writtenAt: '2026-11-28T09:00:00.000Z',
  selection: { files: ['public/**'], exclude: [], baseDir: 'public', flatten: false },
  files: new Map([
    ['css/main.css', { sizeBytes: 3400, sha256: hash }],
    ['half.html', { sizeBytes: null, sha256: null }],
    ['__proto__', { sizeBytes: 0, sha256: hash }],
    ['ü/ß.html', { sizeBytes: 1, sha256: hash }],
  ]),
  directories: new Set(['css', 'ü']),
};

test('a state is the same after encoding and decoding', () => {
  const { bytes, digest } = encodeState(state, 'padding');
  assert.deepEqual(decodeState(bytes), { kind: 'usable', state: { ...state, digest } });
});

test('a state that is cut at any byte is unusable', () => {
  const { bytes } = encodeState(state, '');
  for (let length = 0; length < bytes.length; length += 1) {
    assert.equal(decodeState(bytes.subarray(0, length)).kind, 'unusable', `${length} bytes`);
  }
});

test('a state with any changed byte is unusable', () => {
  const content = gunzipSync(encodeState(state, '').bytes);
  for (let index = 0; index < content.length - 1; index += 1) {
    const changed = Buffer.from(content);
    changed[index] = changed[index]! ^ 1;
    assert.notEqual(decodeState(gzipSync(changed)).kind, 'usable', `byte ${index}`);
  }
});

test('a state with other padding has another size', () => {
  const size = (padding: string) => encodeState(state, padding).bytes.length;
  assert.notEqual(size('abc'), size('q1w2e3r4t5z6u7i8'));
});

/** A state with its digest, whatever it contains. */
function sealed(change: (json: Record<string, unknown>) => unknown): Buffer {
  const json = JSON.parse(gunzipSync(encodeState(state, '').bytes).toString()) as object;
  const members = Object.entries(json).filter(([name]) => name !== 'digest');
  const text = JSON.stringify(change(Object.fromEntries(members))).slice(0, -1);
  const digest = createHash('sha256').update(text).digest('hex');
  return gzipSync(`${text},"digest":"${digest}"}\n`);
}

test('decodeState accepts what the tests below change', () => {
  assert.equal(decodeState(sealed((json) => json)).kind, 'usable');
});

for (const path of [
  '../a',
  'a/../b',
  '/etc/passwd',
  './a',
  'a//b',
  'a/',
  '',
  '.',
  'a\r\nDELE b',
  'a\0',
  '..\\a',
  '\\a',
]) {
  test(`a state with the file ${JSON.stringify(path)} is unusable`, () => {
    const bytes = sealed((json) => ({ ...json, files: { [path]: [1, hash] } }));
    assert.equal(decodeState(bytes).kind, 'unusable');
  });

  test(`a state with the directory ${JSON.stringify(path)} is unusable`, () => {
    assert.equal(
      decodeState(sealed((json) => ({ ...json, directories: [path] }))).kind,
      'unusable',
    );
  });
}

const invalid: Record<string, object> = {
  'a negative size': { files: { a: [-1, hash] } },
  'a fraction as a size': { files: { a: [1.5, hash] } },
  'a hash that is too short': { files: { a: [1, 'abc'] } },
  'a file without a hash': { files: { a: [1] } },
  'files in an array': { files: [] },
  'no selection': { selection: null },
  'a generation of text': { generation: '7' },
};
for (const [what, change] of Object.entries(invalid)) {
  test(`a state with ${what} is unusable`, () => {
    assert.equal(decodeState(sealed((json) => ({ ...json, ...change }))).kind, 'unusable');
  });
}

test('a state of a newer version is recognized, whatever else it contains', () => {
  const bytes = gzipSync(JSON.stringify({ format: 'open-ftps-state', version: 2 }));
  assert.deepEqual(decodeState(bytes), { kind: 'newer-version' });
});

test('something else than a state is unusable', () => {
  for (const text of ['', '{}', 'null', '[]', '<html>', '{"format":"x","version":9}']) {
    assert.equal(decodeState(gzipSync(text)).kind, 'unusable', text);
    assert.equal(decodeState(Buffer.from(text)).kind, 'unusable', text);
  }
});

test('a state that unpacks to more than 64 MiB is unusable', () => {
  const bytes = gzipSync(Buffer.alloc(maxStateBytes + 1, ' '));
  assert.deepEqual(decodeState(bytes), {
    kind: 'unusable',
    reason: 'it is truncated, damaged or too large',
  });
});

test('encodeState rejects a state that could not be read again', () => {
  const files = new Map(
    Array.from({ length: 17_000 }, (_, index) => [
      `${'x'.repeat(3_990)}${index}`,
      { sizeBytes: 1, sha256: hash },
    ]),
  );
  assert.throws(() => encodeState({ ...state, files }, ''), {
    code: 'STATE',
    reason: 'too-many-files',
  });
});

for (const { a, b, isOther } of [
  { a: { id: '1', name: 'o/a' }, b: { id: '1', name: 'o/renamed' }, isOther: false },
  { a: { id: '1', name: 'o/a' }, b: { id: '2', name: 'o/a' }, isOther: true },
  { a: { id: '1', name: 'o/a' }, b: { name: 'O/A' }, isOther: false },
  { a: { name: 'o/a' }, b: { name: 'o/b' }, isOther: true },
  { a: { id: '1' }, b: { name: 'o/b' }, isOther: false },
  { a: {}, b: { id: '1', name: 'o/b' }, isOther: false },
]) {
  test(`${JSON.stringify(a)} and ${JSON.stringify(b)} are ${isOther ? 'two repositories' : 'one repository'}`, () => {
    assert.equal(isOtherRepository(a, b), isOther);
  });
}
