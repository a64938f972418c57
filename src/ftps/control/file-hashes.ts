import type { ChecksumMethod } from '../checksum.ts';
import { parseChecksum } from '../checksum.ts';
import { command, pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { FileBatches } from './file-batches.ts';
import { isCompletion } from './reply.ts';
import type { WorkingDirectory } from './working-directory.ts';

/** Asks for hashes of files, with HASH (draft-bryan-ftpext-hash) or an X command. */
export class FileHashes {
  readonly #control: ControlConnection;
  readonly #batches: FileBatches;
  readonly #working: WorkingDirectory;
  #selected: string | undefined;

  constructor(
    control: ControlConnection,
    options: { readonly batches: FileBatches; readonly working: WorkingDirectory },
  ) {
    this.#control = control;
    this.#batches = options.batches;
    this.#working = options.working;
  }

  /**
   * The hashes of many files in lowercase hexadecimal; a refusal where the server rejects one.
   *
   * @throws {@link ProtocolError} when a reply contains no such hash.
   */
  async of(paths: readonly string[], method: ChecksumMethod): Promise<(string | ReplyError)[]> {
    if (method.option !== undefined && this.#selected !== method.option) {
      await this.#control.expectCompletion(command('OPTS', `HASH ${method.option}`));
      this.#selected = method.option;
    }
    const hashing = paths.map((path) => pathCommand(method.verb, this.#working.pathOf(path)));
    const answers = await this.#batches.executeAll(hashing, paths);
    return answers.map(({ command: hash, reply }) => {
      if (!isCompletion(reply)) return new ReplyError(hash, reply);
      const checksum = parseChecksum(reply, method.hash);
      if (checksum === undefined) throw this.#control.outOfSync(hash, reply);
      return checksum;
    });
  }
}
