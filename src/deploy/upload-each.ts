import type { FileJob } from './file/file-job.ts';
import type { UploadWorker } from './upload-worker.ts';

/**
 * Uploads the files of the queue one by one, and publishes each after its verification.
 *
 * Once a rename has shown that the server replaces files in one step, the rename of each file is pipelined with the
 * upload of the next one.
 */
export async function uploadEach(worker: UploadWorker): Promise<void> {
  const { queue, failures, collisions } = worker.run;
  let unpublished: FileJob | undefined;
  while (worker.canContinue) {
    const next = queue.peek();
    if (
      unpublished !== undefined &&
      next !== undefined &&
      collisions.isAmbiguous(next.remotePath)
    ) {
      // The next name is compared with the files that are in place.
      await worker.publish(unpublished);
      unpublished = undefined;
      continue;
    }
    const job = queue.next();
    if (job === undefined) break;
    const conflict = await worker.checkName(job);
    if (conflict !== undefined) {
      worker.fail(job, conflict);
      continue;
    }
    const error = await worker.upload(job, unpublished);
    if (unpublished !== undefined) await worker.publish(unpublished);
    unpublished = undefined;
    if (error !== undefined) {
      worker.fail(job, error);
    } else if (!job.isInPlace && !failures.shouldContinue) {
      // The last rename has stopped the run. This file has no error of its own: it remains pending.
      return;
    } else if (queue.peek() !== undefined && worker.pipeliningClient !== undefined) {
      unpublished = job;
    } else {
      await worker.publish(job);
    }
  }
  if (unpublished !== undefined) await worker.publish(unpublished);
}
