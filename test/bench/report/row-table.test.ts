import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resultsOf, type Entry, type RowResult } from '../../../bench/entry.ts';
import { rowTable } from '../../../bench/report/row-table.ts';
import { entries, failedRun, row, run, wire } from '../measurements.ts';

function only(all: readonly Entry[]): RowResult {
  const [result] = resultsOf(all);
  assert.ok(result);
  return result;
}

/** The cells by their headings, a line a contender. */
function cells(table: string): Record<string, string>[] {
  const [head = [], , ...lines] = table.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return lines.map((line) =>
    Object.fromEntries(line.map((cell, index): [string, string] => [head[index] ?? '', cell])),
  );
}

test('rowTable shows medians, how far they lie apart, and our ratio to the best peer', () => {
  const runs = { ours: [run(3), run(1), run(2)], 'basic-ftp': [run(5)], lftp: [run(4)] };
  const [ours, basicFtp] = cells(rowTable(only(entries(row({ rttMs: 0 }), runs))));
  assert.deepEqual(ours, {
    client: 'ours',
    seconds: '2.00',
    'least – most': '1.00 – 3.00',
    'to the best peer': '0.50',
    'CPU seconds': '1.00',
    'peak MiB': '50',
    runs: '3',
  });
  assert.equal(basicFtp?.['to the best peer'], '');
});

test('rowTable shows what the wire says over the long way, a lost transfer included', () => {
  const runs = { ours: [run(1, wire(3.1)), run(1, wire(3.3)), run(1, wire(3.2, 302))] };
  const [ours] = cells(rowTable(only(entries(row(), runs))));
  assert.equal(ours?.['round trips a file'], '3.20');
  assert.equal(ours['RTT in ms'], '40.20');
  assert.equal(ours['connections'], '302');
});

test('rowTable names failures and counts only what succeeded', () => {
  const runs = {
    ours: [run(6)],
    'basic-ftp': [run(4), failedRun('ECONNRESET'), run(2)],
    curl: [failedRun('reply 522'), failedRun('reply 522')],
  };
  const [ours, basicFtp, curl] = cells(rowTable(only(entries(row({ rttMs: 0 }), runs))));
  assert.equal(ours?.['to the best peer'], '2.00');
  assert.equal(basicFtp?.['seconds'], '3.00');
  assert.equal(basicFtp['runs'], '1 of 3 failed: ECONNRESET');
  assert.equal(curl?.['seconds'], '');
  assert.equal(curl['runs'], '2 of 2 failed: reply 522');
});
