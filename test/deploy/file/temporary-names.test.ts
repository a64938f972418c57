import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TemporaryNames } from '../../../src/deploy/file/temporary-names.ts';

const first = { index: 0, isHidden: true };

test('TemporaryNames returns short hidden names in the directory of the file', () => {
  const names = new TemporaryNames();
  const [name, aside] = names.of('index.html', first);
  assert.match(name, /^\.up-[a-z0-9]{6}-1$/);
  assert.match(aside, /^\.up-[a-z0-9]{6}-2$/);
  assert.match(names.of('a/b/index.html', first)[0], /^a\/b\/\.up-[a-z0-9]{6}-1$/);
  assert.match(names.of('/abs', { ...first, isHidden: false })[0], /^\/up-[a-z0-9]{6}-1$/);
});

test('TemporaryNames returns different names for every file, and the same ones again', () => {
  const names = new TemporaryNames();
  const nameAll = () =>
    Array.from({ length: 5_000 }, (_, index) => names.of('a', { ...first, index })).flat();
  const all = nameAll();
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.every((name) => name.length <= 16));
  assert.deepEqual(nameAll(), all);
});

test('TemporaryNames returns other names in another run', () => {
  assert.notEqual(new TemporaryNames().of('a', first)[0], new TemporaryNames().of('a', first)[0]);
});

test('TemporaryNames uses only hidden names if a hidden file is on the server', () => {
  assert.deepEqual(new TemporaryNames().formsWith('www/.htopen-ftps'), [true]);
  assert.deepEqual(new TemporaryNames().formsWith('www/state'), [true, false]);
});

test('TemporaryNames stays with hidden names when a file with another name is on the server', () => {
  const names = new TemporaryNames();
  names.recordExisting('www/state');
  assert.equal(names.areHidden, true);
  assert.equal(names.hasUsedHidden, false);
  names.recordExisting('www/.htopen-ftps');
  assert.equal(names.hasUsedHidden, true);
});
