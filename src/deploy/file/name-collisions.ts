import type { FtpsClient } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { FileNameError } from '../errors.ts';
import type { OnceNotifier } from '../once-notifier.ts';
import type { Folding } from '../plan/folding.ts';
import { foldedGroups, differencesBetween, foldPath, respell } from '../plan/folding.ts';
import { findQuestion } from './remote-files.ts';

/** A file of the run that is on the server. */
interface Arrival {
  /** Its final path. */
  readonly planned: string;
  /** The path that it has now, which may be a temporary one. */
  readonly current: string;
}

const ignored: Readonly<Record<Folding, string>> = {
  case: 'upper and lower case',
  unicode: 'the Unicode form',
  trailing: 'dots and spaces at the end',
  mapping: 'upper and lower case',
};

/**
 * Keeps the files of a run apart whose names are the same to some servers: the second one would replace the first. Whether
 * the server is one of them is found out once the first has arrived.
 */
export class NameCollisions {
  readonly #groups: ReadonlyMap<string, readonly string[]>;
  readonly #notices: OnceNotifier;
  readonly #arrivals = new Map<string, Arrival[]>();

  constructor(files: readonly { readonly remotePath: string }[], notices: OnceNotifier) {
    this.#groups = foldedGroups(files.map(({ remotePath }) => remotePath));
    this.#notices = notices;
  }

  /** Whether other files of the run have names that may be the same. */
  isAmbiguous(remotePath: string): boolean {
    return this.#groups.size > 0 && this.#groups.has(foldPath(remotePath));
  }

  /**
   * Records that a file is on the server.
   *
   * @param current - Its temporary path, if it isn't at its final one yet.
   */
  recordArrival(planned: string, current = planned): void {
    if (!this.isAmbiguous(planned)) return;
    const folded = foldPath(planned);
    const all = this.#arrivals.get(folded) ?? [];
    const others = all.filter((arrival) => arrival.planned !== planned);
    this.#arrivals.set(folded, [...others, { planned, current }]);
  }

  /** Whether {@link check} has anything to compare. */
  mayCollide(remotePath: string): boolean {
    return this.#arrivalsLike(remotePath).length > 0;
  }

  /**
   * Compares the name of a file with those on the server.
   *
   * @throws {@link FileNameError} when the server takes it for one of them; {@link ReplyError} when the server refuses
   *   temporarily.
   */
  async check(client: FtpsClient, remotePath: string): Promise<void> {
    for (const arrival of this.#arrivalsLike(remotePath)) {
      const isSame =
        arrival.current === arrival.planned
          ? await this.#isSame(client, arrival.planned, remotePath)
          : await this.#wouldBeSame(client, arrival, remotePath);
      if (isSame) throw sameFile(arrival.planned, remotePath);
    }
  }

  /** The other files to compare with. One that has a temporary name was compared with this one before, if both have. */
  #arrivalsLike(remotePath: string): readonly Arrival[] {
    if (this.#arrivals.size === 0) return [];
    const all = this.#arrivals.get(foldPath(remotePath)) ?? [];
    const isUploaded = all.some(({ planned }) => planned === remotePath);
    return all.filter(
      ({ planned, current }) => planned !== remotePath && (!isUploaded || current === planned),
    );
  }

  /** Whether the server has the file `arrived` under `remotePath` as well. */
  async #isSame(client: FtpsClient, arrived: string, remotePath: string): Promise<boolean> {
    const found = await findQuestion(client, arrived);
    if (found === undefined) return this.#unknown();
    const { ask, identity } = found;
    // Another file, or none.
    if ((await ask(client, remotePath)) !== identity) return false;
    const taken = new Set(this.#groups.get(foldPath(remotePath)));
    let isCertain = true;
    for (const kind of differencesBetween(arrived, remotePath)) {
      const spelling = respell(arrived, kind, { other: remotePath, taken });
      if (spelling === undefined) isCertain = false;
      else if ((await ask(client, spelling)) !== identity) return false;
    }
    return isCertain || (await this.#haveSameTime(client, arrived, remotePath));
  }

  /** Whether the server would take two names for one, as far as the temporary name of one of them shows it. */
  async #wouldBeSame(
    client: FtpsClient,
    { planned, current }: Arrival,
    remotePath: string,
  ): Promise<boolean> {
    const kinds = differencesBetween(planned, remotePath);
    const spellings = kinds.map((kind) =>
      respell(current, kind, { other: remotePath, taken: new Set() }),
    );
    const found = spellings.includes(undefined) ? undefined : await findQuestion(client, current);
    if (found === undefined) return false;
    for (const spelling of spellings) {
      if ((await found.ask(client, spelling ?? '')) !== found.identity) return false;
    }
    return true;
  }

  /** The file `arrived` is new: an older one hardly has its time. */
  async #haveSameTime(client: FtpsClient, arrived: string, remotePath: string): Promise<boolean> {
    const time = await client.files.modificationTime(arrived);
    if (time === undefined) return this.#unknown();
    return time === (await client.files.modificationTime(remotePath));
  }

  #unknown(): boolean {
    this.#notices.once(
      "The server doesn't show whether it distinguishes similar file names. Check that all of them are there.",
    );
    return false;
  }
}

function sameFile(otherPath: string, remotePath: string): FileNameError {
  const kinds = differencesBetween(otherPath, remotePath).map((kind) => ignored[kind]);
  const message = `The server can't distinguish this name from ${sanitize(otherPath)}, which it has already: it ignores ${kinds.join(' and ')}. This file would replace the other one.`;
  return new FileNameError('same-file', message, { otherPath });
}
