import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ClientName } from '../../bench/clients/index.ts';
import type { Measurement } from '../../bench/measure.ts';
import { rowTable } from '../../bench/report/report.ts';
import type { RowResult } from '../../bench/report/summary.ts';
import { compareWithThresholds, THRESHOLDS } from '../../bench/report/thresholds.ts';
import { ALL_ROWS, rowTitle } from '../../bench/rows.ts';

const MIB = 1024 * 1024;
const W1 = 'W1, proftpd, TLS 1.3, 40 ms';
const W1_LOOPBACK = 'W1, proftpd, TLS 1.3, 0 ms';

/** A run, with the figures that differ. */
function run(seconds: number, others: Partial<Measurement> = {}): Measurement {
  const wire = { rttMs: 40, roundTripsPerFile: 3, connections: 301 };
  return { ...wire, seconds, cpuSeconds: 1, memoryBytes: 50 * MIB, ...others };
}

/** The result of the row with this title. */
function result(title: string, runs: Partial<Record<ClientName, Measurement[]>>): RowResult {
  const row = ALL_ROWS.find((each) => rowTitle(each) === title);
  assert.ok(row, title);
  const clients = Object.keys(runs) as ClientName[];
  return {
    row: { ...row, clients },
    runs: new Map(clients.map((name) => [name, runs[name] ?? []])),
  };
}

function compare(...results: readonly RowResult[]): string[] {
  return compareWithThresholds(results).map(
    ({ requirement, measured, isMet }) =>
      `${requirement}: ${measured}, ${isMet ? 'met' : 'not met'}`,
  );
}

test('each threshold refers to rows that the benchmark measures', () => {
  const titles = new Set(ALL_ROWS.map(rowTitle));
  for (const [, , ...rows] of THRESHOLDS)
    for (const row of rows) assert.ok(titles.has(row ?? ''), row);
});

test('compareWithThresholds compares round trips and the fastest other client', () => {
  const runs = {
    ours: [run(39, { roundTripsPerFile: 3.3 })],
    'ours-atomic': [run(45, { roundTripsPerFile: 3.7 })],
    'ours-sync': [run(41)],
    'basic-ftp': [run(52)],
    lftp: [run(48)],
    curl: [run(1, { failure: 'reply 425' })],
  };
  assert.deepEqual(compare(result(W1, runs)), [
    'at most 3.3 round trips per file: 3.30, met',
    'at most 0.8 × the time of the fastest other client: 0.81, not met',
    'at most 3.6 round trips per file, `publish: atomic`: 3.70, not met',
    'at most 1.05 × the time, `sync: changed`: 1.05, met',
    'at most 0.3 × the time of ours, `connections: 4`: no value, not met',
    'at most 0.45 × the time of lftp-4, `connections: 4`: no value, not met',
  ]);
});

test('compareWithThresholds detects a single repeated transfer', () => {
  const runs = { ours: [run(50), run(50, { connections: 302 })] };
  const results = compare(result('W1, pyftpdlib, TLS 1.3, 40 ms', runs));
  assert.match(results[1] ?? '', /repeated transfers.*: 1\.00, not met$/);
});

test('compareWithThresholds compares two rows when both were measured', () => {
  const many = result('W4, vsftpd, TLS 1.3, 0 ms', { ours: [run(23)] });
  const few = result('W4-1000, vsftpd, TLS 1.3, 0 ms', { ours: [run(2)] });
  assert.deepEqual(compare(many), []);
  assert.deepEqual(compare(many, few), [
    'at most 1.1 × the time per file with 1,000 files: 1.15, not met',
  ]);
});

test('compareWithThresholds counts the round trips of a whole run', () => {
  const results = compare(
    result('S1, vsftpd, TLS 1.2, 40 ms', { 'ours-sync': [run(1.6)] }),
    result('S2, vsftpd, TLS 1.2, 40 ms', { 'ours-sync': [run(2.3)] }),
  );
  assert.deepEqual(results, [
    'at most 40 round trips, the start of the process included: 40.00, met',
    'at most 55 round trips, the start of the process included: 57.50, not met',
  ]);
});

test('compareWithThresholds has no value when one of our runs failed', () => {
  const runs = { ours: [run(1), run(1, { failure: 'reply 522' })], 'basic-ftp': [run(2)] };
  assert.deepEqual(compare(result(W1_LOOPBACK, runs)), [
    'at most 0.85 × the time of basic-ftp: no value, not met',
    'at most 1.1 × the time of ours, `connections: 4`: no value, not met',
  ]);
});

test('rowTable shows medians, the range, the ratio to the fastest other client, and failures', () => {
  const table = rowTable(
    result(W1, {
      ours: [run(3), run(1), run(2)],
      'basic-ftp': [run(4), run(9, { failure: 'ECONNRESET' })],
      curl: [run(1, { failure: 'reply 522' })],
    }),
  );
  assert.deepEqual(table.split('\n').slice(2), [
    '| ours | 2.00 | 1.00 – 3.00 | 0.50 | 1.00 | 50 | 3.00 | 301 | 40.00 | 3 |',
    '| basic-ftp | 4.00 | 4.00 – 4.00 |  | 1.00 | 50 | 3.00 | 301 | 40.00 | 1 of 2 failed: ECONNRESET |',
    '| curl |  |  |  |  |  |  |  |  | 1 of 1 failed: reply 522 |',
  ]);
});
