import type { CommandReply, FtpsClient, HashName, OptionalParts } from '../../ftps/index.ts';
import { MemorySource, ReplyError } from '../../ftps/index.ts';
import type { Connection } from '../connection.ts';
import { ClientListings } from './client-listings.ts';
import {
  answerAt,
  hasBegun,
  modifiedIn,
  permanent,
  refusesAppending,
  sizeIn,
  sizeOf,
  statusCommands,
  statusesIn,
} from './client-replies.ts';
import { fileTooLong } from './errors.ts';
import type {
  AfterChange,
  AfterTransfer,
  FileStatus,
  Refusal,
  RemoteFiles,
} from './remote-files.ts';
import type { Retry, RetryPolicy, RetrySubject } from '../retry.ts';
import { isTransient, withRetries } from '../retry.ts';

/** What the access to the files of a server needs. */
export interface ClientFilesOptions {
  readonly retry: RetryPolicy;
  readonly onRetry: (retry: Retry) => void;
  readonly signal: AbortSignal;
  readonly optional: OptionalParts;
  /** The hash of the local version of a file, in lowercase hexadecimal. */
  readonly hashOf: (remotePath: string, hash: HashName) => Promise<string>;
}

/** The files of a server, over one connection at a time. */
export class ClientFiles implements RemoteFiles {
  #connection: Connection;
  readonly #options: ClientFilesOptions;
  /** The client that changes are sent to: the one that {@link connect} has returned the number of. */
  #client: FtpsClient | undefined;
  #hasAskedStatuses = false;
  readonly #listings = new ClientListings();

  constructor(connection: Connection, options: ClientFilesOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /** Uses another connection from now on. */
  use(connection: Connection): void {
    this.#connection = connection;
  }

  isTransient(error: Error): boolean {
    if (this.#connection.hasGivenUp) return false;
    return isTransient(error) || hasBegun(error) || this.#options.optional.explains(error);
  }

  async connect(): Promise<number> {
    this.#client = await this.#connection.connect(this.#options.signal);
    return this.#connection.number;
  }

  async retrieve(path: string, maxBytes: number): Promise<Buffer | undefined> {
    const retrieval = await this.#read({ remotePath: path }, (client) =>
      client.retrieve({ path, maxBytes }),
    );
    if (retrieval.outcome === 'cut-off') throw fileTooLong(path, maxBytes);
    return retrieval.outcome === 'retrieved' ? retrieval.bytes : undefined;
  }

  async isMissing(path: string): Promise<boolean> {
    return await this.#read({ remotePath: path }, (client) => client.isRefusedEarly(path));
  }

  async expectTransfer(): Promise<void> {
    (await this.#connection.connect(this.#options.signal)).expectTransfer();
  }

  async statuses(paths: readonly string[]): Promise<readonly FileStatus[]> {
    // The first files are retrieved right after that.
    const transferFollows = !this.#hasAskedStatuses;
    this.#hasAskedStatuses = true;
    return await this.#statuses(paths, { transferFollows });
  }

  async statusesAndQuit(paths: readonly string[]): Promise<readonly FileStatus[]> {
    return await this.#statuses(paths, { andQuit: true });
  }

  async sizes(paths: readonly string[]): Promise<readonly FileStatus['size'][]> {
    const found = new Map<string, FileStatus['size']>();
    await this.#read('server-check', async (client) => {
      const open = paths.filter((path) => !found.has(path));
      const answers = await client.files.sizes(open);
      let busy: ReplyError | undefined;
      for (const [index, path] of open.entries()) {
        const answer = answers[index];
        if (answer instanceof ReplyError && answer.isTransient) busy = answer;
        else found.set(path, sizeOf(answer));
      }
      // Only those are asked for again.
      if (busy !== undefined) throw busy;
    });
    return paths.map((path) => found.get(path) ?? 'unknown');
  }

