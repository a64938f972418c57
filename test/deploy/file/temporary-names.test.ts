import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TemporaryNames } from '../../../src/deploy/file/temporary-names.ts';

test('a temporary name is short, hidden and in the directory of the file', () => {
  const names = new TemporaryNames();
  assert.match(names.beside('index.html'), /^\.up-[a-z0-9]{6}-1$/);
  assert.match(names.beside('a/b/index.html'), /^a\/b\/\.up-[a-z0-9]{6}-2$/);
  assert.match(names.beside('/abs'), /^\/\.up-[a-z0-9]{6}-3$/);
});

test('no name comes twice in a run', () => {
  const names = new TemporaryNames();
  const made = Array.from({ length: 5_000 }, () => names.beside('a'));
  assert.equal(new Set(made).size, made.length);
  assert.ok(made.every((name) => name.length <= 16));
});

test('another run has other names', () => {
  assert.notEqual(new TemporaryNames().beside('a'), new TemporaryNames().beside('a'));
});
