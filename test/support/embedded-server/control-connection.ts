import type net from 'node:net';

import { CommandLines } from '../command-lines.ts';
import { PacedWriter } from '../paced-writer.ts';
import type { Command, CommandScope } from './command.ts';
import { Login } from './command.ts';
import { fileCommands } from './file-commands.ts';
import { beforeLogin, loginCommands } from './login-commands.ts';
import type { CommandOverride } from './options.ts';
import { inPlaceOf, toAnswer } from './options.ts';
import type { ServerState } from './server-state.ts';
import { transferCommands } from './transfer-commands.ts';
import { resetConnection } from '../reset.ts';

const commands = new Map<string, Command>(
  Object.entries({ ...loginCommands, ...fileCommands, ...transferCommands }),
);
const unknownCommand: Command = () => '500 Unknown command.';
const notLoggedIn: Command = () => '530 Please login with USER and PASS.';

/** Commands that ProFTPD rejects during an upload. */
const refusedDuringUpload = new Set(['EPSV', 'PASV', 'STOR', 'APPE', 'RNFR', 'RNTO']);

/** One client: performs its commands in order and records the dialogue. */
export class ControlConnection implements CommandScope {
  readonly number: number;
  readonly login: Login;
  readonly server: ServerState;
  /** `C: ...` and `S: ...` lines so far. */
  readonly dialogue: string[] = [];
  readonly #lines = new CommandLines();
  readonly #raw: net.Socket;
  readonly #writer: PacedWriter;
  readonly #closed: Promise<unknown>;
  #socket: net.Socket;
  #state: 'active' | 'silent' | 'closed' = 'active';
  #onUploadBegun: () => void = () => undefined;
  /** Number of the client's write with the STOR of the running upload, if `refusesLateCommands` is set. */
  #writeOfUpload: number | undefined;
  #late: Promise<void> = Promise.resolve();

  constructor(server: ServerState, raw: net.Socket, number: number) {
    this.server = server;
    this.number = number;
    this.login = new Login(server.options.windowsNames === true ? '\\' : '/');
    this.#raw = raw;
    this.#socket = raw;
    this.#writer = new PacedWriter(server.options.bytesPerWrite);
    this.#closed = new Promise((resolve) => raw.once('close', resolve));
    raw.once('close', () => {
      this.#lines.end();
      server.options.onClosed?.(number);
    });
  }

  /** Everything that the client sent, decrypted. */
  get clientText(): string {
    return this.#lines.text;
  }

