import { Cancellation } from './cancellation.ts';
import type { DeployTarget } from './connection.ts';
import type { Connection } from './connection.ts';
import { createDirectories } from './directories.ts';
import { CancelledError, NoChecksumError } from './errors.ts';
import type { PlainRun } from './existing-state.ts';
import { announceToState } from './existing-state.ts';
import type { PublishMode } from './file/file-job.ts';
import { Maintenance } from './maintenance.ts';
import type { DeployObserver } from './observer.ts';
import type { Plan } from './plan/plan.ts';
import type { DeployResult } from './results.ts';
import { isTransient, withRetries } from './retry.ts';
import type { DeployOptions } from './run-state.ts';
import { RunState } from './run-state.ts';
import { SyncDeployment } from './sync-deployment.ts';
import { uploadEach } from './upload-each.ts';
import type { GuardHooks } from './upload-guard.ts';
import { UploadGuard } from './upload-guard.ts';
import { uploadStaged } from './upload-staged.ts';
import { UploadConnections } from './upload-connections.ts';

/** What to deploy, where to, and how. */
export interface DeployJob {
  readonly plan: Plan;
  readonly target: DeployTarget;
  readonly options: DeployOptions;
  readonly observer: DeployObserver;
}

/**
 * Deploys a plan: connects, creates the directories, uploads and publishes the files, deletes what temporary files are
 * left, and disconnects. Never throws for a failed deployment: the result has the status of every file, and the first
 * error.
 */
export async function deploy({
  plan,
  target,
  options,
  observer,
}: DeployJob): Promise<DeployResult> {
  const { signal, verifyUploads } = options;
  const run = new RunState(plan, options, observer);
  const connections = new UploadConnections(run, target);
  const { connection } = connections.first;
  using cancellation = new Cancellation(signal, connections);
  const context = { plan, run, connections, cancellation };
  const settings = options.sync;
  const sync = settings && new SyncDeployment({ ...context, settings });
  const maintenance =
    plan.maintenancePage && new Maintenance(connections.first, plan.maintenancePage);
  run.maintenance = maintenance;
  let failure: Error | undefined;
  try {
    signal.throwIfAborted();
    sync?.start();
    observer.phase('connect');
    const { checksumMethod } = await connection.connect(signal);
    if (verifyUploads === 'checksum' && checksumMethod === undefined) throw new NoChecksumError();
    await (sync?.deploy() ?? uploadAll(context));
    if (sync === undefined && run.failures.firstError === undefined) {
      signal.throwIfAborted();
      await maintenance?.end();
    }
  } catch (thrown) {
    failure = thrown as Error;
  }
  await deleteTemporaryFiles(run, connection, cancellation);
  if (failure !== undefined || run.failures.firstError !== undefined) {
    await maintenance?.settle(cancellation);
  }
  await connection.quit(cancellation.quitMs);
  // An error that was caused by the cancellation doesn't count.
  const error = signal.aborted ? cancellationError(signal) : (failure ?? run.failures.firstError);
  return {
    ...resultOf(run, connections),
    ...(sync === undefined ? {} : { sync: sync.outcome }),
    ...(error === undefined ? {} : { error }),
  };
}

async function uploadAll(plainRun: PlainRun): Promise<void> {
  const { plan, connections } = plainRun;
  const worker = connections.first;
  const { observer, options } = worker.run;
  observer.phase('directories');
  await worker.attempt('directories', async (client) => {
    observer.directoriesReady(await createDirectories(client, plan));
  });
  const announced = await announceToState(plainRun);
  const { maintenance } = worker.run;
  if (maintenance !== undefined) {
    worker.run.guard = new UploadGuard(maintenanceHooks(maintenance, options.publish), {
      first: worker,
      isStaged: options.publish === 'staged',
      use: (connection) => {
        maintenance.use(connection);
      },
    });
  }
  observer.phase('upload');
  try {
    await (options.publish === 'staged' ? uploadStaged(connections) : uploadEach(connections));
  } finally {
    await announced?.afterUploads();
  }
}

/** Without `sync`, only the maintenance file must be on the server before visible changes. */
function maintenanceHooks(maintenance: Maintenance, publish: PublishMode): GuardHooks {
  return {
    beforeUpload: async () => {
      if (publish === 'direct') await maintenance.begin();
    },
    beforeRenames: () => maintenance.begin(),
    arrived: () => undefined,
  };
}

/** Reconnects if necessary. What can't be deleted is in the result. */
async function deleteTemporaryFiles(
  run: RunState,
  connection: Connection,
  cancellation: Cancellation,
): Promise<void> {
  if (!run.temporaryFiles.hasRemovable || connection.hasGivenUp) return;
  const { cleanUpSignal: signal } = cancellation;
  const options = {
    subject: 'clean-up' as const,
    policy: run.options.retry,
    // The cancellation may have ended a silent connection during the clean-up. A new one may still work in time.
    isTransient: (error: Error) => isTransient(error) || cancellation.isCause(error),
    isFree: (error: Error) => cancellation.isCause(error),
    onRetry: run.recordRetry,
    signal,
  };
  await withRetries(options, async () => {
    await run.temporaryFiles.deleteFrom(await connection.connect(signal));
  }).catch(() => undefined);
}

function resultOf(run: RunState, connections: UploadConnections): DeployResult {
  const { connection } = connections.first;
  const { info } = connections;
  return {
    files: run.queue.results,
    connection: info,
    connections: connections.usage,
    retries: run.retries,
    remainingTemporaryFiles: run.temporaryFiles.paths,
    movedAside: run.temporaryFiles.aside,
    facts: {
      loggedIn: connection.hasLoggedIn,
      acceptedIn: run.acceptedIn,
      dataConnections: info.dataConnections.total,
      renames: run.renames,
    },
  };
}

function cancellationError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new CancelledError('unknown');
}
