import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resultsOf, type Entry } from '../../../bench/entry.ts';
import { verdicts } from '../../../bench/report/bars.ts';
import { entries, failedRun, row, run, wire } from '../measurements.ts';

const MIB = 1024 * 1024;
const loopback = { rttMs: 0 } as const;

function judged(...all: readonly (readonly Entry[])[]): string[] {
  return verdicts(resultsOf(all.flat())).map(
    ({ where, demand, measured = 'no figure', isMet }) =>
      `${where}: ${demand}: ${measured}, ${isMet ? 'met' : 'not met'}`,
  );
}

test('verdicts compare round trips and time over the long way', () => {
  const measured = entries(row(), {
    ours: [run(39, wire(3.3))],
    'ours-atomic': [run(45, wire(3.7))],
    'basic-ftp': [run(52, wire(4.3))],
    lftp: [run(48, wire(4))],
  });
  assert.deepEqual(judged(measured), [
    'W1, proftpd, TLS 1.3, 40 ms: at most 3.3 round trips a file: 3.30, met',
    "W1, proftpd, TLS 1.3, 40 ms: at most 0.8 × the best sequential peer's time: 0.81, not met",
    'W1, proftpd, TLS 1.3, 40 ms: at most 3.6 round trips a file, `publish: atomic`: 3.70, not met',
  ]);
});

test('verdicts count transfers that were made again', () => {
  const at = row({ server: 'pyftpdlib' });
  const where = 'W1, pyftpdlib, TLS 1.3, 40 ms';
  const demand = 'no transfer lost: connections beyond one for control and one a file';
  const runs = { ours: [run(50, wire(4.2)), run(50, wire(4.2, 302))] };
  assert.deepEqual(judged(entries(at, runs)), [
    `${where}: at most 4.4 round trips a file: 4.20, met`,
    `${where}: ${demand}: 1.00, not met`,
  ]);
});

test('verdicts compare throughput with the best peer that succeeded', () => {
  const at = row({ workload: 'W2', ...loopback });
  const runs = { ours: [run(2)], lftp: [run(1.9)], curl: [failedRun('reply 425')] };
  assert.deepEqual(judged(entries(at, runs)), [
    "W2, proftpd, TLS 1.3, 0 ms: at least 0.95 × the best peer's throughput: 0.95, met",
  ]);
});

test('verdicts compare the time a file of many files with that of few', () => {
  const many = entries(row({ workload: 'W4', ...loopback }), { ours: [run(23)] });
  const few = entries(row({ workload: 'W4-1000', ...loopback }), { ours: [run(2)] });
  const where = 'W4, proftpd, TLS 1.3, 0 ms and W4-1000, proftpd, TLS 1.3, 0 ms';
  assert.deepEqual(judged(few), []);
  assert.deepEqual(judged(many, few), [
    `${where}: time a file at most 1.1 × that with 1,000 files: 1.15, not met`,
  ]);
});

test('verdicts compare memory and start', () => {
  const big = row({ workload: 'W2', ...loopback });
  const small = row({ workload: 'start', server: 'vsftpd', sessionReuse: 'optional', ...loopback });
  const all = judged(
    entries(big, { ours: [run(2, { memoryBytes: 90 * MIB })] }),
    entries(small, { ours: [run(0.3, { memoryBytes: 65.5 * MIB })], 'ftp-deploy': [run(0.3)] }),
  );
  assert.deepEqual(all.slice(1), [
    'W2, proftpd, TLS 1.3, 0 ms and start, vsftpd, TLS 1.3, 0 ms, session reuse optional: at most 25 MiB above an upload of 1 KiB: 24.5 MiB, met',
    'start, vsftpd, TLS 1.3, 0 ms, session reuse optional: at most 1 × the time of ftp-deploy: 1.00, met',
  ]);
});

test('verdicts have no figure, and are not met, when one of our runs has failed', () => {
  const runs = { ours: [run(1), failedRun('3 files missing or different')], 'basic-ftp': [run(2)] };
  assert.deepEqual(judged(entries(row(loopback), runs)), [
    'W1, proftpd, TLS 1.3, 0 ms: at most 0.85 × the time of basic-ftp: no figure, not met',
  ]);
});

test('verdicts do not take a row for another with easier demands of its server', () => {
  const easier = row({ ...loopback, sessionReuse: 'optional' });
  assert.deepEqual(judged(entries(easier, { ours: [run(1)], 'basic-ftp': [run(2)] })), []);
});
