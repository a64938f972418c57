import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseOptions, UsageError } from '../../bench/options.ts';
import { ALL_ROWS, rowTitle } from '../../bench/rows.ts';

test('parseOptions selects all rows and the report when no workload is named', () => {
  assert.deepEqual(parseOptions([]), { rows: ALL_ROWS, repeat: 3, results: 'bench/RESULTS.md' });
});

test('parseOptions returns a row for each combination', () => {
  const line = 'W1 W3 --rtt 0,40 --server vsftpd --tls 1.2 --only ours,lftp --repeat 1';
  const { rows, repeat, results } = parseOptions(line.split(' '));
  assert.deepEqual(rows.map(rowTitle), [
    'W1, vsftpd, TLS 1.2, 0 ms',
    'W1, vsftpd, TLS 1.2, 40 ms',
    'W3, vsftpd, TLS 1.2, 0 ms',
    'W3, vsftpd, TLS 1.2, 40 ms',
  ]);
  assert.deepEqual(rows[0]?.clients, ['ours', 'lftp']);
  assert.deepEqual([repeat, results], [1, undefined]);
});

test('parseOptions compares other clients after an earlier deployment', () => {
  const { rows } = parseOptions('S1 --rtt 40 --server vsftpd --listings denied'.split(' '));
  assert.deepEqual(rows.map(rowTitle), ['S1, vsftpd, TLS 1.3, 40 ms, without STAT and MLSD']);
  assert.deepEqual(rows[0]?.clients, ['ours-sync', 'ftp-deploy', 'lftp-mirror', 'rclone-sync']);
});

test('parseOptions rejects unknown names and invalid numbers', () => {
  for (const [line, message] of [
    ['W9', /workload "W9".* W1, W2/],
    ['--server vsftpd', /Name a workload/],
    ['W1 --tls 1.1', /TLS version "1\.1"/],
    ['W1 --only winscp', /client "winscp"/],
    ['W1 --repeat 0', /--repeat must be an integer of at least 1, not "0"/],
    ['W1 --quick', /--quick/],
  ] as const) {
    const isExpected = (error: Error) => error instanceof UsageError && message.test(error.message);
    assert.throws(() => parseOptions(line.split(' ')), isExpected);
  }
});
