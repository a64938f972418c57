import { createHash } from 'node:crypto';

import type { UploadHooks, Uploads } from '../../../src/deploy/sync/uploads.ts';
import type { ModelProcess } from './model-process.ts';
import { Cut } from './model-server.ts';

export type Publish = 'direct' | 'atomic' | 'staged';

const maxAttempts = 4;

/** Uploads files as the upload worker does, one command at a time. */
export class ModelUploads implements Uploads {
  readonly #process: ModelProcess;
  readonly #tree: ReadonlyMap<string, string>;
  readonly #publish: Publish;
  readonly #names = new Map<string, readonly [string, string]>();
  readonly #run: string;

  constructor(
    process: ModelProcess,
    tree: ReadonlyMap<string, string>,
    { publish, run }: { readonly publish: Publish; readonly run: string },
  ) {
    this.#process = process;
    this.#tree = tree;
    this.#publish = publish;
    this.#run = run;
  }

  get isStaged(): boolean {
    return this.#publish === 'staged';
  }

  temporaryPaths(paths: readonly string[]): readonly string[] {
    if (this.#publish === 'direct') return [];
    return paths.flatMap((path) => this.#namesOf(path));
  }

  growingPath(path: string): string {
    return this.#publish === 'direct' ? path : this.#namesOf(path)[0];
  }

  #namesOf(path: string): readonly [string, string] {
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const directory = path.slice(0, path.lastIndexOf('/') + 1);
    const name = (offset: number) =>
      `${directory}.up-${this.#run}-${(2 * this.#names.size + offset).toString(36)}`;
    const names = [name(1), name(2)] as const;
    this.#names.set(path, names);
    return names;
  }

  async createDirectories(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      if (path === '') continue;
      await this.#repeat(async () => {
        const [exists] = await this.#process.directoriesExist([path]);
        if (exists === true) return;
        const refused = await this.#process.makeDirectory(path);
        if (refused !== undefined) throw refused.error;
      });
    }
  }

  async upload(paths: readonly string[], hooks: UploadHooks): Promise<Error | undefined> {
    try {
      await this.#upload(paths, hooks);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  async #upload(paths: readonly string[], hooks: UploadHooks): Promise<void> {
    for (const path of paths) {
      const target = this.#publish === 'direct' ? path : this.#namesOf(path)[0];
      await this.#repeat(async () => {
        await hooks.beforeUpload(path);
        const refused = await this.#process.store(target, this.#content(path));
        if (refused !== undefined) throw refused.error;
        await this.#verify(target, path);
      });
      if (this.#publish === 'atomic') {
        await hooks.beforeRenames([path]);
        await this.#rename(path);
      }
      if (this.#publish !== 'staged') this.#arrived(path, hooks);
    }
    if (this.#publish !== 'staged') return;
    await hooks.beforeRenames(paths);
    for (const path of paths) {
      await this.#rename(path);
      this.#arrived(path, hooks);
    }
  }

  /** As the upload worker: in one step, or by an intermediate name after the old file was deleted. */
  async #rename(path: string): Promise<void> {
    const [from, intermediate] = this.#namesOf(path);
    const process = this.#process;
    await this.#repeat(async () => {
      const sources = [from, intermediate];
      const present = await this.#present(sources);
      if (present === undefined) {
        await this.#verify(path, path);
        return;
      }
      if ((await process.rename(present, path)) === undefined) return;
      if (present === from && (await process.rename(from, intermediate)) !== undefined) {
        throw new Error('renames are refused');
      }
      await process.deleteFiles([path]);
      const refused = await process.rename(intermediate, path);
      if (refused !== undefined) throw refused.error;
    });
  }

  async #present(paths: readonly string[]): Promise<string | undefined> {
    for (const path of paths) {
      if ((await this.#process.retrieve(path)) !== undefined) return path;
    }
    return undefined;
  }

  async #verify(target: string, path: string): Promise<void> {
    const [size] = await this.#process.sizes([target]);
    if (size !== 'unknown' && size !== this.#content(path).length) throw new Cut();
  }

  #arrived(path: string, hooks: UploadHooks): void {
    hooks.arrived(path, versionOf(this.#content(path)));
  }

  #content(path: string): Buffer {
    return Buffer.from(this.#tree.get(path) ?? '');
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#process.connect();
      try {
        await work();
        return;
      } catch (error) {
        if (!(error instanceof Cut) || attempt === maxAttempts) throw error;
      }
    }
  }
}

/** Size and hash of a content. */
export function versionOf(content: Buffer) {
  return {
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}
