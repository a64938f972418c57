import { sanitize } from '../sanitize.ts';
import type { Decision, KeepReason, NoDeletions, Reading, SyncSettings } from './sync/index.ts';

const shownPaths = 5;

/** Why nothing is deleted, where the user asked for it and may not expect it. */
const noDeletionsNotices: Partial<Record<NoDeletions, string>> = {
  adopted: 'Files were adopted, so nothing is deleted in this run. The next one can delete.',
  'taken-over':
    'The directory was taken over from another deployment, so nothing is deleted in this run.',
  uncertain: "What an interrupted run has done isn't known, so nothing is deleted in this run.",
  'empty-plan': 'There are no files to deploy, so nothing is deleted.',
  'nothing-in-common':
    'No file of the last deployment is in this one, so nothing is deleted. With max-deletions: 100% it would be.',
  'other-selection':
    'The files are selected in another way than in the last deployment (files, exclude, base-dir or flatten), so nothing is deleted in this run. The next one with the same selection can delete.',
};

/** Why single files are kept, where that is worth a notice. */
const keptNotices: Partial<Record<KeepReason, string>> = {
  excluded: 'no longer deployed, but still there locally, so they stay on the server',
  edited: 'changed on the server since they were uploaded, so they are not deleted',
  unconfirmed: 'not confirmed by the server as what was uploaded, so they are not deleted',
  'other-deployment': 'in a directory of another deployment, so they are not deleted',
};

/** What the user should know about the decision, as sentences. */
export function syncNotices(
  decision: Decision,
  reading: Reading,
  { settings }: { readonly settings: SyncSettings },
): readonly string[] {
  const { uploads, unconfirmed, kept, noDeletions } = decision;
  const notices: string[] = [];
  if (reading.stateProblem !== undefined) {
    notices.push(
      `The state of the last deployment can't be used (${reading.stateProblem}), so every file is uploaded and nothing is deleted.`,
    );
  }
  const differing = [...uploads].flatMap(([path, reason]) =>
    reason === 'differs-on-server' ? [path] : [],
  );
  if (unconfirmed > 0) {
    notices.push(
      `The server doesn't report the sizes of ${unconfirmed} unchanged files, so they are uploaded again: sync saves nothing on this server.`,
    );
  } else if (differing.length > 0) {
    notices.push(`Not on the server as they were uploaded, so uploaded again: ${list(differing)}.`);
  }
  if (settings.deleteRemoved && noDeletions !== undefined) {
    notices.push(...[noDeletionsNotices[noDeletions]].filter((text) => text !== undefined));
  }
  const byReason = Map.groupBy(kept, ([, reason]) => reason);
  for (const [reason, files] of byReason) {
    const why = keptNotices[reason];
    if (why !== undefined) notices.push(`${list(files.map(([path]) => path))}: ${why}.`);
  }
  return notices;
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, shownPaths).map((path) => sanitize(path));
  const more = paths.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
