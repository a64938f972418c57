import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resultsOf } from '../../bench/entry.ts';
import { entries, row, run } from './measurements.ts';

test('resultsOf puts pieces of a row together, contenders in their usual order', () => {
  const results = resultsOf([
    ...entries(row({ contenders: ['lftp'] }), { lftp: [run(3)] }),
    ...entries(row({ contenders: ['ours'] }), { ours: [run(1), run(2)] }),
  ]);
  assert.equal(results.length, 1);
  assert.deepEqual(results[0]?.row.contenders, ['ours', 'lftp']);
  assert.deepEqual(results[0].runs.get('ours'), [run(1), run(2)]);
});

test('resultsOf keeps rows apart that differ in one thing, in the order of the whole table', () => {
  const inOrder = [
    row(),
    row({ server: 'vsftpd' }),
    row({ server: 'vsftpd', tls: 'TLSv1.2' }),
    row({ rttMs: 0 }),
    row({ workload: 'W3' }),
  ];
  const shuffled = [3, 1, 4, 0, 2].flatMap((index) => inOrder.slice(index, index + 1));
  const results = resultsOf(shuffled.flatMap((each) => entries(each, { ours: [run(1)] })));
  assert.deepEqual(
    results.map((result) => result.row),
    inOrder.map((each) => ({ ...each, contenders: ['ours'] })),
  );
});
