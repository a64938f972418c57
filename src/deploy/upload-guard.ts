import type { GuardedConnection } from './guarded-connection.ts';
import type { UploadedFile } from './results.ts';

/** What a run does around its uploads. Paths are remote paths. A hook that throws ends the run. */
export interface GuardHooks {
  /** Before every attempt to upload a file. */
  beforeUpload(remotePath: string): Promise<void>;
  /** Before files get their final names. */
  beforeRenames(remotePaths: readonly string[]): Promise<void>;
  arrived(file: UploadedFile): void;
}

/** Where {@link GuardHooks} are called from. */
export interface GuardOptions {
  /** The first connection of the run. */
  readonly first: GuardedConnection;
  readonly isStaged: boolean;
  /** Makes the hooks use a connection: the first one may be busy with a transfer. */
  readonly use: (connection: GuardedConnection) => void;
}

/** Longest time from the announcement of staged renames until they are announced again, in milliseconds. */
const announcedForMs = 50_000;

/** Makes sure that nothing is changed before the run has announced it, or after another run has taken over. */
export class UploadGuard {
  readonly #hooks: GuardHooks;
  readonly #options: GuardOptions;
  /** The staged files that are not at their final paths yet. */
  readonly #staged = new Set<string>();
  #announcedOn: number | undefined;
  #announcedAt = 0;
  #failure: Error | undefined;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(hooks: GuardHooks, options: GuardOptions) {
    this.#hooks = hooks;
    this.#options = options;
  }

  /** Why nothing may be changed anymore. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** @throws What ends the run. */
  async beforeUpload(remotePath: string, connection: GuardedConnection): Promise<void> {
    await this.#call(connection, () => this.#hooks.beforeUpload(remotePath));
  }

  /**
   * Announces the renames of all staged files.
   *
   * @throws What ends the run.
   */
  async beforeStagedRenames(remotePaths: readonly string[]): Promise<void> {
    for (const path of remotePaths) this.#staged.add(path);
    await this.#announceStaged();
  }

  /**
   * Called before each rename. Staged ones were announced together, but not over another connection, or long ago.
   *
   * @throws What ends the run.
   */
  async beforeRename(remotePath: string, connection: GuardedConnection): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#options.isStaged) {
      await this.#call(connection, () => this.#hooks.beforeRenames([remotePath]));
    } else if (!this.#isAnnounced) await this.#announceStaged();
  }

  arrived(file: UploadedFile): void {
    this.#staged.delete(file.remotePath);
    this.#hooks.arrived(file);
  }

  get #isAnnounced(): boolean {
    const isRecent = performance.now() - this.#announcedAt < announcedForMs;
    return isRecent && this.#announcedOn === this.#options.first.connection.number;
  }

  async #announceStaged(): Promise<void> {
    const { first } = this.#options;
    await this.#call(first, () => this.#hooks.beforeRenames([...this.#staged]));
    this.#announcedOn = first.connection.number;
    this.#announcedAt = performance.now();
  }

  /** Calls a hook over a connection. The hooks of several connections wait for each other. */
  async #call(connection: GuardedConnection, hook: () => Promise<void>): Promise<void> {
    const call = this.#lastCall.then(() => this.#callNow(connection, hook));
    this.#lastCall = call.catch(() => undefined);
    await call;
  }

  async #callNow(connection: GuardedConnection, hook: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const { use, first } = this.#options;
    use(connection);
    try {
      await hook();
    } catch (error) {
      // The first connection does the rest, and finds out whether the journal is still this run's own.
      if (!connection.isLost) this.#failure = error as Error;
      throw error;
    } finally {
      use(first);
    }
  }
}
