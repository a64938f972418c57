import type { Clock } from './clock.ts';
import { StateError } from './errors.ts';
import { maxJournalBytes } from './journal-file.ts';
import type { JobId } from './journal-lines.ts';
import { decodeJournal, lastRunOf } from './journal.ts';
import type { Reader, Reading } from './reading.ts';
import type { FileStatus, RemoteFiles } from './remote-files.ts';

/** Another run that hasn't ended; undefined if its job isn't known. */
export type WaitingFor = JobId | undefined;

const waitIntervalMs = 15_000;
const waitMs = 3 * 60_000;

/**
 * Waits for an unfinished run. `again`: something has changed, read again. `take-over`: it is dead, has ended, or was an
 * earlier attempt of this job.
 *
 * @throws {@link StateError} when it is still writing after three minutes.
 */
export async function awaitOtherRun(
  {
    remote,
    clock,
    observer,
  }: {
    readonly remote: RemoteFiles;
    readonly clock: Clock;
    readonly observer: { waiting(run: WaitingFor): void };
  },
  reader: Reader,
  reading: Reading,
): Promise<'again' | 'take-over'> {
  if (!mayBeRunning(reader, reading)) return 'take-over';
  const last = reading.journal && lastRunOf(reading.journal);
  observer.waiting(last?.job);
  const { journal } = reader.paths;
  const watched = [journal, ...(last?.uploading ?? []).map(reader.toRemotePath)];
  const began = clock.now();
  let before = await watch(remote, watched);
  let hasGrown = before[0] !== reading.journalFile.content?.length;
  while (clock.now() - began < waitMs) {
    await clock.wait(waitIntervalMs);
    const sizes = await watch(remote, watched);
    if (sizes[0] === 'missing') return 'again';
    if (sizes[0] !== before[0] && (await hasEnded(remote, journal))) return 'again';
    hasGrown ||= sizes.some((size, index) => size !== before[index]);
    before = sizes;
  }
  if (!hasGrown) return 'take-over';
  const job = last?.job;
  const name =
    job === undefined ? '' : ` (run ${job.runId}, job ${job.job}, attempt ${job.attempt})`;
  throw new StateError('other-run', `Another run is deploying to the same directory${name}.`);
}

/** The sizes of the journal and of other files; that of the journal in any case. */
async function watch(
  remote: RemoteFiles,
  [journal = '', ...others]: readonly string[],
): Promise<readonly FileStatus['size'][]> {
  const [size = 'unknown', ...sizes] = await remote.sizes([journal, ...others]);
  if (size !== 'unknown') return [size, ...sizes];
  const content = await remote.retrieve(journal, maxJournalBytes);
  return [content?.length ?? 'missing', ...sizes];
}

function mayBeRunning({ run, job }: Reader, { journal, knowledge }: Reading): boolean {
  if (journal === undefined) return false;
  if (!knowledge.isJournalValid && knowledge.uncertainty === undefined) return false;
  const last = lastRunOf(journal);
  if (last === undefined) return true;
  if (last.hasEnded || last.run === run) return false;
  const isEarlierAttempt =
    job !== undefined &&
    last.job?.runId === job.runId &&
    last.job.job === job.job &&
    last.job.attempt < job.attempt;
  return !isEarlierAttempt;
}

async function hasEnded(remote: RemoteFiles, path: string): Promise<boolean> {
  const content = await remote.retrieve(path, maxJournalBytes);
  return content === undefined || lastRunOf(decodeJournal(content))?.hasEnded === true;
}
