import assert from 'node:assert/strict';
import { test } from 'node:test';

import { markdownTable } from '../../../bench/report/markdown.ts';

test('markdownTable aligns numbers to the right and escapes what would end a cell', () => {
  const table = markdownTable(
    ['client', 'seconds', 'runs'],
    [
      ['ours', '1.50', '3'],
      ['a|b', '12.00'],
    ],
  );
  assert.equal(
    table,
    [
      '| client | seconds | runs |',
      '| ------ | ------: | ---- |',
      '| ours   |    1.50 | 3    |',
      '| a\\|b   |   12.00 |      |',
    ].join('\n'),
  );
});
