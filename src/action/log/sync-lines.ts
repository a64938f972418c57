import type {
  OtherFile,
  SyncCounts,
  SyncOutcome,
  UploadReason,
  WaitingFor,
} from '../../deploy/index.ts';
import { sanitize } from '../../sanitize.ts';
import { formatNumber } from '../format.ts';

/** What a run with `sync` does: `3 new, 2 changed, 1 deleted, 4,994 unchanged`. */
export function formatCounts(counts: SyncCounts): string {
  return (['new', 'changed', 'deleted', 'unchanged', 'kept'] as const)
    .filter((name) => name !== 'kept' || counts.kept > 0)
    .map((name) => `${formatNumber(counts[name])} ${name}`)
    .join(', ');
}

/** Why a file is uploaded, for the end of its line; empty when every file is. */
export const uploadReasons: Readonly<Record<UploadReason, string>> = {
  new: 'new',
  changed: 'changed',
  'in-doubt': 'uploaded again: an unfinished run may have changed it',
  'differs-on-server': 'uploaded again: missing or different on the server',
  requested: '',
};

/** What is logged while this run waits for another one. */
export function waitingLine(run: WaitingFor): string {
  const which =
    run === undefined
      ? ''
      : ` (run ${sanitize(run.runId)}, job ${sanitize(run.job)}, attempt ${run.attempt})`;
  return `Another run${which} seems to be deploying to the same directory. Waiting up to 3 minutes for it to finish.`;
}

type KeptReason = Extract<OtherFile, { status: 'kept' }>['reason'];

/** What is said about files that stay on the server as requested. Everything else is a warning. */
const kept: Partial<Record<KeptReason, (files: string) => string>> = {
  protected: (files) => `Not deleted because of "never-delete": ${files}.`,
  'not-requested': (files) =>
    `No longer part of the deployment, but still on the server: ${files}. To delete such files, set "delete-removed: true".`,
};

/** Says what stays on the server and why, one line per reason. */
export function keptLines({ otherFiles }: SyncOutcome): string[] {
  return (Object.keys(kept) as (keyof typeof kept)[]).flatMap((reason) => {
    const files = otherFiles.filter((file) => file.reason === reason);
    if (files.length === 0) return [];
    return [kept[reason]?.(names(files)) ?? ''];
  });
}

const namedFiles = 10;

function names(files: readonly { readonly remotePath: string }[]): string {
  const shown = files.slice(0, namedFiles).map(({ remotePath }) => sanitize(remotePath));
  const more = files.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${formatNumber(more)} more`] : [])].join(', ');
}
