import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatLine, parseTranscript } from './transcript.ts';

const bytes = (...values: (string | number)[]) =>
  Buffer.concat(values.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.of(one))));

for (const { sent, line } of [
  { sent: bytes('NOOP '), line: 'C: NOOP ' },
  { sent: bytes(''), line: 'C:' },
  { sent: bytes('a\tb\r\n'), line: String.raw`C: a\tb\r\n` },
  { sent: bytes('\u65e5\u672c \u00fc'), line: 'C: \u65e5\u672c \u00fc' },
  { sent: bytes('caf', 0xe9, 0, '\\x41'), line: String.raw`C: caf\xe9\x00\\x41` },
]) {
  test(`formatLine and parseTranscript convert between bytes and ${line}`, () => {
    assert.equal(formatLine('C', sent), line);
    assert.deepEqual(parseTranscript(line), [{ kind: 'expect', text: line }]);
    const [step] = parseTranscript(line.replace('C:', 'S-raw:'));
    assert.deepEqual(step?.kind === 'say' && step.bytes, sent);
  });
}

test('parseTranscript reads every kind of line at any indentation', () => {
  const script = ' S: 220 Ready\n   S-raw: 2\n D: text\n D: {12 bytes}\n ! silence\n! client-ended';
  assert.deepEqual(parseTranscript(script), [
    { kind: 'say', text: 'S: 220 Ready', bytes: Buffer.from('220 Ready\r\n') },
    { kind: 'say', text: 'S-raw: 2', bytes: Buffer.from('2') },
    { kind: 'data', text: 'D: text', sizeBytes: 4, counted: false },
    { kind: 'data', text: 'D: {12 bytes}', sizeBytes: 12, counted: true },
    { kind: 'action', text: '! silence', action: 'silence' },
    { kind: 'outcome', text: '! client-ended', outcome: 'client-ended' },
  ]);
});

test('parseTranscript rejects a line in another notation', () => {
  for (const line of ['X: what', 'S 220', '! explode', '!close', 'D {3 bytes}']) {
    assert.throws(() => parseTranscript(line), new Error(`Not a line of a transcript: ${line}`));
  }
});
