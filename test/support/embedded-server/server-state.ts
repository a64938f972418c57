import type { ServerTls } from '../server-tls.ts';
import type { EmbeddedServerOptions } from './options.ts';
import type { RemoteRoot } from './remote-root.ts';

/** State that all control connections of one embedded server share. */
export class ServerState {
  readonly options: EmbeddedServerOptions;
  readonly root: RemoteRoot;
  /** Absent in mode `none`. */
  readonly tls: ServerTls | undefined;
  readonly open = new OpenConnections();
  uploads = 0;
  dataConnections = 0;
  dataConnectionsResumed = 0;
  bytesReceived = 0;
  readonly #verbCounts = new Map<string, number>();

  constructor(options: EmbeddedServerOptions, root: RemoteRoot, tls: ServerTls | undefined) {
    this.options = options;
    this.root = root;
    this.tls = tls;
  }

  /** Counts a verb and returns its number so far. */
  count(verb: string): number {
    const count = (this.#verbCounts.get(verb) ?? 0) + 1;
    this.#verbCounts.set(verb, count);
    return count;
  }
}

/** The control connections with a greeted client that is still connected. */
class OpenConnections {
  readonly #open = new Set<object>();
  /** Largest number at the same time. */
  peak = 0;

  add(connection: object): void {
    this.#open.add(connection);
    this.peak = Math.max(this.peak, this.#open.size);
  }

  delete(connection: object): void {
    this.#open.delete(connection);
  }
}
