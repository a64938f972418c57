import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Progress } from '../../../src/action/log/progress.ts';
import { uploadedFile } from '../samples.ts';

const mebibyte = 1024 * 1024;

const large = uploadedFile('www/large.iso', { sizeBytes: 100 * mebibyte });
const thousand = Array.from({ length: 1_000 }, () => ({ sizeBytes: mebibyte }));

/** A progress with a clock that only `pass` advances, and the lines that it printed. */
function watched(files: readonly { readonly sizeBytes: number }[] = [large]) {
  let ms = 10_000;
  const lines: string[] = [];
  const print = (line: string) => {
    lines.push(line);
  };
  const progress = new Progress({ print, files, now: () => ms });
  const pass = (passedMs: number) => {
    ms += passedMs;
  };
  return { progress, lines, pass };
}

test('Progress prints the percentage, rate and remaining time of a long transfer every five seconds', () => {
  const { progress, lines, pass } = watched();
  for (let sent = 0; sent <= 40; sent += 1) {
    progress.sent(large, sent * mebibyte);
    pass(500);
  }
  assert.deepEqual(lines, [
    'www/large.iso  10 % of 100.0 MiB, 2.0 MiB/s, about 45.0 s left',
    'www/large.iso  20 % of 100.0 MiB, 2.0 MiB/s, about 40.0 s left',
    'www/large.iso  30 % of 100.0 MiB, 2.0 MiB/s, about 35.0 s left',
    'www/large.iso  40 % of 100.0 MiB, 2.0 MiB/s, about 30.0 s left',
  ]);
});

test('Progress prints nothing for short transfers, and nothing shortly after another line', () => {
  const { progress, lines, pass } = watched();
  for (let index = 0; index < 100; index += 1) {
    const small = uploadedFile(`${index}`);
    progress.sent(small, 10);
    pass(4_000);
    progress.printed();
  }
  assert.deepEqual(lines, []);
});

test('Progress measures the rate from the resumed offset when a transfer resumes', () => {
  const { progress, lines, pass } = watched();
  progress.sent(large, 50 * mebibyte);
  pass(5_000);
  progress.sent(large, 60 * mebibyte);
  assert.deepEqual(lines, ['www/large.iso  60 % of 100.0 MiB, 2.0 MiB/s, about 20.0 s left']);
});

test('Progress starts over when a transfer starts from the beginning', () => {
  const { progress, lines, pass } = watched();
  progress.sent(large, 90 * mebibyte);
  pass(4_000);
  progress.sent(large, 0);
  pass(5_000);
  progress.sent(large, 10 * mebibyte);
  assert.deepEqual(lines, ['www/large.iso  10 % of 100.0 MiB, 2.0 MiB/s, about 45.0 s left']);
});

test('Progress measures two transfers at the same time separately', () => {
  const other = uploadedFile('www/other.iso', { sizeBytes: 100 * mebibyte });
  const { progress, lines, pass } = watched([large, other]);
  for (let sent = 0; sent <= 10; sent += 1) {
    progress.sent(large, sent * mebibyte);
    progress.sent(other, 2 * sent * mebibyte);
    pass(500);
  }
  pass(4_500);
  progress.sent(other, 40 * mebibyte);
  assert.deepEqual(lines, [
    'www/large.iso  10 % of 100.0 MiB, 2.0 MiB/s; 0 of 2 files uploaded, about 45.0 s left',
    'www/other.iso  40 % of 100.0 MiB, 4.0 MiB/s; 0 of 2 files uploaded, about 1 min 30 s left',
  ]);
});

test('Progress forgets a transfer that has finished', () => {
  const { progress, lines, pass } = watched();
  progress.sent(large, 0);
  progress.done(large, 0);
  pass(5_000);
  progress.sent(large, 50 * mebibyte);
  assert.deepEqual(lines, []);
});

test('Progress prints the count, bytes, rates and remaining time of many files', () => {
  const { progress, lines, pass } = watched(thousand);
  for (let index = 0; index < 250; index += 1) {
    pass(50);
    progress.done(uploadedFile(`${index}`, { sizeBytes: mebibyte }), 50);
  }
  assert.deepEqual(lines, [
    '100 of 1,000 files uploaded, 20 files/s, 100.0 MiB of 1000.0 MiB, 20.0 MiB/s, about 45.0 s left',
    '200 of 1,000 files uploaded, 20 files/s, 200.0 MiB of 1000.0 MiB, 20.0 MiB/s, about 40.0 s left',
  ]);
});

test('Progress prints only the count when there are many small files', () => {
  const { progress, lines, pass } = watched(
    Array.from({ length: 1_000 }, () => ({ sizeBytes: 10 })),
  );
  for (let index = 0; index < 100; index += 1) {
    const small = uploadedFile(`${index}`);
    pass(30);
    progress.sent(small, 10);
    pass(70);
    progress.done(small, 100);
  }
  assert.deepEqual(
    lines.map((line) => line.split(',')[0]),
    ['50 of 1', '100 of 1'],
  );
});

test('Progress does not know the time left when nothing was sent', () => {
  const { progress, lines, pass } = watched([large, large]);
  progress.sent(large, 0);
  pass(5_000);
  progress.sent(large, 0);
  assert.deepEqual(lines, [
    'www/large.iso  0 % of 100.0 MiB, 0 B/s; 0 of 2 files uploaded, time left unknown',
  ]);
});

test('Progress does not wait for a file that failed', () => {
  const { progress, lines, pass } = watched([large, uploadedFile('a'), { sizeBytes: 1e12 }]);
  progress.failed(uploadedFile('b', { sizeBytes: 1e12 }));
  pass(50_000);
  progress.done(large, 50_000);
  assert.match(
    lines.join(),
    /^1 of 3 files uploaded, .*, (about|more than) [\d.]+ m?s left$|unknown$/,
  );
});

test('Progress starts counting again when the files are published', () => {
  const { progress, lines, pass } = watched(thousand);
  progress.done(uploadedFile('a'), 0);
  progress.begin('published');
  pass(5_000);
  progress.done(uploadedFile('a'), 0);
  assert.deepEqual(lines, ['1 of 1,000 files published, 0.2 files/s, about 1 h 23 min left']);
});

test('Progress shows control characters of a name as text', () => {
  const { progress, lines, pass } = watched();
  const odd = uploadedFile('a\u001b[2J', { sizeBytes: 10 });
  progress.sent(odd, 1);
  pass(5_000);
  progress.sent(odd, 2);
  assert.match(lines.join(), /^a\\x1b\[2J {2}20 %/);
});
