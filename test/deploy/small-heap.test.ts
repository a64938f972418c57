import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const smallHeap = new URL('../../src/deploy/small-heap.ts', import.meta.url).href;

// Leaves much behind and keeps a little, as uploads do; prints the mebibytes of the young generation.
const program = `
  const { preferSmallHeap } = await import('${smallHeap}');
  preferSmallHeap(process.argv[1] === 'small');
  const kept = [];
  for (let round = 0; round < 200_000; round += 1) {
    kept.push({ round });
    Array.from({ length: 50 }, (_, index) => ({ index }));
  }
  const spaces = process.getBuiltinModule('node:v8').getHeapSpaceStatistics();
  console.log(spaces.find(({ space_name }) => space_name === 'new_space').space_size / 1048576);
`;

async function youngGenerationMebibytes(...args: readonly string[]): Promise<number> {
  const options = ['--input-type=module', '--eval', program, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  return Number(stdout);
}

test('preferSmallHeap keeps the young generation small', async () => {
  const usual = await youngGenerationMebibytes();
  const small = await youngGenerationMebibytes('small');
  assert.ok(usual >= 16, `${usual} MiB without it`);
  assert.ok(small <= 8, `${small} MiB with it`);
});
