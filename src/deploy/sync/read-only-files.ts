import type { FileStatus, Refusal, RemoteFiles } from './remote-files.ts';

/** The files of a server, for runs that only read: nothing that changes something is passed on. */
export class ReadOnlyFiles implements RemoteFiles {
  readonly #files: RemoteFiles;

  constructor(files: RemoteFiles) {
    this.#files = files;
  }

  isTransient(error: Error): boolean {
    return this.#files.isTransient(error);
  }

  connect(): Promise<number> {
    return this.#files.connect();
  }

  retrieve(path: string, maxBytes: number): Promise<Buffer | undefined> {
    return this.#files.retrieve(path, maxBytes);
  }

  isMissing(path: string): Promise<boolean> {
    return this.#files.isMissing(path);
  }

  expectTransfer(): Promise<void> {
    return Promise.resolve();
  }

  statuses(paths: readonly string[]): Promise<readonly FileStatus[]> {
    return this.#files.statuses(paths);
  }

  statusesAndQuit(paths: readonly string[]): Promise<readonly FileStatus[]> {
    return this.#files.statusesAndQuit(paths);
  }

  sizes(paths: readonly string[]): Promise<readonly FileStatus['size'][]> {
    return this.#files.sizes(paths);
  }

  modificationTimes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    return this.#files.modificationTimes(paths);
  }

  list(directories: readonly string[]): Promise<readonly ReadonlyMap<string, number>[]> {
    return this.#files.list(directories);
  }

  directoriesExist(paths: readonly string[]): Promise<readonly boolean[]> {
    return this.#files.directoriesExist(paths);
  }

  matchChecksums(paths: readonly string[]): Promise<readonly boolean[] | undefined> {
    return this.#files.matchChecksums(paths);
  }

  store(path: string): Promise<Refusal | undefined> {
    return refuse(`STOR ${path}`);
  }

  append(path: string): Promise<Refusal | undefined> {
    return refuse(`APPE ${path}`);
  }

  rename(from: string): Promise<Refusal | undefined> {
    return refuse(`RNFR ${from}`);
  }

  deleteFiles(paths: readonly string[]): Promise<readonly (Refusal | undefined)[]> {
    return refuse(`DELE ${paths.join(', ')}`);
  }

  takeAwayAndQuit(path: string): Promise<FileStatus['size']> {
    return refuse(`DELE ${path}`);
  }

  makeDirectory(path: string): Promise<Refusal | undefined> {
    return refuse(`MKD ${path}`);
  }

  removeDirectory(path: string): Promise<Refusal | undefined> {
    return refuse(`RMD ${path}`);
  }
}

function refuse(command: string): Promise<never> {
  return Promise.reject(new Error(`A dry run must not send ${command}.`));
}
