import { foldPath } from '../../../src/deploy/plan/folding.ts';
import type { ModelProcess } from './model-process.ts';

/** What the server does differently from a well-behaved one. */
export interface Features {
  readonly noSize?: boolean;
  readonly noMdtm?: boolean;
  readonly noAppend?: boolean;
  readonly noListing?: boolean;
  readonly noRenameOver?: boolean;
  readonly noRename?: boolean;
  readonly folds?: boolean;
  /** RMD removes what is in the directory as well. */
  readonly recursiveRmd?: boolean;
  /** DELE of a missing file is confirmed (FileZilla Server 1.7.3). */
  readonly confirmsMissing?: boolean;
}

/** What happens to the command with a number: the process is killed, or only the connection is lost. */
export interface Fault {
  readonly at: number;
  readonly kind:
    'kill-before' | 'kill-after' | 'kill-half' | 'cut-before' | 'cut-after' | 'cut-half' | 'refuse';
}

export type ChangeVerb = 'STOR' | 'APPE' | 'DELE' | 'RMD' | 'RNTO' | 'MKD';

interface StoredFile {
  readonly content: Buffer;
  readonly modifiedMs: number;
}

/** The process of a run has ended: nothing that it tries has an effect. */
export class Killed extends Error {}
/** A reply was lost. */
export class Cut extends Error {}

/** The files of a server, in memory, and its clock. */
export class ModelServer {
  readonly features: Features;
  readonly files = new Map<string, StoredFile>();
  readonly directories = new Set<string>(['']);
  /** Milliseconds; every command takes some. */
  time = 1_700_000_000_000;
  /** Called for every change. */
  onChange: (change: {
    readonly verb: ChangeVerb;
    readonly path: string;
    readonly process: ModelProcess;
  }) => void = () => undefined;
  readonly #spelling = new Map<string, string>();

  constructor(features: Features = {}) {
    this.features = features;
  }

  /** The name under which a path is stored, if it exists. */
  find(path: string): string {
    return this.features.folds === true ? (this.#spelling.get(foldPath(path)) ?? path) : path;
  }

  get(path: string): StoredFile | undefined {
    return this.files.get(this.find(path));
  }

  put(path: string, content: Buffer): boolean {
    const parent = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    if (!this.directories.has(parent) || this.directories.has(path)) return false;
    const name = this.find(path);
    this.#spelling.set(foldPath(path), name);
    this.files.set(name, { content, modifiedMs: Math.floor(this.time / 1000) * 1000 });
    return true;
  }

  remove(path: string): boolean {
    const name = this.find(path);
    if (this.#spelling.get(foldPath(path)) === name) this.#spelling.delete(foldPath(path));
    return this.files.delete(name);
  }

  /** Creates a file with its directories, as another program would. */
  place(path: string, content: string): void {
    const segments = path.split('/').slice(0, -1);
    segments.forEach((_, index) => this.directories.add(segments.slice(0, index + 1).join('/')));
    this.put(path, Buffer.from(content));
  }

  isEmpty(directory: string): boolean {
    return ![...this.files.keys(), ...this.directories].some((path) =>
      path.startsWith(`${directory}/`),
    );
  }
}