  /** Serves the client until the connection is closed. */
  async run(): Promise<void> {
    this.#lines.onEnd = () => void this.#drop();
    this.#lines.onArrival = (line) => {
      if (/^ABOR\r?$/i.test(line.toString())) void this.login.upload?.abort();
      this.#performLateCommands();
    };
    try {
      await this.#converse();
      this.#socket.end();
    } catch {
      this.#raw.destroy(); // the TLS handshake failed
    }
    await this.#closed;
    await this.#drop();
  }

  async say(override: CommandOverride): Promise<void> {
    if (this.#state !== 'active') return;
    const { reply = [], raw, then } = inPlaceOf([], override);
    const lines = [reply].flat();
    this.dialogue.push(
      ...lines.map((line) => `S: ${line}`),
      ...(raw === undefined ? [] : [`S: ${raw}`]),
    );
    const text = lines.map((line) => `${line}\r\n`).join('') + (raw ?? '');
    if (then !== undefined) this.#state = then === 'silence' ? 'silent' : 'closed';
    await this.#writer.write(this.#socket, Buffer.from(text));
    if (then === 'close') this.#socket.end();
    if (then === 'reset') resetConnection(this.#raw, this.#socket);
  }

  uploadBegun(): void {
    this.#onUploadBegun();
    if (this.server.options.refusesLateCommands !== true) return;
    this.#writeOfUpload = this.#lines.writeOfLast;
    this.#performLateCommands();
  }

  uploadEnded(): void {
    this.#writeOfUpload = undefined;
  }

  async secure(): Promise<void> {
    if (this.server.tls === undefined) throw new Error('The server needs a certificate.');
    this.#lines.detach();
    this.#socket = await this.server.tls.secureControl(this.#raw);
    this.#lines.attach(this.#socket);
    this.login.secured = true;
  }

  async #converse(): Promise<void> {
    const { greeting = '220 Embedded FTPS server', mode = 'implicit' } = this.server.options;
    await this.say(this.server.options.onAccept?.(this.number) ?? []);
    if (!this.#isActive()) {
      this.#raw.resume(); // finds out when the client closes the connection
      return;
    }
    if (mode === 'implicit') await this.secure();
    else this.#lines.attach(this.#raw);
    this.server.open.add(this);
    await this.#perform('CONNECT', '', () => greeting);
    for (;;) {
      const received = await this.#lines.next();
      if (received === undefined) return;
      await this.#receive(received);
      await this.#late;
    }
  }

  async #receive(received: Buffer): Promise<void> {
    const line = received.toString('utf8').replace(/\r$/, '');
    await this.server.options.beforeCommand?.();
    this.dialogue.push(`C: ${line}`);
    if (this.#isActive()) await this.#handle(line);
  }

  #performLateCommands(): void {
    if (this.#writeOfUpload === undefined) return;
    for (const line of this.#lines.takeLaterThan(this.#writeOfUpload)) {
      this.#late = this.#late.then(() => this.#receive(line));
    }
  }

  #isActive(): boolean {
    return this.#state === 'active';
  }

  async #handle(line: string): Promise<void> {
    const [, name = '', argument = ''] = /^(\S*) ?(.*)$/s.exec(line) ?? [];
    const verb = name.toUpperCase();
    const begun = Promise.withResolvers<undefined>();
    if (isUpload(verb)) {
      this.#onUploadBegun = () => {
        begun.resolve(undefined);
      };
    }
    const done = this.#perform(verb, argument, this.#commandFor(verb));
    const inBackground = this.server.options.asynchronous === true && isUpload(verb);
    await (inBackground ? Promise.race([done, begun.promise]) : done);
  }

  #commandFor(verb: string): Command {
    if (!this.login.authorized && !beforeLogin.has(verb)) return notLoggedIn;
    if (this.#writeOfUpload !== undefined && refusedDuringUpload.has(verb)) {
      return () => `450 ${verb}: data transfer in progress`;
    }
    return commands.get(verb) ?? unknownCommand;
  }

  async #perform(verb: string, argument: string, command: Command): Promise<void> {
    const context = { verb, argument, session: this.number, count: this.server.count(verb) };
    const override = this.server.options.onCommand?.(context);
    const perform = override === undefined || toAnswer(override).perform === true;
    const { passive } = this.login;
    if (!perform && isUpload(verb)) this.login.restartAt = 0;
    const path = this.server.options.changePath?.(argument, verb) ?? argument;
    const result = perform ? await this.#run(command, path) : [];
    await this.say(override === undefined ? result : inPlaceOf(result, override));
    if (isUpload(verb) && passive === this.login.passive) await this.#stopListening();
  }

  async #run(command: Command, argument: string): Promise<CommandOverride> {
    try {
      return await command(this, argument);
    } catch (error) {
      return `550 Failed: ${(error as NodeJS.ErrnoException).code ?? 'refused'}.`;
    }
  }

  /** Closes the port after a rejected upload, as vsftpd does. */
  async #stopListening(): Promise<void> {
    await this.login.passive?.close();
    this.login.passive = undefined;
  }

  /** Closes every data connection of a client that has disconnected. */
  async #drop(): Promise<void> {
    this.server.open.delete(this);
    await Promise.all([...this.login.listeners].map((listener) => listener.close()));
  }
}

function isUpload(verb: string): boolean {
  return verb === 'STOR' || verb === 'APPE';
}
