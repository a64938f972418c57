import assert from 'node:assert/strict';
import { test } from 'node:test';

import { endsConnection, parseTranscript, spoken } from './transcript.ts';

const bytes = (...values: (string | number)[]) =>
  Buffer.concat(values.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.of(one))));

const texts = [
  // what is sent                    how a transcript has it
  [bytes('USER deploy'), 'C: USER deploy'],
  [bytes('NOOP '), 'C: NOOP '],
  [bytes(''), 'C:'],
  [bytes('a\tb\r\n'), String.raw`C: a\tb\r\n`],
  [bytes('\u65e5\u672c \u00fc'), 'C: \u65e5\u672c \u00fc'],
  [bytes(0, 0x1b, '[31m', 0x7f), String.raw`C: \x00\x1b[31m\x7f`],
  [bytes('caf', 0xe9, '\\'), String.raw`C: caf\xe9\\`],
  [bytes('C:\\x41'), String.raw`C: C:\\x41`],
] as const;

for (const [sent, text] of texts) {
  test(`a transcript has ${JSON.stringify(sent.toString('latin1'))} as ${text}`, () => {
    assert.equal(spoken('C', sent), text);
    assert.deepEqual(parseTranscript(text), [{ kind: 'expect', text }]);
    const [step] = parseTranscript(text.replace('C:', 'S-raw:'));
    assert.deepEqual(step?.kind === 'say' && step.bytes, sent);
  });
}

test('every kind of line is understood, at any indentation', () => {
  const script = `
    S: 220 Ready
      S-raw: 2
    D: text
    D: {12 bytes}
    ! silence
    ! client-ended
  `;
  assert.deepEqual(parseTranscript(script), [
    { kind: 'say', text: 'S: 220 Ready', bytes: Buffer.from('220 Ready\r\n') },
    { kind: 'say', text: 'S-raw: 2', bytes: Buffer.from('2') },
    { kind: 'data', text: 'D: text', sizeBytes: 4, counted: false },
    { kind: 'data', text: 'D: {12 bytes}', sizeBytes: 12, counted: true },
    { kind: 'action', text: '! silence', action: 'silence' },
    { kind: 'outcome', text: '! client-ended', outcome: 'client-ended' },
  ]);
});

test('another control connection may follow an end, whoever made it', () => {
  const steps = parseTranscript(
    '! close\n! reset\n! client-ended\n! handshake-failed\n! silence\nS: x',
  );
  assert.deepEqual(steps.map(endsConnection), [true, true, true, true, false, false]);
});

for (const line of ['X: what', 'S 220', '! explode', '!close', 'D {3 bytes}']) {
  test(`"${line}" is not a line of a transcript`, () => {
    assert.throws(() => parseTranscript(line), new Error(`Not a line of a transcript: ${line}`));
  });
}
