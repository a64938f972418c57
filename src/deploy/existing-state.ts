import { randomBytes } from 'node:crypto';

import type { FtpsClient } from '../ftps/index.ts';
import { replyCode, ReplyError } from '../ftps/index.ts';
import type { Cancellation } from './cancellation.ts';
import type { Plan } from './plan/plan.ts';
import { runClock } from './run-clock.ts';
import type { Announcement, StatePaths, UnrecordedRun } from './sync/index.ts';
import {
  announceAgain,
  announceUnrecorded,
  ClientFiles,
  randomText,
  statePathOf,
  statePaths,
  StateError,
} from './sync/index.ts';
import type { UploadConnections } from './upload-connections.ts';

/** How often the server is asked for the state. */
const maxAttempts = 2;

/** What a run with `sync: off` uploads, and how. */
export interface PlainRun {
  readonly plan: Plan;
  readonly connections: UploadConnections;
  readonly cancellation: Cancellation;
}

/** A run whose files were added to the journal. */
export interface Announced {
  /** Adds them once more if another run has changed the state in the meantime. Never throws. */
  readonly afterUploads: () => Promise<void>;
}

/**
 * Looks for a state or a journal of earlier runs with `sync`. If there is one, adds the planned files to the journal as
 * doubtful, so that the next run with `sync` uploads them again. If there is none, this costs no round trip where commands
 * are pipelined: the port for the first upload is requested in the same write.
 *
 * On a server that doesn't support SIZE nothing is found. There, runs with `sync` upload every file that they can't
 * confirm by its checksum.
 *
 * If it can't be read, the run only says so: it must work with accounts that may only upload.
 *
 * @returns What remains to be done after the uploads; undefined if there is no state.
 * @throws {@link StateError} when the journal can't be written. No file was changed then.
 */
export async function announceToState(plainRun: PlainRun): Promise<Announced | undefined> {
  const { plan, connections } = plainRun;
  const { options, optional, notices } = connections.first.run;
  if (plan.uploads.length === 0 || !optional.isUsable('size')) return undefined;
  const paths = statePaths(statePathOf(plan.remoteDirectory, options.stateFile));
  if (!(await exists(plainRun, [paths.state, paths.journal]))) return undefined;
  const unrecorded = unrecordedRun(plainRun, paths);
  try {
    const announcement = await announceUnrecorded(unrecorded);
    return { afterUploads: () => announceOnceMore(plainRun, unrecorded, announcement) };
  } catch (error) {
    // Runs with `sync` can't work there either, unless another account may read the files.
    if (!(error instanceof StateError) || !isUnreadable(error)) throw error;
    const text = `The state of runs with sync can't be used: ${error.message} ${mayBeSkipped}`;
    notices.once(text, 'warning');
    return undefined;
  }
}

function unrecordedRun(
  { plan, connections, cancellation }: PlainRun,
  paths: StatePaths,
): UnrecordedRun {
  const { connection, run } = connections.first;
  const { options, optional, recordRetry } = run;
  const { retry, signal, clock = runClock(signal) } = options;
  return {
    remote: new ClientFiles(connection, {
      ...{ retry, optional },
      onRetry: recordRetry,
      /** After a cancellation, there is a little time to show the next run which files are doubtful. */
      get signal() {
        return signal.aborted ? cancellation.cleanUpSignal : signal;
      },
      hashOf: () => Promise.resolve(''),
    }),
    clock,
    paths,
    run: randomBytes(6).toString('hex'),
    remoteDirectory: plan.remoteDirectory,
    uploads: new Map(plan.uploads.map(({ remotePath, sizeBytes }) => [remotePath, sizeBytes])),
    randomText,
  };
}

/** The uploads are finished, so this is no reason to fail. */
async function announceOnceMore(
  { connections }: PlainRun,
  unrecorded: UnrecordedRun,
  announcement: Announcement,
): Promise<void> {
  try {
    await announceAgain(unrecorded, announcement);
  } catch (error) {
    const { message } = error as Error;
    const text = `The journal of runs with sync can't be checked: ${message} ${mayBeSkipped}`;
    connections.first.run.notices.once(text, 'warning');
  }
}

function isUnreadable({ reason }: StateError): boolean {
  return reason === 'unreadable' || reason === 'too-long';
}

const mayBeSkipped =
  'If there is one, the next of these runs may skip files that this one changes.';

/**
 * Whether there is one of these files. An empty one says nothing: the next run with `sync` uploads every file. A server
 * that breaks at SIZE has none: runs with `sync` can't work there, other runs can.
 */
async function exists({ connections }: PlainRun, paths: readonly string[]): Promise<boolean> {
  const { connection, run } = connections.first;
  const { options, notices } = run;
  for (let attempt = 1; ; attempt += 1) {
    const client = await connection.connect(options.signal);
    try {
      return await askForSizes(client, paths);
    } catch (error) {
      options.signal.throwIfAborted();
      if (attempt < maxAttempts) continue;
      const { message } = error as Error;
      notices.once(`A state of runs with sync can't be looked for: ${message} ${mayBeSkipped}`);
      return false;
    }
  }
}

async function askForSizes(client: FtpsClient, paths: readonly string[]): Promise<boolean> {
  const commands = paths.map((path) => client.files.sizeCommand(path));
  const answers = await client.executeOnFiles(commands, paths, { transferFollows: true });
  const busy = answers.find(({ reply }) => reply.code >= 400 && reply.code < 500);
  if (busy !== undefined) throw new ReplyError(busy.command, busy.reply);
  return answers.some((answer) => {
    return (
      answer.reply.code === replyCode.fileStatus && client.files.parseSize(answer)?.bytes !== 0
    );
  });
}
