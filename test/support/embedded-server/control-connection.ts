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

/** What ProFTPD does not begin while an upload runs. */
const refusedDuringUpload = new Set(['EPSV', 'PASV', 'STOR', 'APPE', 'RNFR', 'RNTO']);

/** One client: its commands, one after the other, and what it was told. */
export class ControlConnection implements CommandScope {
  readonly number: number;
  readonly login = new Login();
  readonly server: ServerState;
  /** `C: ...` and `S: ...` lines so far. */
  readonly dialogue: string[] = [];
  readonly #lines = new CommandLines();
  readonly #raw: net.Socket;
  readonly #writer: PacedWriter;
  readonly #closed: Promise<unknown>;
  #socket: net.Socket;
  #state: 'talking' | 'silent' | 'over' = 'talking';
  #onUploadBegun: () => void = () => undefined;
  /** The client's write that the STOR of the running upload came in, when late commands are answered at once. */
  #writeOfUpload: number | undefined;
  #late: Promise<void> = Promise.resolve();

  constructor(server: ServerState, raw: net.Socket, number: number) {
    this.server = server;
    this.number = number;
    this.#raw = raw;
    this.#socket = raw;
    this.#writer = new PacedWriter(server.options.bytesPerWrite);
    this.#closed = new Promise((resolve) => raw.once('close', resolve));
    raw.once('close', () => {
      this.#lines.end();
    });
  }

  /** What the client has sent so far, decrypted. */
  get clientText(): string {
    return this.#lines.text;
  }

  /** Serves the client until the connection is closed. */
  async run(): Promise<void> {
    this.#lines.onEnd = () => void this.#drop();
    this.#lines.onArrival = (line) => {
      if (/^ABOR\r?$/i.test(line.toString())) void this.login.upload?.abort();
      this.#answerLateCommands();
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
    if (this.#state !== 'talking') return;
    const { reply = [], raw, then } = inPlaceOf([], override);
    const lines = [reply].flat();
    this.dialogue.push(
      ...lines.map((line) => `S: ${line}`),
      ...(raw === undefined ? [] : [`S: ${raw}`]),
    );
    const text = lines.map((line) => `${line}\r\n`).join('') + (raw ?? '');
    if (then !== undefined) this.#state = then === 'silence' ? 'silent' : 'over';
    await this.#writer.write(this.#socket, Buffer.from(text));
    if (then === 'close') this.#socket.end();
    if (then === 'reset') resetConnection(this.#raw, this.#socket);
  }

  uploadBegun(): void {
    this.#onUploadBegun();
    if (this.server.options.refusesLateCommands !== true) return;
    this.#writeOfUpload = this.#lines.writeOfLast;
    this.#answerLateCommands();
  }

  uploadEnded(): void {
    this.#writeOfUpload = undefined;
  }

  async secure(): Promise<void> {
    if (this.server.tls === undefined) throw new Error('There is no certificate.');
    this.#lines.detach();
    this.#socket = await this.server.tls.secureControl(this.#raw);
    this.#lines.attach(this.#socket);
    this.login.secured = true;
  }

  async #converse(): Promise<void> {
    const { greeting = '220 Embedded FTPS server', mode = 'implicit' } = this.server.options;
    await this.say(this.server.options.onAccept?.(this.number) ?? []);
    if (!this.#isTalking()) return;
    if (mode === 'implicit') await this.secure();
    else this.#lines.attach(this.#raw);
    this.server.open.add(this);
    await this.#perform('CONNECT', '', () => greeting);
    for (;;) {
      const received = await this.#lines.next();
      if (received === undefined) return;
      await this.#take(received);
      await this.#late;
    }
  }

  async #take(received: Buffer): Promise<void> {
    const line = received.toString('utf8').replace(/\r$/, '');
    this.dialogue.push(`C: ${line}`);
    if (this.#isTalking()) await this.#handle(line);
  }

  #answerLateCommands(): void {
    if (this.#writeOfUpload === undefined) return;
    for (const line of this.#lines.takeLaterThan(this.#writeOfUpload)) {
      this.#late = this.#late.then(() => this.#take(line));
    }
  }

  #isTalking(): boolean {
    return this.#state === 'talking';
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
    const result = perform ? await this.#carryOut(command, argument) : [];
    await this.say(override === undefined ? result : inPlaceOf(result, override));
    if (isUpload(verb) && passive === this.login.passive) await this.#stopListening();
  }

  async #carryOut(command: Command, argument: string): Promise<CommandOverride> {
    try {
      return await command(this, argument);
    } catch (error) {
      return `550 Failed: ${(error as NodeJS.ErrnoException).code ?? 'refused'}.`;
    }
  }

  /** Like vsftpd: a refused upload takes the port of its data connection along. */
  async #stopListening(): Promise<void> {
    await this.login.passive?.close();
    this.login.passive = undefined;
  }

  /** Ends every data connection: nobody is left to hear how it went. */
  async #drop(): Promise<void> {
    this.server.open.delete(this);
    await Promise.all([...this.login.listeners].map((listener) => listener.close()));
  }
}

function isUpload(verb: string): boolean {
  return verb === 'STOR' || verb === 'APPE';
}
