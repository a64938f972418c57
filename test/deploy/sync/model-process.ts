import type {
  AfterChange,
  FileStatus,
  Refusal,
  RemoteFiles,
} from '../../../src/deploy/sync/remote-files.ts';
import type { ChangeVerb, Fault, ModelServer } from './model-server.ts';
import { Cut, Killed } from './model-server.ts';

/** One run, as the server sees it: its commands, and what happens to them. */
export class ModelProcess implements RemoteFiles {
  readonly server: ModelServer;
  /** Number of commands so far. */
  commands = 0;
  isKilled = false;
  readonly transcript: string[] = [];
  readonly #faults: readonly Fault[];
  readonly #turn: () => Promise<void>;
  #connection = 1;
  #isConnected = true;

  constructor(
    server: ModelServer,
    faults: readonly Fault[] = [],
    turn: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.server = server;
    this.#faults = faults;
    this.#turn = turn;
  }

  isTransient(error: Error): boolean {
    return error instanceof Cut;
  }

  connect(): Promise<number> {
    if (this.isKilled) return Promise.reject(new Killed());
    if (!this.#isConnected) {
      this.#isConnected = true;
      this.#connection += 1;
    }
    return Promise.resolve(this.#connection);
  }

  /** A command: its effect, and what is left of it if it is interrupted. */
  async #command<T>(
    verb: string,
    path: string,
    { effect, half }: { readonly effect: () => T; readonly half?: () => void },
  ): Promise<T | 'refused'> {
    await this.#turn();
    if (this.isKilled) throw new Killed();
    this.commands += 1;
    this.server.time += 50;
    this.transcript.push(`${verb} ${path}`);
    const fault = this.#faults.find(({ at }) => at === this.commands);
    if (fault?.kind === 'refuse') return 'refused';
    if (fault === undefined) return effect();
    const [what, when] = fault.kind.split('-');
    if (when === 'half') half?.();
    if (when === 'after') effect();
    if (what === 'kill') this.isKilled = true;
    this.#isConnected = false;
    throw what === 'kill' ? new Killed() : new Cut();
  }

