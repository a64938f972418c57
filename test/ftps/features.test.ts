import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Features } from '../../src/ftps/features.ts';

const parse = (...lines: string[]) => Features.parse({ code: 211, lines, display: lines });

test('Features.parse reads names in upper and lower case, with and without parameters', () => {
  const features = parse(
    'Features:',
    ' SIZE',
    ' rest STREAM',
    'MDTM',
    ' HASH SHA-1;SHA-256*',
    'End',
  );
  assert.ok(features.has('SIZE'));
  assert.ok(features.has('REST'));
  assert.ok(features.has('MDTM'));
  assert.equal(features.parameters('HASH'), 'SHA-1;SHA-256*');
  assert.equal(features.parameters('SIZE'), '');
  assert.equal(features.parameters('MFMT'), undefined);
});

test('Features.parse ignores the first and last line', () => {
  const features = parse('SIZE', ' MDTM', 'MFMT');
  assert.ok(!features.has('SIZE'));
  assert.ok(!features.has('MFMT'));
});

test('Features.parse returns none for a single-line reply', () => {
  assert.ok(!parse('No features').has('NO'));
  assert.ok(!Features.none.has('SIZE'));
});

const resumable = [
  [['SIZE', 'REST STREAM'], true],
  [['SIZE', 'REST stream'], true],
  [['SIZE', 'REST'], false],
  [['SIZE', 'REST UPSTREAM2'], false],
  [['REST STREAM'], false],
  [['SIZE'], false],
] as const;

for (const [lines, expected] of resumable) {
  test(`canResume is ${expected} for ${lines.join(' and ')}`, () => {
    assert.equal(parse('Features:', ...lines.map((line) => ` ${line}`), 'End').canResume, expected);
  });
}
