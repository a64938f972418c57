import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import {
  count,
  displayPath,
  formatBytes,
  formatDaysLeft,
  formatDuration,
  formatRate,
} from '../../src/action/format.ts';

const sizes: readonly [bytes: number, text: string][] = [
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1536, '1.5 KiB'],
  [1_048_524, '1023.9 KiB'],
  [1_048_575, '1.0 MiB'],
  [268_435_456, '256.0 MiB'],
  [5 * 1024 ** 3, '5.0 GiB'],
  [2 * 1024 ** 4, '2.0 TiB'],
  [4096 * 1024 ** 4, '4096.0 TiB'],
];

for (const [bytes, text] of sizes) {
  test(`formatBytes shows ${bytes} bytes as ${text}`, () => {
    assert.equal(formatBytes(bytes), text);
  });
}

const durations: readonly [milliseconds: number, text: string][] = [
  [0, '0 ms'],
  [0.4, '0 ms'],
  [99.4, '99 ms'],
  [99.6, '0.1 s'],
  [642, '0.6 s'],
  [960, '1.0 s'],
  [1500, '1.5 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [200_000, '3 min 20 s'],
  [3_599_700, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
];

for (const [milliseconds, text] of durations) {
  test(`formatDuration shows ${milliseconds} ms as ${text}`, () => {
    assert.equal(formatDuration(milliseconds), text);
  });
}

test('formatRate shows bytes per second, even when no time has passed', () => {
  assert.equal(formatRate(3_145_728, 2000), '1.5 MiB/s');
  assert.equal(formatRate(1024, 0), '1000.0 KiB/s');
  assert.equal(formatRate(0, 0), '0 B/s');
});

test('count uses the singular for 1 only', () => {
  assert.equal(count(0, 'file'), '0 files');
  assert.equal(count(1, 'file'), '1 file');
  assert.equal(count(2, 'directory', 'directories'), '2 directories');
});

test('formatDaysLeft shows how long a certificate remains valid, or since when it is not', () => {
  assert.equal(formatDaysLeft(1), '1 day left');
  assert.equal(formatDaysLeft(0), '0 days left');
  assert.equal(formatDaysLeft(-2), 'expired 2 days ago');
});

test('displayPath is relative to the current directory, with / on every system', () => {
  assert.equal(displayPath({ localPath: path.resolve('site', 'css', 'a.css') }), 'site/css/a.css');
  assert.equal(displayPath({ localPath: path.resolve('..', 'b.txt') }), '../b.txt');
});