  /** Commands that only read are repeated over a new connection. */
  async #read<T>(verb: string, path: string, effect: () => T): Promise<T | 'refused'> {
    for (;;) {
      await this.connect();
      try {
        return await this.#command(verb, path, { effect });
      } catch (error) {
        if (!(error instanceof Cut)) throw error;
      }
    }
  }

  async retrieve(path: string): Promise<Buffer | undefined> {
    const content = await this.#read('RETR', path, () => this.server.get(path)?.content);
    return content === 'refused' ? undefined : content;
  }

  async statuses(paths: readonly string[]): Promise<readonly FileStatus[]> {
    const sizes = await this.sizes(paths);
    const times = await this.modificationTimes(paths);
    return paths.map((_, index) => ({ size: sizes[index]!, modifiedMs: times[index] }));
  }

  async isMissing(path: string): Promise<boolean> {
    return (await this.retrieve(path)) === undefined;
  }

  readonly expectTransfer = () => Promise.resolve();

  async statusesAndQuit(paths: readonly string[]): Promise<readonly FileStatus[]> {
    return await this.statuses(paths);
  }

  async sizes(paths: readonly string[]): Promise<readonly FileStatus['size'][]> {
    const sizes: FileStatus['size'][] = [];
    for (const path of paths) {
      if (this.server.features.noSize === true) {
        sizes.push('unknown');
        continue;
      }
      const size = await this.#read('SIZE', path, () => this.server.get(path)?.content.length);
      sizes.push(typeof size === 'number' ? size : 'missing');
    }
    return sizes;
  }

  async modificationTimes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    const times: (number | undefined)[] = [];
    for (const path of paths) {
      if (this.server.features.noMdtm === true) {
        times.push(undefined);
        continue;
      }
      const time = await this.#read('MDTM', path, () => this.server.get(path)?.modifiedMs);
      times.push(typeof time === 'number' ? time : undefined);
    }
    return times;
  }

  /** Leaves out what starts with a dot; a missing directory looks empty. */
  async list(directories: readonly string[]): Promise<readonly ReadonlyMap<string, number>[]> {
    const listings: ReadonlyMap<string, number>[] = [];
    for (const directory of directories) {
      const prefix = directory === '' ? '' : `${directory}/`;
      const listing = new Map<string, number>();
      if (this.server.features.noListing !== true) {
        await this.#read('STAT', directory, () => {
          for (const [path, { content }] of this.server.files) {
            const name = path.slice(prefix.length);
            if (path.startsWith(prefix) && !name.includes('/') && !name.startsWith('.')) {
              listing.set(name, content.length);
            }
          }
        });
      }
      listings.push(listing);
    }
    return listings;
  }

  async directoriesExist(paths: readonly string[]): Promise<readonly boolean[]> {
    const exist: boolean[] = [];
    for (const path of paths) {
      exist.push((await this.#read('CWD', path, () => this.server.directories.has(path))) === true);
    }
    return exist;
  }

  matchChecksums(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async store(...[path, bytes, after]: Parameters<RemoteFiles['store']>) {
    const content = Buffer.from(bytes);
    const put = (part: Buffer) => {
      const isStored = this.server.put(path, part);
      if (isStored) this.#changed('STOR', path);
      return isStored;
    };
    const stored = await this.#command('STOR', path, {
      effect: () => put(content),
      half: () => put(content.subarray(0, content.length >> 1)),
    });
    if (stored === true) await this.#answer(after);
    return refusal(stored);
  }

  async append(...[path, bytes, after]: Parameters<RemoteFiles['append']>) {
    if (this.server.features.noAppend === true) return refusal(false);
    const add = (part: Uint8Array) => {
      const before = this.server.get(path)?.content ?? Buffer.alloc(0);
      this.#changed('APPE', path);
      return this.server.put(path, Buffer.concat([before, part]));
    };
    const appended = await this.#command('APPE', path, {
      effect: () => add(bytes),
      half: () => add(bytes.subarray(0, bytes.length >> 1)),
    });
    if (appended === true) await this.#answer(after);
    return refusal(appended);
  }

  /** Asks after a transfer. If the connection is lost meanwhile, the transfer has succeeded nevertheless. */
  async #answer(after: AfterChange | undefined): Promise<void> {
    if (after !== undefined) after.answered(await this.statuses(after.paths));
  }

  async rename(...[from, to, after]: Parameters<RemoteFiles['rename']>) {
    const { server } = this;
    const { noRename, noRenameOver } = server.features;
    const renamed = await this.#command('RNTO', `${from} ${to}`, {
      effect: () => {
        const file = server.get(from);
        const isRefused = noRename === true || (noRenameOver === true && server.get(to));
        if (file === undefined || isRefused) return false;
        server.remove(from);
        server.put(to, file.content);
        server.files.set(server.find(to), file);
        this.#changed('RNTO', to);
        return true;
      },
    });
    if (renamed === true) await this.#answer(after);
    return refusal(renamed);
  }

  async deleteFiles(paths: readonly string[]): Promise<readonly (Refusal | undefined)[]> {
    const results: (Refusal | undefined)[] = [];
    for (const path of paths) results.push(refusal(await this.#delete(path)));
    return results;
  }

  async takeAwayAndQuit(path: string): Promise<FileStatus['size']> {
    const [size] = await this.sizes([path]);
    await this.#delete(path);
    return size!;
  }

  async #delete(path: string): Promise<boolean | 'refused'> {
    return await this.#command('DELE', path, {
      effect: () => {
        if (this.server.get(path) !== undefined) this.#changed('DELE', this.server.find(path));
        return this.server.remove(path) || this.server.features.confirmsMissing === true;
      },
    });
  }

  async makeDirectory(path: string): Promise<Refusal | undefined> {
    const { directories } = this.server;
    return refusal(
      await this.#command('MKD', path, {
        effect: () => {
          const parent = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
          const isPossible = directories.has(parent) && !directories.has(path);
          if (!isPossible || this.server.get(path) !== undefined) return false;
          directories.add(path);
          this.#changed('MKD', path);
          return true;
        },
      }),
    );
  }

  async removeDirectory(path: string): Promise<Refusal | undefined> {
    const { server } = this;
    return refusal(
      await this.#command('RMD', path, {
        effect: () => {
          if (!server.directories.has(path)) return false;
          if (server.isEmpty(path)) this.#changed('RMD', path);
          else if (server.features.recursiveRmd !== true) return false;
          for (const file of [...server.files.keys()].filter((name) =>
            name.startsWith(`${path}/`),
          )) {
            this.#changed('DELE', file);
            server.remove(file);
          }
          for (const directory of [...server.directories]) {
            if (directory === path || directory.startsWith(`${path}/`)) {
              server.directories.delete(directory);
            }
          }
          return true;
        },
      }),
    );
  }

  #changed(verb: ChangeVerb, path: string): void {
    this.server.onChange({ verb, path, process: this });
  }
}

function refusal(isDone: boolean | 'refused'): Refusal | undefined {
  return isDone === true ? undefined : { kind: 'refused', error: new Error('550 Refused') };
}
