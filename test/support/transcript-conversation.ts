import type net from 'node:net';

import { CommandLines } from './command-lines.ts';
import type { LoopbackHost } from './listener.ts';
import { PacedWriter } from './paced-writer.ts';
import { passivePort } from './passive-listener.ts';
import type { ServerTls } from './server-tls.ts';
import type { Step } from './transcript.ts';
import { countedData, endsConnection, formatLine } from './transcript.ts';
import { TranscriptData } from './transcript-data.ts';

/** What a conversation needs to know about its server. */
export interface ConversationOptions {
  readonly host: LoopbackHost;
  /** Absent in mode `none`. */
  readonly tls: ServerTls | undefined;
  /** TLS before the greeting. */
  readonly implicit: boolean;
  readonly bytesPerWrite: number | undefined;
  readonly plaintextData: string | undefined;
  readonly plaintextDataFrom: number;
}

interface Control {
  readonly raw: net.Socket;
  socket: net.Socket;
  readonly lines: CommandLines;
}

/** Runs a script against a client, line by line, and stops at the first difference. */
export class Conversation {
  readonly #steps: readonly Step[];
  readonly #options: ConversationOptions;
  readonly #writer: PacedWriter;
  readonly #happened: string[] = [];
  readonly #expectedConnections: number;
  readonly #accepted: net.Socket[] = [];
  readonly #clients: CommandLines[] = [];
  #dataPorts = 0;
  #wake: () => void = () => undefined;
  #disposed = false;
  #control: Control | undefined;
  #data: TranscriptData | undefined;
  /** Index of the current step. */
  #position = 0;
  #hasFailed = false;
  #interruption: string | undefined;
  connections = 0;
  dataBytes = 0;
  readonly dataSessionsReused: boolean[] = [];

  constructor(steps: readonly Step[], options: ConversationOptions) {
    this.#steps = steps;
    this.#options = options;
    this.#writer = new PacedWriter(options.bytesPerWrite);
    this.#expectedConnections = 1 + steps.slice(0, -1).filter(endsConnection).length;
  }

  /** What has happened so far, in the notation of the script. */
  get happened(): readonly string[] {
    return this.#happened;
  }

  /** What should have happened, up to the first difference. */
  get expected(): readonly string[] {
    const steps = this.#hasFailed ? this.#steps.slice(0, this.#position + 1) : this.#steps;
    return steps.map(({ text }) => text);
  }

  /** Everything that clients sent on control connections, decrypted. */
  get clientText(): string {
    return this.#clients.map(({ text }) => text).join('');
  }

