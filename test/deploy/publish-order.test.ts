import assert from 'node:assert/strict';
import { test } from 'node:test';

import { publishOrder } from '../../src/deploy/publish-order.ts';

const groups = (...paths: string[]) => publishOrder(paths, (path) => path);

test('index.html files come last, everything else stays in its order', () => {
  assert.deepEqual(groups('a/index.html', 'b.js', 'index.html', 'z.html', 'a/x.css'), [
    ['b.js', 'z.html', 'a/x.css'],
    ['a/index.html', 'index.html'],
  ]);
});

test('only files of exactly that name come last', () => {
  const paths = ['index.html.bak', 'my-index.html', 'index.html/x', 'index.htm'];
  assert.deepEqual(groups('index.html', ...paths), [paths, ['index.html']]);
});

test('nothing to order is nothing', () => {
  assert.deepEqual(groups(), [[], []]);
});
