import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FileJobs } from '../../src/deploy/file-jobs.ts';
import { Leftovers } from '../../src/deploy/leftovers.ts';
import { Notices } from '../../src/deploy/notices.ts';
import { TemporaryNames } from '../../src/deploy/temporary-names.ts';

function jobsOf(...names: readonly string[]): FileJobs {
  const files = names.map((name) => ({
    localPath: `/site/${name}`,
    remotePath: name,
    sizeBytes: 1,
    modifiedMs: 0,
  }));
  return new FileJobs(files, {
    publish: 'direct',
    verify: 'none',
    preserveMtime: false,
    names: new TemporaryNames(),
    leftovers: new Leftovers(),
    notices: new Notices(() => undefined),
    onProgress: () => undefined,
  });
}

const fates = ({ results }: FileJobs) => results.map((file) => `${file.remotePath} ${file.status}`);

test('FileJobs knows every file before any has had its turn', () => {
  const jobs = jobsOf('a', 'b');
  assert.equal(jobs.count, 2);
  assert.deepEqual(fates(jobs), ['a pending', 'b pending']);
});

test('FileJobs gives the jobs in planned order, and keeps what became of each', () => {
  const jobs = jobsOf('a', 'b', 'c', 'd');
  const order: string[] = [];
  for (const job of jobs) {
    order.push(`${job.index} ${job.result.remotePath}`);
    if (job.index === 3) break;
    job.succeed();
  }
  assert.deepEqual(order, ['0 a', '1 b', '2 c', '3 d']);
  assert.deepEqual(fates(jobs), ['a uploaded', 'b uploaded', 'c uploaded', 'd pending']);
});

test('FileJobs keeps the order when an earlier file meets its fate after a later one', () => {
  const jobs = jobsOf('a', 'b', 'c', 'd');
  const [first, second, ...others] = jobs;
  second?.succeed();
  assert.deepEqual(fates(jobs), ['a pending', 'b uploaded', 'c pending', 'd pending']);
  first?.succeed();
  for (const job of others) job.succeed();
  assert.deepEqual(fates(jobs), ['a uploaded', 'b uploaded', 'c uploaded', 'd uploaded']);
});

test('FileJobs has nothing to tell of an empty plan', () => {
  const jobs = jobsOf();
  assert.deepEqual([...jobs], []);
  assert.deepEqual(jobs.results, []);
});
