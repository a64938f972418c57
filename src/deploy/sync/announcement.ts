import type { AnnouncedChanges, Doubt, JournalHeader } from './journal-lines.ts';
import type { Preparation, SyncJob } from './preparation.ts';
import { selectionDigest } from './state.ts';
import { probeDirectory, probeFile } from './temporary-files.ts';

/** The first line of a run in the journal. */
export function headerOf(syncJob: SyncJob, { reading }: Preparation): JournalHeader {
  const { run, job, repository, selection } = syncJob.options;
  const { state } = reading;
  return {
    kind: 'header',
    run,
    job,
    repository,
    state: state?.digest ?? null,
    generation: state?.generation ?? 0,
    selection: selectionDigest(selection),
    padding: syncJob.randomText(),
  };
}

/** What a run is about to change; the doubts are those of the files that get their final names. */
export function changesOf(
  { options, uploads }: SyncJob,
  { decision }: Preparation,
  doubts: ReadonlyMap<string, Doubt>,
): AnnouncedChanges {
  const { run } = options;
  const probe = probeDirectory(run);
  const temporary = uploads.temporaryPaths([...decision.uploads.keys()]);
  return {
    kind: 'changes',
    run,
    doubts,
    deletes: [...decision.deletions],
    directories: decision.missingDirectories,
    temporary: [...temporary, probeFile(probe), probe],
  };
}
