import type { JournalFile } from './journal-file.ts';
import { OtherRunError } from './journal-file.ts';
import type { FileStatus, RemoteFiles } from './remote-files.ts';
import { tryChange } from './store-verified.ts';

const maxAttempts = 3;

/**
 * Deletes the journal after the new state has been written. It must still be this run's own. If it isn't, another run hasn't
 * seen the new state. A journal that the server doesn't delete belongs to an older state now, so it means nothing.
 *
 * @param known - What the server has just said about it, after the rename of the state and on the connection in use.
 * @throws {@link OtherRunError}
 */
export async function deleteJournal(
  remote: RemoteFiles,
  journal: JournalFile,
  known?: FileStatus,
): Promise<void> {
  const { path } = journal;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    await journal.check(attempt === 1 ? known : undefined);
    const expected = journal.size;
    const size = await tryChange(remote, () => remote.takeAwayAndQuit(path));
    if (size === expected) return;
    if (size !== 'unknown') throw new OtherRunError();
    const [remaining] = await remote.sizes([path]);
    if (typeof remaining !== 'number') return;
    if (remaining !== expected) throw new OtherRunError();
  }
}
