import { sanitize } from '../sanitize.ts';
import type { Decision, KeepReason, NoDeletions, Reading, SyncSettings } from './sync/index.ts';

/** Something that the user should know about a run with `sync`, as sentences. */
export interface SyncNotice {
  readonly text: string;
  /** Whether it isn't what the user asked for. */
  readonly isWarning: boolean;
}

/** Why nothing is deleted, where the user asked for it and may not expect it. */
const noDeletionsNotices: Partial<Record<NoDeletions, SyncNotice>> = {
  'no-state': {
    isWarning: false,
    text: 'There is no state of an earlier deployment, so nothing is deleted in this run. The next run can delete files.',
  },
  adopted: {
    isWarning: false,
    text: 'Files were adopted, so nothing is deleted in this run. The next run can delete files.',
  },
  'taken-over': {
    isWarning: false,
    text: 'The directory was taken over from another deployment, so nothing is deleted in this run. The next run can delete files.',
  },
  uncertain: {
    isWarning: true,
    text: "It isn't known what an interrupted run has changed, so every file is uploaded and nothing is deleted in this run.",
  },
  'nothing-in-common': {
    isWarning: true,
    text: 'This deployment has no file in common with the last one, so nothing is deleted. If that is intended, set "max-deletions: 100%" for one run.',
  },
  'other-selection': {
    isWarning: true,
    text: 'The inputs that select the files ("files", "exclude", "base-dir", "flatten") have changed since the last deployment, so nothing is deleted in this run. The next run with the same inputs can delete files.',
  },
};

/** Why single files are kept, where that is worth a warning: the end of a sentence about files that are no longer deployed. */
const keptWarnings: Partial<Record<KeepReason, string>> = {
  excluded:
    'still exist locally, so they stay on the server. To have them deleted, remove them locally, too',
  edited:
    'have changed on the server since they were uploaded, so they stay there and are forgotten',
  unconfirmed:
    "stay on the server and are forgotten, because the server can't confirm that they are what was uploaded",
  'other-deployment':
    'stay on the server, because another deployment has its state in their directory or above it',
};

const ftpDeployStateName = '.ftp-deploy-sync-state.json';

/** What the user should know about the decision. */
export function syncNotices(
  decision: Decision,
  reading: Reading,
  { settings }: { readonly settings: SyncSettings },
): readonly SyncNotice[] {
  const { kept, noDeletions, isAdopted } = decision;
  const notices: (SyncNotice | undefined)[] = [];
  if (reading.stateProblem !== undefined) {
    notices.push(
      warning(
        `The state of the last deployment can't be used (${reading.stateProblem}), so every file is uploaded and nothing is deleted in this run.`,
      ),
    );
  }
  notices.push(differingFiles(decision));
  if (isAdopted && settings.adopt === 'ftp-deploy-action') {
    const text = `The files that FTP-Deploy-Action has deployed were adopted. Its file ${ftpDeployStateName} is no longer needed after this run: you can delete it.`;
    notices.push({ text, isWarning: false });
  }
  if (settings.deleteRemoved && noDeletions !== undefined) {
    notices.push(noDeletionsNotices[noDeletions]);
  }
  for (const [reason, files] of Map.groupBy(kept, ([, reason]) => reason)) {
    const why = keptWarnings[reason];
    const paths = files.map(([path]) => path);
    if (why !== undefined) {
      notices.push(warning(`Files that are no longer deployed ${why}: ${list(paths)}.`));
    }
  }
  return notices.filter((notice) => notice !== undefined);
}

/** About unchanged files that are uploaded again. */
function differingFiles({ uploads, unconfirmed }: Decision): SyncNotice | undefined {
  if (unconfirmed > 0) {
    return warning(
      `The server doesn't report the sizes of ${unconfirmed} unchanged files, so they are uploaded again: "sync" saves nothing on this server.`,
    );
  }
  const differing = [...uploads].filter(([, reason]) => reason === 'differs-on-server');
  if (differing.length === 0) return undefined;
  const paths = differing.map(([path]) => path);
  return warning(
    `Files that haven't changed locally are missing on the server or were changed there, so they are uploaded again: ${list(paths)}.`,
  );
}

function warning(text: string): SyncNotice {
  return { text, isWarning: true };
}

const shownPaths = 10;

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, shownPaths).map((path) => sanitize(path));
  const more = paths.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
