import { join } from 'node:path';
import { createWorkspace, tree, type Workspace } from '../test/support/workspace.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Some files to upload. */
export interface WorkloadKind {
  readonly files: number;
  readonly bytesEach: number;
  /** How many directories the files are spread over; 0 when they lie in the top one. */
  readonly directories: number;
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
} as const satisfies Readonly<Record<string, WorkloadKind>>;

/** The name of a workload. */
export type WorkloadName = keyof typeof WORKLOADS;

/** A workload whose files are on the disk. */
export interface Workload extends WorkloadKind {
  readonly name: WorkloadName;
  /** Absolute path of the directory that holds the files. */
  readonly source: string;
  /** Relative path to the SHA-256 of the bytes. */
  readonly tree: ReadonlyMap<string, string>;
}

/** Makes workloads when they are first asked for; removes their files when it goes. */
export class WorkloadStore implements AsyncDisposable {
  readonly #made = new Map<WorkloadName, Promise<{ workspace: Workspace; workload: Workload }>>();

  /** The workload of a name, made once. */
  async get(name: WorkloadName): Promise<Workload> {
    const made = this.#made.get(name) ?? make(name);
    this.#made.set(name, made);
    return (await made).workload;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const made of this.#made.values()) await (await made).workspace[Symbol.asyncDispose]();
  }
}

async function make(name: WorkloadName): Promise<{ workspace: Workspace; workload: Workload }> {
  const kind = WORKLOADS[name];
  const workspace = await createWorkspace();
  const source = join(workspace.path, 'source');
  for (const file of fileNames(kind)) await workspace.write(join('source', file), kind.bytesEach);
  return { workspace, workload: { ...kind, name, source, tree: await tree(source) } };
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
