import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Progress } from '../../../src/action/log/progress.ts';
import { uploadedFile } from '../samples.ts';

const mebibyte = 1024 * 1024;

/** A progress with a clock that only `pass` advances, and the lines that it printed. */
function watched(totals = { files: 1_000, bytes: 1_000 * mebibyte }) {
  let ms = 10_000;
  const lines: string[] = [];
  const print = (line: string) => {
    lines.push(line);
  };
  const progress = new Progress({ print, ...totals, now: () => ms });
  const pass = (passedMs: number) => {
    ms += passedMs;
  };
  return { progress, lines, pass };
}

const large = uploadedFile('www/large.iso', { sizeBytes: 100 * mebibyte });

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
  const { progress, lines, pass } = watched();
  const other = uploadedFile('www/other.iso', { sizeBytes: 100 * mebibyte });
  for (let sent = 0; sent <= 10; sent += 1) {
    progress.sent(large, sent * mebibyte);
    progress.sent(other, 2 * sent * mebibyte);
    pass(500);
  }
  pass(4_500);
  progress.sent(other, 40 * mebibyte);
  assert.deepEqual(lines, [
    'www/large.iso  10 % of 100.0 MiB, 2.0 MiB/s, about 45.0 s left',
    'www/other.iso  40 % of 100.0 MiB, 4.0 MiB/s, about 15.0 s left',
  ]);
});

test('Progress forgets a transfer that has finished', () => {
  const { progress, lines, pass } = watched();
  progress.sent(large, 0);
  progress.finished(large);
  pass(5_000);
  progress.sent(large, 50 * mebibyte);
  assert.deepEqual(lines, []);
});

test('Progress prints the count, bytes, rates and remaining time of many files', () => {
  const { progress, lines, pass } = watched();
  for (let index = 0; index < 250; index += 1) {
    pass(50);
    progress.counted(uploadedFile(`${index}`, { sizeBytes: mebibyte }));
  }
  assert.deepEqual(lines, [
    '100 of 1000 files uploaded, 20.0 files/s, 100.0 MiB of 1000.0 MiB, 20.0 MiB/s, about 45.0 s left',
    '200 of 1000 files uploaded, 20.0 files/s, 200.0 MiB of 1000.0 MiB, 20.0 MiB/s, about 40.0 s left',
  ]);
});

test('Progress prints only the count when there are many small files', () => {
  const { progress, lines, pass } = watched({ files: 1_000, bytes: 10_000 });
  for (let index = 0; index < 100; index += 1) {
    const small = uploadedFile(`${index}`);
    pass(30);
    progress.sent(small, 10);
    pass(70);
    progress.finished(small);
    progress.counted(small);
  }
  assert.deepEqual(
    lines.map((line) => line.split(',')[0]),
    ['50 of 1000 files uploaded', '100 of 1000 files uploaded'],
  );
});

test('Progress estimates the remaining time by bytes or by files, whichever takes longer', () => {
  const left = (sizeBytes: number) => {
    const { progress, lines, pass } = watched({ files: 4, bytes: 400 });
    pass(5_000);
    progress.counted(uploadedFile('a', { sizeBytes }));
    return lines.join().split(', ').at(-1);
  };
  assert.equal(left(4), 'about 8 min 15 s left');
  assert.equal(left(0), 'time left unknown');
  assert.equal(left(396), 'about 15.0 s left');
});

test('Progress starts counting again when the files are published', () => {
  const { progress, lines, pass } = watched();
  progress.counted(uploadedFile('a'));
  progress.begin('published');
  pass(5_000);
  progress.counted(uploadedFile('a'));
  assert.deepEqual(lines, ['1 of 1000 files published, 0.2 files/s, about 1 h 23 min left']);
});

test('Progress shows control characters of a name as text', () => {
  const { progress, lines, pass } = watched();
  const odd = uploadedFile('a\u001b[2J', { sizeBytes: 10 });
  progress.sent(odd, 1);
  pass(5_000);
  progress.sent(odd, 2);
  assert.match(lines.join(), /^a\\x1b\[2J {2}20 %/);
});
