import type { ClientOptions } from '../ftps/index.ts';
import { FtpsClient } from '../ftps/index.ts';
import { makeDirectories } from './directories.ts';
import { FileSource } from './file-source.ts';
import type { DeployObserver } from './observer.ts';
import type { Plan, PlannedUpload } from './plan.ts';
import { wirePath } from './remote-path.ts';
import type { ConnectionReport, DeployResult, FileResult } from './result.ts';
import { shouldGoOn } from './stop-rule.ts';

/** Where to deploy to, and as whom. */
export interface DeployTarget extends Omit<ClientOptions, 'onDialogue'> {
  readonly username: string;
  readonly password: string;
}

/**
 * Carries out a plan over one control connection, one file after another. Never throws for what goes wrong on the way:
 * the result says what became of every file, and holds the first error.
 */
export async function deploy(
  plan: Plan,
  target: DeployTarget,
  observer: DeployObserver,
): Promise<DeployResult> {
  const started = performance.now();
  const files: FileResult[] = plan.uploads.map(pending);
  let client: FtpsClient | undefined;
  let failure: Error | undefined;
  try {
    observer.phase('connect');
    client = await FtpsClient.open({
      ...target,
      onDialogue: (line) => {
        observer.dialogue(line);
      },
    });
    observer.connected(client.tls, client.greeting);
    await client.login(target.username, target.password);
    observer.loggedIn();
    observer.phase('directories');
    const { made, existing } = await makeDirectories(client, plan);
    observer.directoriesReady(made, existing);
    observer.phase('upload');
    failure = await uploadAll(client, files, observer);
  } catch (error) {
    failure = error as Error;
  }
  await client?.quit();
  return {
    files,
    connection: reportConnection(target, client),
    milliseconds: performance.now() - started,
    ...(failure === undefined ? {} : { error: failure }),
  };
}

function pending(upload: PlannedUpload): FileResult {
  return { ...upload, status: 'pending', milliseconds: 0, attempts: 0 };
}

/** Uploads file after file, writing each one's fate into `files`; returns the first error. */
async function uploadAll(
  client: FtpsClient,
  files: FileResult[],
  observer: DeployObserver,
): Promise<Error | undefined> {
  let first: Error | undefined;
  let failuresInARow = 0;
  for (const [index, file] of files.entries()) {
    const result = await uploadFile(client, file);
    files[index] = result;
    observer.fileDone(result, index);
    first ??= result.error;
    failuresInARow = result.error === undefined ? 0 : failuresInARow + 1;
    if (result.error !== undefined && !shouldGoOn(result.error, client, failuresInARow)) break;
  }
  return first;
}

async function uploadFile(client: FtpsClient, file: FileResult): Promise<FileResult> {
  const started = performance.now();
  const attempts = file.attempts + 1;
  try {
    await using source = await FileSource.open(file.localPath, file.sizeBytes);
    await client.store(wirePath(file.remotePath), source);
    const milliseconds = performance.now() - started;
    return { ...file, status: 'uploaded', sha256: source.sha256(), milliseconds, attempts };
  } catch (error) {
    const milliseconds = performance.now() - started;
    return { ...file, status: 'failed', milliseconds, attempts, error: error as Error };
  }
}

function reportConnection(target: DeployTarget, client: FtpsClient | undefined): ConnectionReport {
  const { endpoint, mode } = target;
  if (client === undefined) {
    const none = { total: 0, resumed: 0 };
    return { endpoint, mode, controlConnections: 0, dataConnections: none };
  }
  const { tls, greeting, loginDirectory, dataConnections } = client;
  return {
    endpoint,
    mode,
    greeting,
    controlConnections: 1,
    dataConnections,
    ...(tls === undefined ? {} : { tls }),
    ...(loginDirectory === undefined ? {} : { loginDirectory }),
  };
}
