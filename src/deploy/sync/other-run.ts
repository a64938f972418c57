import { JournalFile, OtherRunError } from './journal-file.ts';
import type { JournalHeader, JournalLine } from './journal-lines.ts';
import type { SyncJob } from './preparation.ts';
import { readDeployment } from './reading.ts';

const maxAttempts = 5;

/**
 * After another run has taken over: adds what this run may have changed to the current journal, or begins one for
 * the current state, so that the next run repairs it. If another state appears in the meantime, once more.
 */
export async function recordDoubts(
  job: SyncJob,
  { header, lines }: { readonly header: JournalHeader; readonly lines: readonly JournalLine[] },
): Promise<void> {
  const { remote, clock, options } = job;
  const { run, paths } = options;
  const reader = { ...options, takesOver: true };
  let reading = await readDeployment(remote, clock, reader);
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const { state, journalFile } = reading;
    const current = { state: state?.digest ?? null, generation: state?.generation ?? 0 };
    const journal = new JournalFile(remote, clock, { path: paths.journal, run, ...journalFile });
    const isWritten = await journal.append([{ ...header, ...current }, ...lines]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof OtherRunError) return false;
        throw error;
      },
    );
    reading = await readDeployment(remote, clock, reader);
    if (isWritten && reading.state?.digest === state?.digest) return;
  }
}
