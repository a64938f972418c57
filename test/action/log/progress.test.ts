import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Progress } from '../../../src/action/log/progress.ts';
import { file } from '../samples.ts';

const mebibyte = 1024 * 1024;

/** A progress with a clock that stands still until it is moved, and what it has told. */
function watched(totals = { files: 1_000, bytes: 1_000 * mebibyte }) {
  const clock = { ms: 10_000 };
  const lines: string[] = [];
  const progress = new Progress(
    (line) => {
      lines.push(line);
    },
    totals,
    () => clock.ms,
  );
  const pass = (ms: number) => {
    clock.ms += ms;
  };
  return { progress, lines, pass };
}

const large = file('www/large.iso', { sizeBytes: 100 * mebibyte });

test('Progress tells percent, rate and time left of a long file every five seconds', () => {
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

test('Progress says nothing of files that take less time, and nothing shortly after others have told', () => {
  const { progress, lines, pass } = watched();
  for (let index = 0; index < 100; index += 1) {
    const small = file(`${index}`);
    progress.sent(small, 10);
    pass(4_000);
    progress.printed();
  }
  assert.deepEqual(lines, []);
});

test('Progress measures the rate of what this run has sent, where a file goes on', () => {
  const { progress, lines, pass } = watched();
  progress.sent(large, 50 * mebibyte);
  pass(5_000);
  progress.sent(large, 60 * mebibyte);
  assert.deepEqual(lines, ['www/large.iso  60 % of 100.0 MiB, 2.0 MiB/s, about 20.0 s left']);
});

test('Progress begins again with a file that begins again', () => {
  const { progress, lines, pass } = watched();
  progress.sent(large, 90 * mebibyte);
  pass(4_000);
  progress.sent(large, 0);
  pass(5_000);
  progress.sent(large, 10 * mebibyte);
  assert.deepEqual(lines, ['www/large.iso  10 % of 100.0 MiB, 2.0 MiB/s, about 45.0 s left']);
});

test('Progress tells of many files how many, how much, how fast and how long', () => {
  const { progress, lines, pass } = watched();
  for (let index = 0; index < 250; index += 1) {
    pass(50);
    progress.ended(file(`${index}`, { sizeBytes: mebibyte }));
  }
  assert.deepEqual(lines, [
    '100 of 1000 files uploaded, 20.0 files/s, 100.0 MiB of 1000.0 MiB, 20.0 MiB/s, about 45.0 s left',
    '200 of 1000 files uploaded, 20.0 files/s, 200.0 MiB of 1000.0 MiB, 20.0 MiB/s, about 40.0 s left',
  ]);
});

test('Progress tells nothing of each of many small files, only how many there are', () => {
  const { progress, lines, pass } = watched({ files: 1_000, bytes: 10_000 });
  for (let index = 0; index < 100; index += 1) {
    const small = file(`${index}`);
    pass(30);
    progress.sent(small, 10);
    pass(70);
    progress.ended(small);
  }
  assert.deepEqual(
    lines.map((line) => line.split(',')[0]),
    ['50 of 1000 files uploaded', '100 of 1000 files uploaded'],
  );
});

test('Progress goes by bytes where the large files are still to come, and by files where they were first', () => {
  const left = (sizeBytes: number) => {
    const { progress, lines, pass } = watched({ files: 4, bytes: 400 });
    pass(5_000);
    progress.ended(file('a', { sizeBytes }));
    return lines.join().split(', ').at(-1);
  };
  assert.equal(left(4), 'about 8 min 15 s left');
  assert.equal(left(0), 'time left not known');
  assert.equal(left(396), 'about 15.0 s left');
});

test('Progress counts anew when the files are published', () => {
  const { progress, lines, pass } = watched();
  progress.ended(file('a'));
  progress.begin('published');
  pass(5_000);
  progress.ended(file('a'));
  assert.deepEqual(lines, ['1 of 1000 files published, 0.2 files/s, about 1 h 23 min left']);
});

test('Progress makes control characters of a name visible', () => {
  const { progress, lines, pass } = watched();
  const odd = file('a\u001b[2J', { sizeBytes: 10 });
  progress.sent(odd, 1);
  pass(5_000);
  progress.sent(odd, 2);
  assert.match(lines.join(), /^a\\x1b\[2J {2}20 %/);
});
