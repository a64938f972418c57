import { sanitize } from '../sanitize.ts';
import { IgnorePatterns } from './plan/ignore-patterns.ts';
import { patternRemedy } from './plan/pattern-remedy.ts';
import type { Decision, KeepReason, NoDeletions, Reading, SyncSettings } from './sync/index.ts';

/** Something that the user should know about a run with `sync`, as sentences. */
export interface SyncNotice {
  readonly text: string;
  /** Whether it isn't what the user asked for. */
  readonly isWarning: boolean;
}

/** What the notices are about, in addition to the decision. */
interface NoticeContext {
  readonly settings: SyncSettings;
  readonly remoteDirectory: string;
}

const ftpDeployStateName = '.ftp-deploy-sync-state.json';

/** What the user should know about the decision. What is expected, such as a first deployment, isn't worth a notice. */
export function syncNotices(
  decision: Decision,
  reading: Reading,
  { settings, remoteDirectory }: NoticeContext,
): readonly SyncNotice[] {
  if (decision.limitError !== undefined) return [];
  return [
    stateProblem(reading),
    differingFiles(decision),
    adoption(decision, reading, settings),
    settings.deleteRemoved ? missingDeletions(decision, reading) : undefined,
    ...keptFiles(decision),
    missedProtection(decision, reading, { settings, remoteDirectory }),
  ].filter((found) => found !== undefined);
}

function stateProblem({ stateProblem: problem }: Reading): SyncNotice | undefined {
  if (problem === undefined) return undefined;
  return warning(
    `The state of the last deployment can't be used (${problem}), so every file is uploaded and nothing is deleted in this run.`,
  );
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

/** About files that count as uploaded although there was no state. */
function adoption(
  { isAdopted, kept }: Decision,
  { adoptionProblem }: Reading,
  { adopt, deleteRemoved }: SyncSettings,
): SyncNotice | undefined {
  if (adoptionProblem !== undefined) {
    return warning(
      `The state of FTP-Deploy-Action (${ftpDeployStateName}) can't be adopted: ${adoptionProblem}. Every file is uploaded.`,
    );
  }
  if (!isAdopted) return undefined;
  const paths = [...kept].filter(([, reason]) => reason === 'adopted').map(([path]) => path);
  const later =
    deleteRemoved && paths.length > 0
      ? ` The next run deletes files that are no longer part of the deployment: ${list(paths)}.`
      : '';
  if (adopt === 'ftp-deploy-action') {
    return notice(
      `The files that FTP-Deploy-Action deployed were adopted.${later} After the first successful deployment, its file ${ftpDeployStateName} is no longer needed and you can delete it.`,
    );
  }
  return later === '' ? undefined : notice(`Files on the server were adopted.${later}`);
}

/** Says why nothing is deleted, where the user may expect deletions. */
function missingDeletions(
  { noDeletions, kept, doubts }: Decision,
  reading: Reading,
): SyncNotice | undefined {
  const paths = [...kept].filter(([, reason]) => reason === noDeletions).map(([path]) => path);
  if (noDeletions === 'no-state') return missingRecord(doubts, reading);
  if (noDeletions === 'taken-over') {
    return notice(
      'The directory was taken over from another deployment, so nothing is deleted in this run. The next run can delete files.',
    );
  }
  if (noDeletions === 'uncertain') {
    return warning(
      "It isn't known what an interrupted run has changed, so every file is uploaded and nothing is deleted in this run.",
    );
  }
  if (paths.length > 0) return postponedDeletions(noDeletions, paths);
  return noDeletions === 'other-selection'
    ? notice(`${otherSelection}, so nothing is deleted in this run.`)
    : undefined;
}

const otherSelection =
  'The inputs that select the files ("files", "exclude", "base-dir", "flatten") have changed since the last deployment';

/** In an empty directory this is the first deployment, which is nothing special. */
function missingRecord(
  doubts: Decision['doubts'],
  { stateProblem: problem }: Reading,
): SyncNotice | undefined {
  const existing = [...doubts.values()].filter(({ before }) => typeof before === 'number');
  if (existing.length === 0 || problem !== undefined) return undefined;
  return notice(
    `There is no record of an earlier deployment, so every file is uploaded (${existing.length} of them are on the server already) and nothing is deleted in this run.`,
  );
}

/** About files that only the next run deletes, because this run may be a mistake. */
function postponedDeletions(
  reason: NoDeletions | undefined,
  paths: readonly string[],
): SyncNotice | undefined {
  if (reason === 'nothing-in-common') {
    return warning(
      `This deployment has no file in common with the last one, so nothing is deleted in this run. If that is a mistake, correct "files" or "remote-dir": the next run can delete the files of the last deployment (${list(paths)}). If it is intended, set "max-deletions: 100%" for one run.`,
    );
  }
  if (reason === 'other-selection') {
    return warning(
      `${otherSelection}, so nothing is deleted in this run. The next run with the same inputs can delete files that are no longer part of the deployment: ${list(paths)}. If another workflow deploys these files, give each workflow a "state-file" of its own.`,
    );
  }
  return undefined;
}

/** Why single files are kept, where that is worth a warning: the end of a sentence about files that are no longer deployed. */
const keptWarnings: Partial<Record<KeepReason, string>> = {
  excluded:
    "still exist locally, so they stay on the server. If they aren't needed there, delete them on the server",
  edited:
    "were changed on the server since they were uploaded, so they stay there. If they aren't needed, delete them on the server",
  unconfirmed:
    "stay on the server, because it can't confirm that they are what was uploaded. If they aren't needed, delete them on the server",
  'other-deployment':
    'stay on the server, because another deployment has its state in their directory or above it',
};

function keptFiles({ kept }: Decision): SyncNotice[] {
  return [...Map.groupBy(kept, ([, reason]) => reason)].flatMap(([reason, files]) => {
    const why = keptWarnings[reason];
    if (why === undefined) return [];
    return [
      warning(`Files that are no longer deployed ${why}: ${list(files.map(([path]) => path))}.`),
    ];
  });
}

/**
 * About lines of `never-delete` that miss a file by a typo. That a line matches no file is no reason for a notice: many
 * are a precaution, and nothing is deleted that this action hasn't uploaded.
 */
function missedProtection(
  { deletions, kept }: Decision,
  { knowledge: { records } }: Reading,
  { settings: { neverDelete }, remoteDirectory }: NoticeContext,
): SyncNotice | undefined {
  if (deletions.size === 0) return undefined;
  const scope = { paths: [...deletions], directory: remoteDirectory.replace(/^\//, '') };
  const known = [...records.keys(), ...kept.keys()];
  const missed = neverDelete.flatMap((line) => {
    const pattern = new IgnorePatterns([line]);
    const isUsed = known.some((path) => pattern.matches(path));
    const remedy = isUsed ? undefined : patternRemedy(line, scope);
    return remedy === undefined ? [] : [`${sanitize(line)} (${remedy})`];
  });
  if (missed.length === 0) return undefined;
  return warning(
    `Lines of "never-delete" that match nothing, although they may be meant for files that are deleted: ${missed.join(', ')}. They are .gitignore patterns relative to "remote-dir".`,
  );
}

function warning(text: string): SyncNotice {
  return { text, isWarning: true };
}

function notice(text: string): SyncNotice {
  return { text, isWarning: false };
}

const shownPaths = 10;

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, shownPaths).map((path) => sanitize(path));
  const more = paths.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
