import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { FileJob } from '../../src/deploy/file/file-job.ts';
import { TemporaryFiles } from '../../src/deploy/file/temporary-files.ts';
import { TemporaryNames } from '../../src/deploy/file/temporary-names.ts';
import { JobQueue } from '../../src/deploy/job-queue.ts';
import { OnceNotifier } from '../../src/deploy/once-notifier.ts';
import { OptionalParts } from '../../src/ftps/index.ts';

function queueOf(...names: readonly string[]): JobQueue {
  const files = names.map((name) => ({
    localPath: `/local/${name}`,
    remotePath: name,
    sizeBytes: 1,
    modifiedMs: 0,
  }));
  return new JobQueue(files, {
    publish: 'direct',
    verifyUploads: 'none',
    preserveMtime: false,
    names: new TemporaryNames(),
    temporaryFiles: new TemporaryFiles(),
    notices: new OnceNotifier(() => undefined),
    optional: new OptionalParts(),
    hashOf: () => undefined,
    onWriting: () => undefined,
    onProgress: () => undefined,
  });
}

/** Completes a job as uploaded. */
function complete(queue: JobQueue, job: FileJob | undefined): void {
  assert.ok(job !== undefined);
  job.beginUpload();
  job.finishUpload({ sha256: '', verified: 'none' });
  job.succeed();
  queue.complete(job);
}

const statuses = ({ results }: JobQueue) =>
  results.map((file) => `${file.remotePath} ${file.status}`);

describe('JobQueue', () => {
  test('has a pending result for every file before any is taken', () => {
    assert.deepEqual(statuses(queueOf('a', 'b')), ['a pending', 'b pending']);
  });

  test('returns the jobs in planned order', () => {
    const queue = queueOf('a', 'b');
    const jobs = [queue.next(), queue.next(), queue.next()];
    assert.deepEqual(
      jobs.map((job) => job && `${job.index} ${job.remotePath}`),
      ['0 a', '1 b', undefined],
    );
  });

  test('shows the next file without taking it', () => {
    const queue = queueOf('a', 'b');
    queue.next();
    assert.equal(queue.peek()?.remotePath, 'b');
    assert.equal(queue.next()?.remotePath, 'b');
    assert.equal(queue.peek(), undefined);
  });

  test('has the results in planned order when jobs end in another one', () => {
    const queue = queueOf('a', 'b', 'c');
    const [first, second] = [queue.next(), queue.next()];
    complete(queue, second);
    assert.deepEqual(statuses(queue), ['a pending', 'b uploaded', 'c pending']);
    complete(queue, first);
    assert.deepEqual(statuses(queue), ['a uploaded', 'b uploaded', 'c pending']);
  });

  test('has the number of attempts of a job that is not completed', () => {
    const queue = queueOf('a');
    queue.next()?.beginUpload();
    assert.deepEqual(
      queue.results.map(({ status, attempts }) => ({ status, attempts })),
      [{ status: 'pending', attempts: 1 }],
    );
  });

  test('is empty when the plan is', () => {
    const queue = queueOf();
    assert.equal(queue.next(), undefined);
    assert.deepEqual(queue.results, []);
  });
});
