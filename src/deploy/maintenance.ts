import { setTimeout as delay } from 'node:timers/promises';

import type { FtpsClient } from '../ftps/index.ts';
import { MemorySource, replyCode, ReplyError } from '../ftps/index.ts';
import { sanitize } from '../sanitize.ts';
import type { Cancellation } from './cancellation.ts';
import { MaintenanceError, PublishError, VerificationError } from './errors.ts';
import { sizeIfExists } from './file/remote-files.ts';
import type { GuardedConnection } from './guarded-connection.ts';
import type { MaintenancePage } from './plan/maintenance-page.ts';
import type { FileResult } from './results.ts';
import { isTransient, withRetries } from './retry.ts';

/** How long replies that a file is in use are retried while the maintenance file is up, in milliseconds. */
const inUseMs = 30_000;
const inUsePauseMs = 1_000;

/** Replies that servers send when a program uses a file. They have other reasons, too. */
const inUseCodes: readonly number[] = [replyCode.fileBusy, replyCode.fileUnavailable];

/**
 * - `down`: not on the server, as far as known;
 * - `up`: uploaded by this run, or about to be;
 * - `found`: left by an earlier run;
 * - `foreign`: the server has another file of this name;
 * - `ended`: deleted.
 */
type Phase = 'down' | 'up' | 'found' | 'foreign' | 'ended';

/** The maintenance file of a run: on the server from before the first change that visitors can see until after the last. */
export class Maintenance {
  readonly #page: MaintenancePage;
  #worker: GuardedConnection;
  #phase: Phase = 'down';
  #hasDeleted = false;
  /** When a file was in use for the first time. */
  readonly #inUseSince = new Map<string, number>();

  /** @param first - The first connection of the run. */
  constructor(first: GuardedConnection, page: MaintenancePage) {
    this.#worker = first;
    this.#page = page;
  }

  /** Works over another connection from now on: the first one may be busy with a transfer. */
  use(connection: GuardedConnection): void {
    this.#worker = connection;
  }

  /** Whether visitors see the file, and not the site. */
  get isUp(): boolean {
    return this.#phase === 'up' || this.#phase === 'found';
  }

