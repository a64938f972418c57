import type net from 'node:net';

import type { ClientOptions } from '../client-options.ts';
import { command } from './command.ts';
import { ControlConnection } from './control-connection.ts';
import { note } from './dialogue.ts';
import { ReplyError, TlsError } from '../errors.ts';
import { detectPlaintextProtocol } from './probe.ts';
import { connectTcp, destroyOnAbort } from '../tcp.ts';
import { TlsClient } from '../tls/tls-client.ts';

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
  return await destroyOnFailure(control, async () => {
    const greeting = await waitForGreeting(options, control);
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
    if (!(error instanceof TlsError) || error.detectedProtocol === undefined) throw error;
    const speaks = await detectPlaintextProtocol(endpoint, timeoutMs);
    throw new TlsError('control', endpoint, error.reason, {
      cause: error,
      detectedProtocol: speaks,
    });
  }
  const control = new ControlConnection(secured, options);
  return destroyOnFailure(control, async () => {
    reportTls(options, client);
    return { control, tls: client, greeting: await waitForGreeting(options, control) };
  });
}

/** AUTH TLS and the handshake (RFC 4217 section 4); a refusal ends the run, TLS is never given up. */
async function startTls(
  options: ClientOptions,
  control: ControlConnection,
  client: TlsClient,
): Promise<void> {
  const auth = command('AUTH', 'TLS');
  const reply = await control.execute(auth);
  // 234 is the answer; only that means that the server now waits for the handshake.
  if (reply.code !== 234) throw new ReplyError(auth, reply);
  await control.upgrade((socket) =>
    client.secureControl(socket, options.endpoint, options.timeoutMs),
  );
  reportTls(options, client);
}

async function destroyOnFailure<T>(control: ControlConnection, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    control.fail(error as Error);
    throw error;
  }
}

function reportTls(options: ClientOptions, client: TlsClient): void {
  const { info: report } = client;
  if (report === undefined) return;
  options.onDialogue(note(`TLS is up: ${report.protocol}, ${report.cipher}`));
  options.onOpening?.({ stage: 'trusted', tls: report });
}

/** Waits for the greeting; returns its first line, safe to show. */
async function waitForGreeting(
  options: ClientOptions,
  control: ControlConnection,
): Promise<string> {
  const greeting = await control.greeting();
  options.onOpening?.({ stage: 'greeted' });
  return greeting.display.find((line) => line.trim() !== '') ?? '';
}