  async modificationTimes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    return await this.#read('server-check', async (client) => {
      const commands = paths.map((path) => client.files.modifiedCommand(path));
      const answers = await client.executeOnFiles(commands, paths);
      return answers.map((answer) => modifiedIn(client, answer));
    });
  }

  async list(directories: readonly string[]): Promise<readonly ReadonlyMap<string, number>[]> {
    const nothing = directories.map(() => new Map<string, number>());
    const { optional } = this.#options;
    if (directories.length === 0 || !optional.isUsable('listings')) return nothing;
    const client = await this.#connection.connect(this.#options.signal);
    try {
      return await this.#listings.list(client, directories);
    } catch (error) {
      // The session couldn't return to the login directory.
      if (optional.explains(error as Error)) return nothing;
      if (!isTransient(error as Error)) throw error;
      optional.drop('listings', (error as Error).message);
      return nothing;
    }
  }

  async directoriesExist(paths: readonly string[]): Promise<readonly boolean[]> {
    const found = await this.#read('server-check', (client) => client.probeDirectories(paths));
    return found.map((result) => !(result instanceof ReplyError));
  }

  async matchChecksums(paths: readonly string[]): Promise<readonly boolean[] | undefined> {
    return await this.#read('server-check', async (client) => {
      const method = client.checksumMethod;
      if (method === undefined) return undefined;
      const hashes = await client.files.checksums(paths, method);
      const matches: boolean[] = [];
      for (const [index, path] of paths.entries()) {
        const hash = hashes[index];
        if (hash instanceof ReplyError && hash.isTransient) throw hash;
        matches.push(hash === (await this.#options.hashOf(path, method.hash)));
      }
      return matches;
    });
  }

  async store(
    path: string,
    bytes: Uint8Array,
    after?: AfterTransfer,
  ): Promise<Refusal | undefined> {
    return await this.#change((client) =>
      this.#transfer(client, path, { bytes, after, append: false }),
    );
  }

  async append(
    path: string,
    bytes: Uint8Array,
    after?: AfterTransfer,
  ): Promise<Refusal | undefined> {
    try {
      return await this.#change((client) =>
        this.#transfer(client, path, { bytes, after, append: true }),
      );
    } catch (error) {
      // ProFTPD by default says 451 whenever it is asked to append to an existing file. There is another way.
      if (error instanceof ReplyError && refusesAppending(error)) return { kind: 'refused', error };
      throw error;
    }
  }

  async rename(from: string, to: string, after?: AfterChange): Promise<Refusal | undefined> {
    return await this.#change(async (client) => {
      const asked = after === undefined ? [] : statusCommands(client, after.paths);
      const { refusal, replies } = await client.files.rename(from, to, asked);
      this.#answer(client, after, replies);
      return refusal;
    });
  }

  async deleteFiles(paths: readonly string[]): Promise<readonly (Refusal | undefined)[]> {
    const refusals = await this.#usable.files.deleteAll(paths);
    return refusals.map(permanent);
  }

  async takeAwayAndQuit(path: string): Promise<FileStatus['size']> {
    const client = this.#usable;
    const commands = [client.files.sizeCommand(path), client.files.deleteCommand(path)];
    const answers = await client.executeOnFiles(commands, [path, path], { andQuit: true });
    permanent(client.refusalOf(answerAt(answers, 1)));
    return sizeIn(client, answerAt(answers, 0));
  }

  async makeDirectory(path: string): Promise<Refusal | undefined> {
    return await this.#change((client) => client.files.createDirectory(path));
  }

  async removeDirectory(path: string): Promise<Refusal | undefined> {
    return await this.#change((client) => client.files.removeDirectory(path));
  }

  async #statuses(
    paths: readonly string[],
    options: { readonly transferFollows?: boolean; readonly andQuit?: boolean },
  ): Promise<readonly FileStatus[]> {
    return await this.#read('server-check', async (client) => {
      const commands = statusCommands(client, paths);
      const answers = await client.executeOnFiles(commands, [...paths, ...paths], options);
      return statusesIn(client, answers);
    });
  }

  /** The client that {@link connect} returned, even if its connection has failed since: nothing is sent then. */
  get #usable(): FtpsClient {
    if (this.#client === undefined) throw new Error('Not connected.');
    return this.#client;
  }

  /** Reads from the server until it succeeds or has failed too often. */
  async #read<T>(subject: RetrySubject, work: (client: FtpsClient) => Promise<T>): Promise<T> {
    const { retry: policy, onRetry, signal, optional } = this.#options;
    const connection = this.#connection;
    const options = {
      subject,
      policy,
      // Connecting has its own retries.
      isTransient: (error: Error) =>
        !connection.hasGivenUp && (isTransient(error) || optional.explains(error)),
      isFree: (error: Error) => connection.brokeWhilePipelining || optional.explains(error),
      onRetry,
      signal,
    };
    return await withRetries(options, async () => work(await connection.connect(signal)));
  }

  /** Changes something, once. */
  async #change(
    // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- work without a refusal returns nothing
    work: (client: FtpsClient) => Promise<ReplyError | undefined | void>,
  ): Promise<Refusal | undefined> {
    try {
      return permanent((await work(this.#usable)) ?? undefined);
    } catch (error) {
      if (!(error instanceof ReplyError) || this.isTransient(error)) throw error;
      return permanent(error);
    }
  }

  /** Uploads a small file. What is asked for after it isn't a part of the upload, so it may fail. */
  async #transfer(
    client: FtpsClient,
    path: string,
    upload: { bytes: Uint8Array; after: AfterTransfer | undefined; append: boolean },
  ): Promise<void> {
    const { bytes, after, append } = upload;
    const asks = after !== undefined && this.#options.optional.isUsable('paths');
    const followUps = asks ? statusCommands(client, after.paths) : [];
    const options = { append, followUps, moreUploads: after?.transferFollows === true };
    const { replies } = await client.store(path, new MemorySource(bytes), options);
    this.#answer(client, after, replies);
  }

  /** Passes on the replies to what was asked for after a change, if there are any. */
  #answer(
    client: FtpsClient,
    after: AfterChange | undefined,
    replies: readonly CommandReply[],
  ): void {
    if (replies.length === 0) return;
    try {
      after?.answered(statusesIn(client, replies));
    } catch (error) {
      // The caller asks again.
      if (!this.isTransient(error as Error)) throw error;
    }
  }
}
