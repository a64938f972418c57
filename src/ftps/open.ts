import type net from 'node:net';

import type { ClientOptions } from './client-options.ts';
import { command } from './command.ts';
import { ControlConnection } from './control-connection.ts';
import { note } from './dialogue.ts';
import { ReplyError, TlsError } from './errors.ts';
import { probeClearText } from './probe.ts';
import { connectTcp, destroyOnAbort } from './tcp.ts';
import { TlsClient } from './tls-client.ts';

/** A control connection that has been greeted and, unless the mode is `none`, secured. */
export interface OpenedControlConnection {
  readonly control: ControlConnection;
  readonly tls: TlsClient | undefined;
  /** The greeting's first line, safe to show. */
  readonly greeting: string;
}

/** Opens the control connection in the way of the mode; {@link FtpsClient.open} says what it throws. */
export async function openControlConnection(
  options: ClientOptions,
): Promise<OpenedControlConnection> {
  const { mode, endpoint, timeoutMs, tls } = options;
  // Made first: a certificate store or key that cannot be read must fail before a connection is there.
  const client = mode === 'none' ? undefined : new TlsClient(tls);
  const socket = await connectTcp('control', endpoint, timeoutMs, options.signal, (address) => {
    options.onOpening?.({ stage: 'resolved', address });
  });
  options.onOpening?.({ stage: 'connected', address: socket.remoteAddress ?? endpoint.host });
  using _abortion = destroyOnAbort(socket, options.signal);
  if (mode === 'implicit' && client !== undefined) {
    return await openImplicit(options, socket, client);
  }
  const control = new ControlConnection(socket, options);
  return await closingOnFailure(control, async () => {
    const greeting = await greeted(options, control);
    if (client !== undefined) await startTls(options, control, client);
    return { control, tls: client, greeting };
  });
}

async function openImplicit(
  options: ClientOptions,
  socket: net.Socket,
  client: TlsClient,
): Promise<OpenedControlConnection> {
  const { endpoint, timeoutMs } = options;
  let secured: net.Socket;
  try {
    secured = await client.secureControl(socket, endpoint, timeoutMs);
  } catch (error) {
    if (!(error instanceof TlsError) || error.speaks === undefined) throw error;
    const speaks = await probeClearText(endpoint, timeoutMs);
    throw new TlsError('control', endpoint, error.reason, { cause: error, speaks });
  }
  const control = new ControlConnection(secured, options);
  return closingOnFailure(control, async () => {
    tellTls(options, client);
    return { control, tls: client, greeting: await greeted(options, control) };
  });
}

/** AUTH TLS and the handshake (RFC 4217 section 4); a refusal ends the run, TLS is never given up. */
async function startTls(
  options: ClientOptions,
  control: ControlConnection,
  client: TlsClient,
): Promise<void> {
  const auth = command('AUTH', 'TLS');
  const reply = await control.ask(auth);
  // 234 is the answer; only that means that the server now waits for the handshake.
  if (reply.code !== 234) throw new ReplyError(auth, reply);
  await control.upgrade((socket) =>
    client.secureControl(socket, options.endpoint, options.timeoutMs),
  );
  tellTls(options, client);
}

async function closingOnFailure<T>(control: ControlConnection, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    control.fail(error as Error);
    throw error;
  }
}

function tellTls(options: ClientOptions, client: TlsClient): void {
  const { report } = client;
  if (report === undefined) return;
  options.onDialogue(note(`TLS is up: ${report.protocol}, ${report.cipher}`));
  options.onOpening?.({ stage: 'trusted', tls: report });
}

/** Waits for the greeting; returns its first line, safe to show. */
async function greeted(options: ClientOptions, control: ControlConnection): Promise<string> {
  const greeting = await control.greeting();
  options.onOpening?.({ stage: 'greeted' });
  return greeting.shown.find((line) => line.trim() !== '') ?? '';
}
