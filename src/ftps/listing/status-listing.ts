import { isOneLine, pathCommand } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import { Exchange } from '../control/exchange.ts';
import type { Pipelining } from '../control/pipelining.ts';
import type { Reply } from '../control/reply.ts';
import { ReplyError } from '../errors.ts';
import {
  isFileCompletion,
  isFileRefusal,
  isRefusal,
  isUnsupported,
  replyCode,
} from '../control/reply.ts';
import { limits } from '../limits.ts';
import type { WorkingDirectory } from '../control/working-directory.ts';
import type { ListingEntry, ListingRequest } from './listing-entry.ts';
import { ListingEntries } from './listing-entry.ts';
import { parseStatusLine } from './status-line.ts';

/** The entries of a directory by name; undefined when nothing is known about it. */
export type StatusListing = ReadonlyMap<string, ListingEntry> | undefined;

interface StatusRequest {
  readonly exchange: Exchange;
  readonly listing: ListingEntries;
}

/**
 * Lists directories over the control connection: STAT with a path (RFC 959 section 4.1.3), many of them in one write.
 *
 * Such a listing may only confirm that a file is there: servers leave out hidden files, stop after a number of files
 * without saying so, and list a missing directory as an empty one.
 */
export class StatusListings {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  readonly #working: WorkingDirectory;
  #isSupported = true;

  constructor(
    control: ControlConnection,
    options: { readonly pipelining: Pipelining; readonly working: WorkingDirectory },
  ) {
    this.#control = control;
    this.#pipelining = options.pipelining;
    this.#working = options.working;
  }

  /**
   * Lists directories. Nothing is known about a directory whose path servers would expand or cut, and about all of them
   * once the server has said that it doesn't support this, or that it accepts only plain names.
   *
   * @returns The listings, in the order of the requests.
   * @throws {@link ProtocolError} when a reply can't be one to STAT, or is longer than any listing;
   *   {@link TimeoutError}, {@link ConnectionLostError} when one doesn't arrive; {@link ReplyError} when the server ends
   *   the session.
   */
  async list(requests: readonly ListingRequest[]): Promise<StatusListing[]> {
    const isPossible = this.#isSupported && !this.#working.usesPlainNames;
    const sent = requests.map((request) =>
      isPossible && isListable(request.path) ? statusRequest(request) : undefined,
    );
    if (isPossible) await this.#working.prepareAll(requests.map(({ path }) => path));
    const exchanges = sent.flatMap((one) => (one === undefined ? [] : [one.exchange]));
    try {
      await this.#pipelining.executeWhile(exchanges, ({ reply }) => {
        this.#isSupported &&= !isUnsupported(reply);
        return this.#isSupported;
      });
    } finally {
      // Long replies break more easily than many commands.
      this.#pipelining.acquit();
    }
    const listings: StatusListing[] = [];
    for (const one of sent) {
      const isAnswered = one?.exchange.isSent === true;
      listings.push(isAnswered ? await this.#listing(one) : undefined);
    }
    return listings;
  }

  async #listing({ exchange, listing }: StatusRequest): Promise<StatusListing> {
    const reply = await exchange.final;
    if (isFileRefusal(reply)) return undefined;
    if (isRefusal(reply)) throw new ReplyError(exchange.command, reply);
    if (!isStatus(reply) && !isFileCompletion(reply)) {
      throw this.#control.outOfSync(exchange.command, reply);
    }
    return isStatus(reply) ? listing.entries : undefined;
  }
}

function statusRequest(request: ListingRequest): StatusRequest {
  const listing = new ListingEntries(request);
  // A server that lists the path as a file names the file itself, which is not in the directory.
  const self = request.path.split('/').at(-1);
  const exchange = new Exchange(pathCommand('STAT', request.path), (line) => {
    const entry = parseStatusLine(line);
    if (entry?.name !== self) listing.add(entry);
  });
  return { exchange, listing };
}

/**
 * Whether a path can be listed with STAT: ProFTPD and Pure-FTPd expand patterns, pyftpdlib rejects them, and Pure-FTPd
 * reads the path only up to a space. Without a path, STAT is about the session.
 */
function isListable(path: string): boolean {
  const isPlain = path !== '' && isOneLine(path) && !/[\s[\]*?{}\\]/.test(path);
  return isPlain && Buffer.byteLength(path) < limits.windowBytes;
}

/** 211, 212 and 213 (RFC 959 section 4.2.2), and the 221 of FileZilla Server. */
function isStatus(reply: Reply): boolean {
  const codes: readonly number[] = [
    replyCode.systemStatus,
    replyCode.directoryStatus,
    replyCode.fileStatus,
    replyCode.serviceClosing,
  ];
  return codes.includes(reply.code);
}
