import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TemporaryNames } from '../../../src/deploy/file/temporary-names.ts';

test('TemporaryNames returns short hidden names in the directory of the file', () => {
  const names = new TemporaryNames();
  assert.match(names.beside('index.html'), /^\.up-[a-z0-9]{6}-1$/);
  assert.match(names.beside('a/b/index.html'), /^a\/b\/\.up-[a-z0-9]{6}-2$/);
  assert.match(names.beside('/abs'), /^\/\.up-[a-z0-9]{6}-3$/);
});

test('TemporaryNames returns each name once', () => {
  const names = new TemporaryNames();
  const all = Array.from({ length: 5_000 }, () => names.beside('a'));
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.every((name) => name.length <= 16));
});

test('TemporaryNames returns other names in another run', () => {
  assert.notEqual(new TemporaryNames().beside('a'), new TemporaryNames().beside('a'));
});
