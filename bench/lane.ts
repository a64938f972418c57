import {
  startRealServer,
  type RealServer,
  type RealServerOptions,
  type ServerName,
} from '../test/support/real-servers/index.ts';
import { createPath, type DelayKind, type NetworkPath } from './network/path.ts';
import type { Programs } from './native.ts';

/** What all lanes have in common. */
export interface LaneOptions {
  readonly programs: Programs;
  readonly delayKind: DelayKind;
  readonly certificate: RealServerOptions['certificate'];
}

/** The TLS version that a server speaks. */
export type TlsVersion = NonNullable<RealServerOptions['tls']>;

/** Which server, and how it is set up. */
export interface ServerChoice {
  readonly server: ServerName;
  /** The only version that it speaks. */
  readonly tls: TlsVersion;
  /** Whether it takes a data connection only with the TLS session of the control connection. */
  readonly sessionReuse: 'required' | 'optional';
}

/** A network path of its own with servers of its own: lanes next to each other share the processors only. */
export class Lane implements AsyncDisposable {
  readonly path: NetworkPath;
  readonly #options: LaneOptions;
  readonly #servers = new Map<string, RealServer>();

  private constructor(path: NetworkPath, options: LaneOptions) {
    this.path = path;
    this.#options = options;
  }

  /** Makes a lane with this round-trip time; 0 is loopback. */
  static async create(rttMs: number, options: LaneOptions): Promise<Lane> {
    return new Lane(await createPath(rttMs, options.delayKind, options.programs), options);
  }

  /** A server, started when it is first asked for. */
  async server({ server: name, tls, sessionReuse }: ServerChoice): Promise<RealServer> {
    const key = `${name} ${tls} ${sessionReuse}`;
    const running = this.#servers.get(key);
    if (running !== undefined) return running;
    const network = { pid: this.path.server.pid, address: this.path.serverAddress };
    const requireSessionReuse = sessionReuse === 'required';
    const { certificate } = this.#options;
    const options = { tls, requireSessionReuse, certificate, network };
    const server = await startRealServer(name, options);
    this.#servers.set(key, server);
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) await server[Symbol.asyncDispose]();
    await this.path[Symbol.asyncDispose]();
  }
}
