import type { JournalHeader, JournalLine } from './journal-lines.ts';
import { encodeLines } from './journal-lines.ts';
import type { SyncJob } from './preparation.ts';
import { readDeployment } from './reading.ts';
import { tryChange } from './store-verified.ts';

const maxAttempts = 5;

/**
 * After another run has taken over: adds what this run may have changed to the journal that is there, or begins one for
 * the state that is there, so that the next run repairs it. If another state appears in the meantime, once more.
 */
export async function recordDoubts(
  job: SyncJob,
  { header, lines }: { readonly header: JournalHeader; readonly lines: readonly JournalLine[] },
): Promise<void> {
  const { remote, clock, options } = job;
  const reader = { ...options, takesOver: true };
  let { state } = await readDeployment(remote, clock, reader);
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const current = { state: state?.digest ?? null, generation: state?.generation ?? 0 };
    const text = encodeLines([{ ...header, ...current }, ...lines]);
    const outcome = await tryChange(remote, () => remote.append(options.paths.journal, text));
    if (outcome !== undefined && outcome !== 'unknown') {
      // Without APPE, a journal that makes everything uncertain is the best that can be left.
      await tryChange(remote, () => remote.store(options.paths.journal, text));
    }
    const again = await readDeployment(remote, clock, reader);
    if (again.state?.digest === state?.digest && outcome !== 'unknown') return;
    ({ state } = again);
  }
}
