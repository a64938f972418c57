import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';

/** Options of the raw client. */
export interface RawClientOptions {
  readonly host: string;
  readonly port: number;
  /** PEM of the only trusted CA; `undefined` connects without TLS. */
  readonly ca?: string | undefined;
  readonly version?: tls.SecureVersion;
  /** Starts without TLS, until `secure()` is called. */
  readonly explicit?: boolean;
  readonly client?: { readonly cert: string; readonly key: string };
  /** `false` doesn't offer to resume the TLS session on data connections. */
  readonly resume?: boolean;
}

/** A minimal FTPS client to test the test servers, independent of the client under test. */
export class RawClient implements Disposable {
  readonly #options: RawClientOptions;
  #control!: net.Socket;
  #session: Buffer | undefined;
  #text = '';
  #ended = false;
  #wake: () => void = () => undefined;

  private constructor(options: RawClientOptions) {
    this.#options = options;
  }

  static async open(options: RawClientOptions): Promise<RawClient> {
    const client = new RawClient(options);
    const { host, port, ca, explicit = false } = options;
    if (ca === undefined || explicit) client.#attach(net.connect({ host, port }));
    else client.#attach(tls.connect({ host, port, ...client.#identity() }));
    await once(client.#control, ca === undefined || explicit ? 'connect' : 'secureConnect');
    return client;
  }

  /** Starts TLS on the control connection, as after AUTH TLS. */
  async secure(): Promise<void> {
    const socket = this.#control.removeAllListeners();
    this.#attach(tls.connect({ socket, ...this.#identity() }));
    await once(this.#control, 'secureConnect');
  }

  /** Sends a line and waits for the last line of the reply. */
  async command(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  send(text: string): void {
    this.#control.write(text);
  }

  /** The last line of the next reply; rejects when the server has closed the connection. */
  async reply(): Promise<string> {
    for (;;) {
      const line = await this.line();
      if (/^\d{3} /.test(line)) return line;
    }
  }

  /** The next line. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#text.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return line;
      }
      if (this.#ended) throw new Error(`The server closed the connection; unread: "${this.#text}"`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Logs in and protects data connections; rejects if the server refuses a command. */
  async login(username: string, password: string): Promise<void> {
    const protect = this.#options.ca === undefined ? [] : ['PBSZ 0', 'PROT P'];
    for (const line of [`USER ${username}`, `PASS ${password}`, ...protect, 'TYPE I']) {
      const reply = await this.command(line);
      if (!/^[23]/.test(reply)) throw new Error(`${line}: ${reply}`);
    }
  }

  /** Opens a data connection with TLS and sends STOR. */
  async store(name: string, verb = 'STOR'): Promise<RawUpload> {
    return this.storeAt(await this.command('EPSV'), name, verb);
  }

  /** The same with the port of an earlier 229 reply. `name` can have further commands after CRLF, sent in the same write. */
  async storeAt(reply: string, name: string, verb = 'STOR'): Promise<RawUpload> {
    const raw = await this.connectData(reply);
    this.send(`${verb} ${name}\r\n`);
    if (this.#options.ca === undefined) return { data: raw, resumed: false };
    if (this.#session === undefined) await once(this.#control, 'session');
    const { resume = true } = this.#options;
    const session = resume && this.#session !== undefined ? { session: this.#session } : {};
    const data = tls.connect({ socket: raw, ...this.#identity(), ...session });
    await once(data, 'secureConnect');
    return { data, resumed: data.isSessionReused() };
  }

  /** Connects to the port of a 229 reply without TLS. */
  async connectData(reply: string): Promise<net.Socket> {
    const port = Number(/\|(\d+)\|\)/.exec(reply)?.[1]);
    const raw = net.connect({ host: this.#options.host, port }).on('error', () => undefined);
    await once(raw, 'connect');
    return raw;
  }

  /** Uploads a file; returns both replies to STOR and whether the TLS session was resumed. */
  async upload(name: string, bytes: Uint8Array, verb = 'STOR'): Promise<readonly unknown[]> {
    const { data, resumed } = await this.store(name, verb);
    data.on('error', () => undefined);
    data.resume().end(bytes);
    return [await this.reply(), await this.reply(), resumed];
  }

  /** Closes the control connection with FIN, after everything that was sent. */
  end(): void {
    this.#control.end();
  }

  [Symbol.dispose](): void {
    this.#control.destroy();
  }

  #attach(socket: net.Socket): void {
    this.#control = socket;
    socket.on('session', (session: Buffer) => (this.#session = session));
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('utf8');
      this.#wake();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** The same options for control and data connections: Node only resumes a session with an equal identity. */
  #identity(): tls.ConnectionOptions {
    const { ca, version, client } = this.#options;
    return {
      servername: 'localhost',
      ...(ca === undefined ? {} : { ca }),
      ...(version === undefined ? {} : { minVersion: version, maxVersion: version }),
      ...client,
    };
  }
}

/** A data connection before the first byte of the file. */
export interface RawUpload {
  readonly data: net.Socket;
  readonly resumed: boolean;
}
