import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorkspace, tree } from '../test/support/workspace.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** The files of a workload. */
export interface WorkloadKind {
  readonly files: number;
  readonly bytesEach: number;
  /** The number of directories that the files are spread over. 0 puts all files in the top directory. */
  readonly directories: number;
  /** Number of files that have changed since an earlier deployment; without it, the server is empty. */
  readonly changes?: number;
}

/** The workloads by name. */
export const WORKLOADS = {
  W1: { files: 300, bytesEach: 4 * KIB, directories: 30 },
  W2: { files: 1, bytesEach: 1024 * MIB, directories: 0 },
  W3: { files: 40, bytesEach: MIB, directories: 0 },
  W4: { files: 10_000, bytesEach: KIB, directories: 0 },
  'W4-1000': { files: 1000, bytesEach: KIB, directories: 0 },
  'W4-100000': { files: 100_000, bytesEach: KIB, directories: 0 },
  start: { files: 1, bytesEach: KIB, directories: 0 },
  S1: { files: 5000, bytesEach: KIB, directories: 100, changes: 0 },
  S2: { files: 5000, bytesEach: KIB, directories: 100, changes: 1 },
  S3: { files: 300, bytesEach: 4 * KIB, directories: 30, changes: 1 },
} as const satisfies Readonly<Record<string, WorkloadKind>>;

/** The name of a workload. */
export type WorkloadName = keyof typeof WORKLOADS;

/** A workload whose files exist. Disposing of it deletes them. */
export interface Workload extends WorkloadKind, AsyncDisposable {
  /** Absolute path of the directory with the files. */
  readonly source: string;
  /** SHA-256 by relative path. */
  readonly tree: ReadonlyMap<string, string>;
  /** Changes files as {@link WorkloadKind.changes} says, their sizes included: lftp and rclone compare those. */
  change(): Promise<void>;
}

/** Creates the files of a workload. */
export async function createWorkload(name: WorkloadName): Promise<Workload> {
  const kind: WorkloadKind = WORKLOADS[name];
  const workspace = await createWorkspace();
  const source = join(workspace.path, 'source');
  const names = fileNames(kind);
  for (const file of names) await workspace.write(join('source', file), kind.bytesEach);
  const hashes = await tree(source);
  let size = kind.bytesEach;
  return {
    ...{ ...kind, source, tree: hashes },
    async change() {
      size += 1;
      for (const file of names.slice(0, kind.changes)) {
        const bytes = randomBytes(size);
        await writeFile(join(source, file), bytes);
        hashes.set(file, createHash('sha256').update(bytes).digest('hex'));
      }
    },
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

/** The relative paths of a workload's files. */
export function fileNames({ files, directories }: WorkloadKind): string[] {
  const digits = String(files - 1).length;
  return Array.from({ length: files }, (_, index) => {
    const name = `file-${String(index).padStart(digits, '0')}.bin`;
    if (directories === 0) return name;
    const directory = Math.floor((index * directories) / files);
    return `directory-${String(directory).padStart(2, '0')}/${name}`;
  });
}