  /**
   * Uploads the file before the first visible change; called before each of them.
   *
   * @throws {@link MaintenanceError} when that isn't possible. Nothing was changed then.
   */
  async begin(): Promise<void> {
    if (this.#phase !== 'down') return;
    const worker = this.#worker;
    const { remotePath, bytes } = this.#page;
    try {
      await worker.attempt({ remotePath }, async (client) => {
        if (this.#phase === 'down') this.#phase = await this.#find(client);
        if (this.#phase !== 'up') return;
        await client.store(remotePath, new MemorySource(bytes));
        const size = await sizeIfExists(client, remotePath);
        if (size === undefined || size === bytes.length) return;
        throw new VerificationError(remotePath, 'is incomplete on the server');
      });
    } catch (error) {
      worker.run.options.signal.throwIfAborted();
      throw new MaintenanceError('upload', remotePath, error as Error);
    }
    if (this.isUp) worker.run.observer.maintenance('up', remotePath);
    else worker.run.notices.once(this.#foreignWarning, 'warning');
  }

  /** The same before files are deleted, which is a visible change in any case. */
  async beginDeletions(): Promise<void> {
    await this.begin();
    this.#hasDeleted = true;
  }

  /**
   * Deletes the file after the last visible change, also one that an earlier run has left.
   *
   * @throws {@link MaintenanceError} when it may still be on the server.
   */
  async end(): Promise<void> {
    if (this.#phase === 'foreign' || this.#phase === 'ended') return;
    const worker = this.#worker;
    const { remotePath, bytes } = this.#page;
    const wasUp = this.isUp;
    try {
      await worker.attempt({ remotePath }, async (client) => {
        if (!wasUp && (await sizeIfExists(client, remotePath)) !== bytes.length) return;
        this.#phase = 'found';
        await deleteFile(client, remotePath);
      });
    } catch (error) {
      worker.run.options.signal.throwIfAborted();
      throw new MaintenanceError('delete', remotePath, error as Error);
    }
    if (this.isUp) worker.run.observer.maintenance('down', remotePath);
    this.#phase = 'ended';
  }

  /** After a failure: deletes the file unless the site may have been changed. Never throws. */
  async settle(cancellation: Cancellation): Promise<void> {
    if (!this.isUp) return;
    const worker = this.#worker;
    const { remotePath } = this.#page;
    const isUntouched = this.#phase === 'up' && !this.#mayHaveChanged;
    if (isUntouched && (await this.#withdraw(cancellation))) {
      worker.run.observer.maintenance('down', remotePath);
      return;
    }
    const why = isUntouched
      ? 'it could not be deleted'
      : 'the deployment has changed files and did not finish';
    worker.run.notices.once(
      `Visitors still see the maintenance file ${sanitize(remotePath)}: ${why}. The next successful run deletes it.`,
      'warning',
    );
  }

  /**
   * Waits before another attempt if a file is in use: the server's program may need a while to stop after the
   * maintenance file has appeared.
   *
   * @returns False if the error has another reason, or 30 seconds have passed.
   */
  async awaitRelease(client: FtpsClient, remotePath: string, error: Error): Promise<boolean> {
    if (!this.isUp || !mayBeInUse(error) || client.failure !== undefined) return false;
    const isFirst = !this.#inUseSince.has(remotePath);
    const since = this.#inUseSince.get(remotePath) ?? performance.now();
    this.#inUseSince.set(remotePath, since);
    if (performance.now() - since > inUseMs) return false;
    // A file that doesn't exist can't be in use.
    const size = await sizeIfExists(client, remotePath).catch(() => undefined);
    if (typeof size !== 'number') return false;
    const { run } = this.#worker;
    const { signal, retry } = run.options;
    const delayMs = Math.min(inUsePauseMs, retry.firstPauseMs);
    if (isFirst) {
      const subject = { remotePath };
      run.recordRetry({ subject, error, attempt: 1, attempts: 1, delayMs, isFree: true });
    }
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    return true;
  }

  /** Looks for a file of this name. Without SIZE, RNFR shows whether there is one. */
  async #find(client: FtpsClient): Promise<Phase> {
    const { remotePath, bytes } = this.#page;
    const size = await sizeIfExists(client, remotePath);
    if (size === 'missing') return 'up';
    if (size !== undefined) return size === bytes.length ? 'found' : 'foreign';
    const refusal = await client.files.renameFrom(remotePath);
    if (refusal?.isTransient === true) throw refusal;
    return refusal === undefined ? 'foreign' : 'up';
  }

  get #foreignWarning(): string {
    const name = sanitize(this.#page.remotePath);
    return `The server has another file ${name}, so maintenance-file isn't used, and that file stays. Delete it on the server if it is no longer needed.`;
  }

  get #mayHaveChanged(): boolean {
    const { run } = this.#worker;
    if (this.#hasDeleted || run.hasWritten || run.temporaryFiles.aside.size > 0) return true;
    return run.queue.results.some((file) => mayBeInPlace(file, run.options.publish === 'direct'));
  }

  async #withdraw(cancellation: Cancellation): Promise<boolean> {
    const worker = this.#worker;
    const { connection } = worker;
    if (connection.hasGivenUp) return false;
    const { cleanUpSignal: signal } = cancellation;
    const options = {
      subject: 'clean-up' as const,
      policy: worker.run.options.retry,
      isTransient: (error: Error) => isTransient(error) || cancellation.isCause(error),
      isFree: (error: Error) => cancellation.isCause(error),
      onRetry: worker.run.recordRetry,
      signal,
    };
    try {
      await withRetries(options, async () => {
        await deleteFile(await connection.connect(signal), this.#page.remotePath);
      });
      return true;
    } catch {
      return false;
    }
  }
}

/** Deletes a file. One that is gone already counts as deleted. */
async function deleteFile(client: FtpsClient, remotePath: string): Promise<void> {
  const refusal = await client.delete(remotePath);
  if (refusal === undefined) return;
  if (refusal.isTransient || (await sizeIfExists(client, remotePath)) !== 'missing') throw refusal;
}

function mayBeInUse(error: Error): boolean {
  const { cause } = error;
  const refusal = error instanceof PublishError && cause instanceof ReplyError ? cause : error;
  if (!(refusal instanceof ReplyError)) return false;
  const isFileCommand = ['STOR', 'RNFR', 'RNTO', 'DELE'].includes(refusal.verb);
  return isFileCommand && refusal.stage !== 'broken' && inUseCodes.includes(refusal.reply.code);
}

/** Whether a file may have got its final path. With `direct`, `hasWritten` says whether it was written to. */
function mayBeInPlace(file: FileResult, isDirect: boolean): boolean {
  if (file.status === 'uploaded') return true;
  if (file.status !== 'failed' || isDirect) return false;
  const { error } = file;
  const isRefused = error instanceof PublishError && error.cause instanceof ReplyError;
  return !isRefused;
}
