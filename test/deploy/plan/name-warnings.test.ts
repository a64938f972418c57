import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nameWarnings } from '../../../src/deploy/plan/name-warnings.ts';

const warningsFor = (...paths: readonly string[]) =>
  nameWarnings(paths.map((remotePath) => ({ remotePath })));

test('nameWarnings has none for ordinary names', () => {
  assert.deepEqual(warningsFor('a', 'b/a', 'B/x', 'b/y', '.htaccess', '\u00fc'), []);
});

test('nameWarnings names the groups that are one file to some servers', () => {
  const [warning = '', ...others] = warningsFor('Logo.png', 'd/x', 'logo.png', 'd./x');
  assert.match(warning, /^Some servers, .*: Logo\.png and logo\.png, d\/x and d\.\/x\.$/);
  assert.deepEqual(others, []);
});

test('nameWarnings names a file and a directory that are one to some servers', () => {
  assert.match(warningsFor('Docs', 'docs/a').join('\n'), /: Docs and docs\/\.$/);
});

test('nameWarnings names ten groups at most', () => {
  const names = Array.from({ length: 12 }, (_, index) => `file${index}`);
  const [warning = ''] = warningsFor(...names, ...names.map((name) => name.toUpperCase()));
  assert.match(warning, /file9 and FILE9, and 2 more\.$/);
});

test('nameWarnings names colons, which servers on Windows misread', () => {
  assert.match(warningsFor('a:b.txt').join('\n'), /^Servers on Windows reject .*: a:b\.txt\.$/);
});

test('nameWarnings names decomposed characters', () => {
  assert.match(warningsFor('u\u0308').join('\n'), /NFD.*: u\u0308\.$/);
});

test('nameWarnings escapes control characters', () => {
  assert.doesNotMatch(warningsFor('a\x07:').join('\n'), /\x07/);
});
