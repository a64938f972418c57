import type { FileJob } from './file/file-job.ts';
import type { UploadConnections } from './upload-connections.ts';
import { isEntryPage } from './upload-order.ts';
import type { UploadWorker } from './upload-worker.ts';

/** About as many renames as fit in one write if the names are short. */
const maxPipelinedRenames = 64;

/**
 * Uploads all files under temporary names, then renames all of them. The first failure ends it.
 *
 * Once a rename has shown that the server replaces files in one step, the others are pipelined, many in one write, so
 * that visitors see a mixture of old and new files for as short a time as possible.
 */
export async function uploadStaged(connections: UploadConnections): Promise<void> {
  const staged: FileJob[] = [];
  await connections.upload((worker) => stageInTurn(worker, staged));
  const worker = connections.first;
  if (!worker.canContinue) return;
  worker.run.observer.phase('publish');
  staged.sort((a, b) => a.index - b.index);
  const obstacle = await worker.announceRenames(staged);
  if (obstacle !== undefined) {
    worker.run.failures.recordFailure(obstacle);
    return;
  }
  for (const group of publishOrder(staged, ({ remotePath }) => remotePath)) {
    await publishGroup(worker, group);
  }
}

/** Uploads files one by one, as long as there are any, and adds them to those that are staged. */
async function stageInTurn(worker: UploadWorker, staged: FileJob[]): Promise<void> {
  const { queue, observer, collisions } = worker.run;
  while (worker.canContinue) {
    const job = await worker.next();
    if (job === undefined) return;
    const error = (await worker.checkName(job)) ?? (await worker.upload(job));
    if (error === undefined) {
      collisions.recordArrival(job.remotePath, job.uploadPath);
      staged.push(job);
      queue.release(job);
      observer.fileStaged(job.result, job.index);
    } else {
      worker.fail(job, error);
    }
  }
}

/**
 * The order in which staged files are renamed: as planned, but `index.html` files last, after all others are in place, so
 * that an entry page never refers to files that don't exist yet.
 */
export function publishOrder<T>(
  items: readonly T[],
  remotePathOf: (item: T) => string,
): readonly (readonly T[])[] {
  const isIndex = (item: T) => isEntryPage(remotePathOf(item));
  return [items.filter((item) => !isIndex(item)), items.filter(isIndex)];
}

async function publishGroup(worker: UploadWorker, jobs: readonly FileJob[]): Promise<void> {
  for (const [index, job] of jobs.entries()) {
    if (!worker.canContinue) {
      await worker.settle(job);
      continue;
    }
    const conflict = await worker.checkName(job);
    if (conflict !== undefined) {
      worker.fail(job, conflict);
      continue;
    }
    if (!job.isRenameInFlight) {
      await worker.pipelineRenames(jobs.slice(index, index + maxPipelinedRenames));
    }
    await worker.publish(job);
  }
}
