import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseOptions, UsageError } from '../../bench/options.ts';
import { chosenRows } from '../../bench/rows.ts';

test('parseOptions chooses the whole table, three times, when nothing is said', () => {
  assert.deepEqual(parseOptions([]), { repeat: 3, lanes: 6, keep: false, report: false });
});

test('parseOptions reads a selection', () => {
  const line = 'W1 --rtt 40 --server vsftpd --tls 1.2 --only ours,basic-ftp --repeat 1 --limit 60';
  assert.deepEqual(parseOptions(line.split(' ')), {
    selection: {
      workloads: ['W1'],
      servers: ['vsftpd'],
      tls: ['TLSv1.2'],
      sessionReuse: 'required',
      rttsMs: [40],
      contenders: ['ours', 'basic-ftp'],
    },
    repeat: 1,
    lanes: 6,
    limitSeconds: 60,
    keep: false,
    report: false,
  });
});

test('parseOptions chooses two servers, loopback and 40 ms, and everyone for a workload alone', () => {
  const { selection } = parseOptions(['W3']);
  assert.ok(selection);
  const rows = chosenRows(selection);
  assert.deepEqual(
    rows.map(({ workload, server, tls, rttMs }) => [workload, server, tls, rttMs].join(' ')),
    [
      'W3 vsftpd TLSv1.3 0',
      'W3 proftpd TLSv1.3 0',
      'W3 vsftpd TLSv1.3 40',
      'W3 proftpd TLSv1.3 40',
    ],
  );
  assert.deepEqual(rows[0]?.contenders, [
    ...['ours', 'ours-atomic', 'basic-ftp', 'ftp-deploy'],
    ...['lftp', 'curl', 'rclone'],
  ]);
});

const mistakes = [
  ['W9', /no workload W9, only W1, W2/],
  ['--server vsftpd', /Which workload\? There are W1, W2/],
  ['W1 --server filezilla', /no server filezilla, only vsftpd, proftpd, pyftpdlib/],
  ['W1 --tls 1.1', /no TLS version TLSv1\.1/],
  ['W1 --only winscp', /no client winscp/],
  ['W1 --reuse sometimes', /no session reuse sometimes/],
  ['W1 --repeat 0', /--repeat takes whole numbers from 1 on, not 0/],
  ['W1 --rtt fast', /--rtt takes whole numbers from 0 on, not fast/],
  ['W1 --quick', /--quick/],
] as const;

for (const [line, message] of mistakes) {
  test(`parseOptions refuses ${line}`, () => {
    assert.throws(
      () => parseOptions(line.split(' ')),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
}