  /** Accepts another control connection, or closes it when the script has none. */
  accept(socket: net.Socket): void {
    this.connections++;
    if (this.#hasFailed || this.connections > this.#expectedConnections) {
      if (!this.#hasFailed) this.#happened.push('! another-connection');
      socket.destroy();
      return;
    }
    this.#accepted.push(socket);
    this.#wake();
  }

  /** Runs the whole script; resolves at its end when the last client has disconnected. */
  async run(): Promise<void> {
    for (; this.#position < this.#steps.length; this.#position++) {
      const step = this.#steps[this.#position];
      if (step === undefined || !(await this.#runStep(step))) break;
    }
    this.#hasFailed = this.#position < this.#steps.length;
    const extra = this.#hasFailed ? undefined : await this.#control?.lines.next();
    if (extra !== undefined) this.#happened.push(clientLine(extra));
    this.#control?.socket.end();
    await this.#data?.close();
  }

  /** Stops waiting for clients and data connections. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#wake();
    await this.#data?.close();
  }

  /**
   * Runs one step. Records what the server does before the client can notice it, so that the record is complete as
   * soon as the client is done.
   */
  async #runStep(step: Step): Promise<boolean> {
    const control = await this.#connected();
    if (typeof control === 'string') {
      this.#happened.push(`! ${control}`);
    } else if (step.kind === 'say' || step.kind === 'action' || step.kind === 'send') {
      this.#happened.push(step.text);
      await this.#act(control, step);
    } else {
      this.#happened.push(await this.#observe(control, step));
    }
    return this.#happened.at(-1) === step.text;
  }

  async #connected(): Promise<Control | 'handshake-failed' | 'not-connected'> {
    if (this.#control !== undefined) return this.#control;
    while (this.#accepted.length === 0 && !this.#disposed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const raw = this.#accepted.shift();
    if (raw === undefined) return 'not-connected';
    const lines = new CommandLines();
    this.#clients.push(lines);
    lines.onEnd = () => void this.#data?.close();
    lines.onArrival = () => {
      this.#checkUnread(lines);
    };
    const control = { raw, socket: raw, lines };
    if (!this.#options.implicit) lines.attach(raw);
    else if (!(await this.#secure(control))) return 'handshake-failed';
    this.#control = control;
    return control;
  }

  async #secure(control: Control): Promise<boolean> {
    if (this.#options.tls === undefined) throw new Error('Mode none has no TLS.');
    control.lines.detach();
    try {
      control.socket = await this.#options.tls.secureControl(control.raw);
    } catch {
      return false;
    }
    control.lines.attach(control.socket);
    return true;
  }

  async #act(control: Control, step: Action): Promise<void> {
    if (step.kind === 'say') {
      const bytes = await this.#insertPort(step);
      await this.#writer.write(control.socket, bytes);
      return;
    }
    if (step.kind === 'send') {
      if (this.#isCutOff()) await this.#data?.sendPart(step.bytes);
      else await this.#data?.send(step.bytes);
      return;
    }
    if (endsConnection(step)) this.#control = undefined;
    if (step.action === 'close') control.socket.end();
    if (step.action === 'reset') control.raw.resetAndDestroy();
    if (step.action === 'secure-data') await this.#data?.secure();
    if (step.action === 'close-data') await this.#data?.end();
    if (step.action === 'cut-data') await this.#data?.cut();
    if (step.action === 'reset-data') await this.#data?.reset();
  }

  /** Starts a listener for a reply that names a data port, and inserts the port. */
  async #insertPort({ text, bytes }: Extract<Step, { kind: 'say' }>): Promise<Buffer> {
    if (!/\{data-port(-pasv)?\}/.test(text)) return bytes;
    await this.#data?.close();
    const { host, tls, plaintextData, plaintextDataFrom } = this.#options;
    this.#dataPorts += 1;
    const plaintext = this.#dataPorts >= plaintextDataFrom ? plaintextData : undefined;
    const data = await TranscriptData.listen(host, tls, plaintext);
    data.onSecure = (resumed) => this.dataSessionsReused.push(resumed);
    this.#data = data;
    const filled = bytes
      .toString('latin1')
      .replace('{data-port}', String(data.port))
      .replace('{data-port-pasv}', passivePort(data.port));
    return Buffer.from(filled, 'latin1');
  }

  async #observe(control: Control, step: Observation): Promise<string> {
    if (step.kind === 'data') return this.#receive(control, step.sizeBytes, step.counted);
    if (step.kind === 'outcome') {
      if (step.outcome === 'data-handshake-failed') return this.#receive(control, 0, true);
      if (step.outcome === 'tls')
        return (await this.#secure(control)) ? step.text : '! handshake-failed';
      if (step.outcome === 'handshake-failed') return '! handshake-succeeded';
    }
    const line = await control.lines.next();
    if (line !== undefined) return clientLine(line);
    if (endsConnection(step)) this.#control = undefined;
    return '! client-ended';
  }

  async #receive(control: Control, sizeBytes: number, counted: boolean): Promise<string> {
    this.#checkUnread(control.lines);
    if (control.lines.ended) await this.#data?.close();
    const received = await this.#data?.read(
      this.#isCutOff() ? sizeBytes : Number.POSITIVE_INFINITY,
    );
    if (this.#interruption !== undefined) return this.#interruption;
    switch (received?.outcome) {
      case undefined:
      case 'not-connected':
        return '! client-ended';
      case 'handshake-failed':
        return '! data-handshake-failed';
      case 'read':
        this.dataBytes += received.sizeBytes;
        return counted || received.bytes === undefined
          ? countedData(received.sizeBytes)
          : formatLine('D', received.bytes);
    }
  }

  /** Whether the next step ends the data connection. */
  #isCutOff(): boolean {
    const next = this.#steps[this.#position + 1]?.text;
    return /^! (close|cut|reset)-data$/.test(next ?? '');
  }

  /** A client that sends an unexpected command instead of data will never send the data. */
  #checkUnread(lines: CommandLines): void {
    if (this.#steps[this.#position]?.kind !== 'data') return;
    const next = this.#steps.slice(this.#position).filter(({ kind }) => kind === 'expect');
    const wrong = lines.unread.find((line, index) => clientLine(line) !== next[index]?.text);
    if (wrong === undefined) return;
    this.#interruption = clientLine(wrong);
    void this.#data?.close();
  }
}

type Observation = Extract<Step, { kind: 'expect' | 'data' | 'outcome' }>;
type Action = Exclude<Step, Observation>;

/** Formats a received line, which must end in CRLF. */
function clientLine(line: Buffer): string {
  return line.at(-1) === 0x0d
    ? formatLine('C', line.subarray(0, -1))
    : `${formatLine('C', line)} (without CR)`;
}
