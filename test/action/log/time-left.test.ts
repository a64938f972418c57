import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Network } from './simulated-upload.ts';
import { estimateIn, simulateUpload } from './simulated-upload.ts';

const kiB = 1024;
const miB = 1024 * kiB;

const repeat = (count: number, size: number | ((index: number) => number)) =>
  Array.from({ length: count }, (_, index) => (typeof size === 'number' ? size : size(index)));
/** 2 to 39 KiB, in no order. */
const pages = (count: number) => repeat(count, (index) => (2 + ((index * 7919) % 38)) * kiB);

const hosting: Network = { fileMs: 150, bytesPerSecond: 2 * miB, spread: 0.5 };
const fast: Network = { fileMs: 150, bytesPerSecond: 4 * miB, spread: 0.5 };

const mixes: readonly {
  readonly mix: string;
  readonly sizes: readonly number[];
  readonly network: Network;
  /** The share of the time during which the time left is known. */
  readonly known: number;
}[] = [
  { mix: 'files of one size', sizes: repeat(500, 5 * kiB), network: hosting, known: 0.9 },
  { mix: 'many small files', sizes: pages(500), network: hosting, known: 0.9 },
  {
    mix: 'many small files first and large ones last',
    sizes: [...pages(1_000), ...repeat(10, 30 * miB)],
    network: hosting,
    known: 0.45,
  },
  {
    mix: 'large files first and many small ones last',
    sizes: [...repeat(10, 30 * miB), ...pages(1_000)],
    network: hosting,
    known: 0.45,
  },
  {
    mix: 'small and large files in turn',
    sizes: repeat(300, (index) => (index % 10 === 9 ? 10 * miB : 4 * kiB)),
    network: fast,
    known: 0.9,
  },
  {
    mix: 'files that become larger',
    sizes: repeat(400, (index) => Math.round(kiB * 1.025 ** index)),
    network: hosting,
    known: 0.7,
  },
  {
    mix: 'many small files first over a slow network',
    sizes: [...pages(300), ...repeat(5, 20 * miB)],
    network: { ...hosting, bytesPerSecond: 200 * kiB },
    known: 0.8,
  },
  {
    mix: 'many small files first and large ones last over four connections',
    sizes: [...pages(2_000), ...repeat(12, 40 * miB)],
    network: { ...fast, connections: 4 },
    known: 0.5,
  },
  {
    mix: 'small and large files in turn over four connections',
    sizes: repeat(600, (index) => (index % 10 === 9 ? 10 * miB : 4 * kiB)),
    network: { ...fast, connections: 4 },
    known: 0.9,
  },
  {
    mix: 'one large file at the end over eight connections',
    sizes: [...pages(800), 400 * miB],
    network: { ...fast, connections: 8 },
    known: 0.75,
  },
];

for (const { mix, sizes, network, known } of mixes) {
  test(`Progress shows a time left that is right within 30 % for ${mix}`, () => {
    const shown = simulateUpload(sizes, network);
    assert.ok(shown.length > 10);
    let estimates = 0;
    for (const { line, leftMs } of shown) {
      const { kind, ms } = estimateIn(line);
      // In the last seconds, two seconds more or less don't matter.
      const tolerated = Math.max(0.3 * leftMs, 2_500);
      if (kind === 'about') {
        estimates += 1;
        assert.ok(Math.abs(ms - leftMs) <= tolerated, `${line}, not ${leftMs} ms`);
      } else if (kind === 'more than') {
        assert.ok(ms <= leftMs, `${line}, not ${leftMs} ms`);
      }
    }
    assert.ok(estimates >= known * shown.length, `${estimates} of ${shown.length} lines`);
  });
}

test('Progress says how much time is left at least when large files follow that it knows nothing about', () => {
  const shown = simulateUpload([...pages(1_000), ...repeat(10, 30 * miB)], hosting);
  const [early] = shown.filter(({ atMs }) => atMs > 60_000);
  assert.match(early?.line ?? '', /^\d+ of 1,010 files uploaded, .* more than 1 min \d+ s left$/);
  const large = shown.filter(({ line }) => line.startsWith('10'));
  assert.match(
    large[0]?.line ?? '',
    /^1000 {2}\d+ % of 30\.0 MiB, 2\.0 MiB\/s; 1,000 of 1,010 files/,
  );
  assert.match(large[0]?.line ?? '', /, about 2 min \d+ s left$/);
});
