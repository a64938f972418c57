import type { Connection } from './connection.ts';
import type { UploadedFile } from './results.ts';

/** What a run does around its uploads. Paths are remote paths. A hook that throws ends the run. */
export interface GuardHooks {
  /** Before every attempt to upload a file. */
  beforeUpload(remotePath: string): Promise<void>;
  /** Before files get their final names. */
  beforeRenames(remotePaths: readonly string[]): Promise<void>;
  arrived(file: UploadedFile): void;
}

/** Longest time from the announcement of staged renames until they are announced again, in milliseconds. */
const announcedForMs = 50_000;

/** Makes sure that nothing is changed before the run has announced it, or after another run has taken over. */
export class UploadGuard {
  readonly #hooks: GuardHooks;
  readonly #connection: Connection;
  readonly #isStaged: boolean;
  /** The staged files that are not at their final paths yet. */
  readonly #staged = new Set<string>();
  #announcedOn: number | undefined;
  #announcedAt = 0;
  #failure: Error | undefined;

  constructor(
    hooks: GuardHooks,
    { connection, isStaged }: { readonly connection: Connection; readonly isStaged: boolean },
  ) {
    this.#hooks = hooks;
    this.#connection = connection;
    this.#isStaged = isStaged;
  }

  /** Why nothing may be changed anymore. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** @throws What ends the run. */
  async beforeUpload(remotePath: string): Promise<void> {
    await this.#call(() => this.#hooks.beforeUpload(remotePath));
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
  async beforeRename(remotePath: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#isStaged) await this.#call(() => this.#hooks.beforeRenames([remotePath]));
    else if (!this.#isAnnounced) await this.#announceStaged();
  }

  arrived(file: UploadedFile): void {
    this.#staged.delete(file.remotePath);
    this.#hooks.arrived(file);
  }

  get #isAnnounced(): boolean {
    const isRecent = performance.now() - this.#announcedAt < announcedForMs;
    return isRecent && this.#announcedOn === this.#connection.number;
  }

  async #announceStaged(): Promise<void> {
    await this.#call(() => this.#hooks.beforeRenames([...this.#staged]));
    this.#announcedOn = this.#connection.number;
    this.#announcedAt = performance.now();
  }

  async #call(hook: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      await hook();
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }
}
