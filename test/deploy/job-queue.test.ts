import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findLocalFiles, planUploads } from '../../src/deploy/index.ts';
import type { FileJob } from '../../src/deploy/file/file-job.ts';
import { JobQueue } from '../../src/deploy/job-queue.ts';
import { TemporaryFiles } from '../../src/deploy/file/temporary-files.ts';
import { OnceNotifier } from '../../src/deploy/once-notifier.ts';
import { TemporaryNames } from '../../src/deploy/file/temporary-names.ts';
import { setStage } from '../support/embedded-deployment.ts';
import './quiet.ts';
import { loggedIn } from './target.ts';

/** Jobs for files of these names, and a way to bring one of the files to a server. */
async function setJobs(...names: readonly string[]) {
  await using stack = new AsyncDisposableStack();
  const stage = stack.use(
    await setStage(Object.fromEntries(names.map((name) => [name, name])), {}),
  );
  const client = await loggedIn(stage.server);
  stack.defer(() => client.quit());
  const workspace = stage.files.path;
  const search = { patterns: [`${workspace}/*`], followSymlinks: true, workspace };
  const { files } = await findLocalFiles(search);
  const mapping = { baseDirectory: workspace, remoteDirectory: '', flatten: false };
  const jobs = new JobQueue(planUploads(files, mapping).uploads, {
    publish: 'direct',
    verifyUploads: 'none',
    preserveMtime: false,
    names: new TemporaryNames(),
    temporaryFiles: new TemporaryFiles(),
    notices: new OnceNotifier(() => undefined),
    onProgress: () => undefined,
  });
  const carryOut = async (job: FileJob | undefined) => {
    await job?.upload(client, { moreUploads: false });
    job?.succeed();
  };
  const parts = stack.move();
  return { jobs, carryOut, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

const fates = ({ results }: JobQueue) => results.map((file) => `${file.remotePath} ${file.status}`);

test('FileJobs knows every file before any has had its turn', async () => {
  await using stage = await setJobs('a', 'b');
  assert.equal(stage.jobs.count, 2);
  assert.deepEqual(fates(stage.jobs), ['a pending', 'b pending']);
});

test('FileJobs gives the jobs in planned order, and keeps what became of each', async () => {
  await using stage = await setJobs('a', 'b', 'c', 'd');
  const order: string[] = [];
  for (const job of stage.jobs) {
    order.push(`${job.index} ${job.result.remotePath}`);
    if (job.index === 3) break;
    await stage.carryOut(job);
  }
  assert.deepEqual(order, ['0 a', '1 b', '2 c', '3 d']);
  assert.deepEqual(fates(stage.jobs), ['a uploaded', 'b uploaded', 'c uploaded', 'd pending']);
});

test('FileJobs keeps the order when an earlier file meets its fate after a later one', async () => {
  await using stage = await setJobs('a', 'b', 'c', 'd');
  const [first, second, ...others] = stage.jobs;
  await stage.carryOut(second);
  assert.deepEqual(fates(stage.jobs), ['a pending', 'b uploaded', 'c pending', 'd pending']);
  await stage.carryOut(first);
  for (const job of others) await stage.carryOut(job);
  assert.deepEqual(fates(stage.jobs), ['a uploaded', 'b uploaded', 'c uploaded', 'd uploaded']);
});

test('FileJobs has nothing to tell of an empty plan', async () => {
  await using stage = await setJobs();
  assert.deepEqual([...stage.jobs], []);
  assert.deepEqual(stage.jobs.results, []);
});
