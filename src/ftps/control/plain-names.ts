import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { OptionalParts } from '../optional-parts.ts';
import type { Pipelining } from './pipelining.ts';
import { formatReply } from './reply.ts';
import type { WorkingDirectory } from './working-directory.ts';

/** Uploads to servers that reject paths with directories: CWD, then a plain file name. */
export class PlainNames {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  readonly #optional: OptionalParts;
  readonly #working: WorkingDirectory;

  constructor(
    control: ControlConnection,
    options: {
      readonly pipelining: Pipelining;
      readonly optional: OptionalParts;
      readonly working: WorkingDirectory;
    },
  ) {
    this.#control = control;
    this.#pipelining = options.pipelining;
    this.#optional = options.optional;
    this.#working = options.working;
  }

  /**
   * Whether an upload may have been refused because its path contains directories: none with such a path has succeeded in
   * this run.
   */
  mayBeRequired(path: string): boolean {
    const isOpen = this.#optional.isUsable('paths') && !this.#optional.isProven('paths');
    const canChange = path.startsWith('/') || this.#working.canReturn;
    return isOpen && canChange && path.includes('/') && this.#control.failure === undefined;
  }

  /**
   * Repeats a refused upload with a plain file name, after CWD to its directory. If that succeeds, all commands on files
   * are sent like this for the rest of the run.
   *
   * @throws `refusal` when the server rejects CWD or the plain name as well.
   */
  async repeat<T>(refusal: ReplyError, upload: () => Promise<T>): Promise<T> {
    this.#working.tryPlainNames(true);
    try {
      const result = await upload();
      this.#optional.drop('paths', formatReply(refusal.reply));
      this.#pipelining.disable('the server rejects paths with directories');
      return result;
    } catch (error) {
      throw error instanceof ReplyError && this.#control.failure === undefined ? refusal : error;
    } finally {
      this.#working.tryPlainNames(false);
    }
  }
}
