import { foldPath } from '../plan/folding.ts';
import type { Knowledge } from './journal.ts';
import { foldedDoubts } from './journal.ts';

/** A local file to deploy; its path is relative to the remote directory. */
export interface LocalVersion {
  readonly sizeBytes: number;
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
}

/** Why a file is uploaded. */
export type UploadReason =
  | 'new'
  | 'changed'
  /** An unfinished run may have changed it. */
  | 'in-doubt'
  /** Its size or checksum on the server is another one. */
  | 'differs-on-server'
  /** Every file was requested. */
  | 'requested';

/** The local files compared with what is known about the server. Every known path is in one of the groups. */
export interface Comparison {
  readonly uploads: ReadonlyMap<string, UploadReason>;
  readonly unchanged: ReadonlySet<string>;
  /** Known, and no longer part of the deployment. */
  readonly removed: ReadonlySet<string>;
  /** Known and still there locally, but no longer selected: they stay on the server. */
  readonly excluded: ReadonlySet<string>;
  /** Known, and maybe the same file as a planned one under another spelling: they are left alone and forgotten. */
  readonly respelled: ReadonlySet<string>;
}

/** What to compare, and how. */
export interface ComparisonInput {
  readonly planned: ReadonlyMap<string, LocalVersion>;
  readonly knowledge: Knowledge;
  /** Whether every file is uploaded. */
  readonly uploadsAll: boolean;
  /** A path that isn't part of the deployment, whatever is known about it. */
  readonly reserved?: string | undefined;
  /** Whether a path that isn't planned still exists locally. */
  readonly existsLocally: (path: string) => boolean;
}

/** Compares the local files with what is known about the server, by SHA-256. */
export function compare(input: ComparisonInput): Comparison {
  const { planned, knowledge, existsLocally } = input;
  const uploads = new Map<string, UploadReason>();
  const unchanged = new Set<string>();
  const isInDoubt = doubtTest(knowledge);
  for (const [path, version] of planned) {
    const reason = reasonToUpload(path, version, { ...input, isInDoubt });
    if (reason === undefined) unchanged.add(path);
    else uploads.set(path, reason);
  }
  const removed = new Set<string>();
  const excluded = new Set<string>();
  const respelled = new Set<string>();
  const reserved = input.reserved === undefined ? [] : [input.reserved];
  const unplanned = [...knownPaths(knowledge)].filter((path) => !planned.has(path));
  const foldedPlan = new Set(
    unplanned.length === 0 ? [] : [...planned.keys(), ...reserved].map(foldPath),
  );
  for (const path of unplanned) {
    if (foldedPlan.has(foldPath(path))) respelled.add(path);
    else if (existsLocally(path)) excluded.add(path);
    else removed.add(path);
  }
  return { uploads, unchanged, removed, excluded, respelled };
}

function reasonToUpload(
  path: string,
  { sha256 }: LocalVersion,
  input: ComparisonInput & { readonly isInDoubt: (path: string) => boolean },
): UploadReason | undefined {
  const record = input.knowledge.records.get(path);
  if (input.isInDoubt(path)) {
    return record === undefined && input.knowledge.uncertainty !== undefined ? 'new' : 'in-doubt';
  }
  if (record === undefined) return 'new';
  if (record.sha256 !== sha256) return 'changed';
  return input.uploadsAll ? 'requested' : undefined;
}

/** Servers may treat two spellings as one file, so a doubt about one is a doubt about the other. */
function doubtTest(knowledge: Knowledge): (path: string) => boolean {
  if (knowledge.uncertainty !== undefined) return () => true;
  const folded = foldedDoubts(knowledge);
  return (path) => folded.size > 0 && folded.has(foldPath(path));
}

/** Every path that state and journal mention. */
export function knownPaths({ records, doubts, deletes }: Knowledge): ReadonlySet<string> {
  return new Set([...records.keys(), ...doubts.keys(), ...deletes]);
}
