import type { FileJob } from './file/file-job.ts';
import type { UploadConnections } from './upload-connections.ts';
import type { UploadWorker } from './upload-worker.ts';

/** Uploads the files of the queue, and publishes each after its verification. */
export async function uploadEach(connections: UploadConnections): Promise<void> {
  await connections.upload(uploadInTurn);
}

/**
 * Uploads files one by one, as long as there are any.
 *
 * Once a rename has shown that the server replaces files in one step, the rename of each file is pipelined with the
 * upload of the next one.
 */
async function uploadInTurn(worker: UploadWorker): Promise<void> {
  const { failures } = worker.run;
  let unpublished: FileJob | undefined;
  while (worker.canContinue) {
    if (unpublished !== undefined && !mayFollow(worker)) {
      await worker.publish(unpublished);
      unpublished = undefined;
      continue;
    }
    const job = await worker.next();
    if (job === undefined) break;
    const conflict = job.isUploaded ? undefined : await worker.checkName(job);
    if (conflict !== undefined) {
      worker.fail(job, conflict);
      continue;
    }
    const error = job.isUploaded ? undefined : await worker.upload(job, unpublished);
    if (unpublished !== undefined) await worker.publish(unpublished);
    unpublished = undefined;
    if (error !== undefined) {
      worker.fail(job, error);
    } else if (!job.isInPlace && !failures.shouldContinue) {
      // The last rename has stopped the run. This file has no error of its own: it remains pending.
      return;
    } else if (worker.nextFile !== undefined && worker.pipeliningClient !== undefined) {
      unpublished = job;
    } else {
      await worker.publish(job);
    }
  }
  if (unpublished !== undefined) await worker.publish(unpublished);
}

/** Whether the next file may be uploaded before the last one is published. */
function mayFollow({ run, nextFile }: UploadWorker): boolean {
  // An ambiguous name is compared with the files that are in place.
  return nextFile !== undefined && !run.collisions.isAmbiguous(nextFile.remotePath);
}
