import type net from 'node:net';
import { setImmediate } from 'node:timers/promises';

import type { ClientOptions } from '../client-options.ts';
import { command } from './command.ts';
import { ControlConnection } from './control-connection.ts';
import { note } from './dialogue.ts';
import { ReplyError } from '../errors.ts';
import { explainPlaintext } from './plaintext.ts';
import { replyCode } from './reply.ts';
import { connectTcp, destroyOnAbort } from '../tcp.ts';
import { TlsClient } from '../tls/tls-client.ts';
import type { TlsOptions } from '../tls/tls-context.ts';

/** A control connection whose greeting has arrived and which, unless the mode is `none`, uses TLS. */
export interface OpenedControlConnection {
  readonly control: ControlConnection;
  readonly tls: TlsClient | undefined;
  /** The first line of the greeting, safe to display. */
  readonly greeting: string;
}

/** Opens the control connection according to the TLS mode; throws what {@link FtpsClient.open} throws. */
export async function openControlConnection(
  options: ClientOptions,
): Promise<OpenedControlConnection> {
  const { mode, endpoint, timeoutMs, tls } = options;
  // Created first: an unreadable certificate or key must fail before connecting.
  const early =
    mode === 'none' || tls.clientCertificate === undefined ? undefined : new TlsClient(tls);
  const connecting = connectTcp({
    connection: 'control',
    endpoint,
    timeoutMs,
    signal: options.signal,
    onAddress: (address) => options.onOpening?.({ stage: 'resolved', address }),
  });
  const client = early ?? (mode === 'none' ? undefined : await createWhile(connecting, tls));
  const socket = await connecting;
  const peerAddress = socket.remoteAddress ?? endpoint.host;
  options.onOpening?.({ stage: 'connected', address: peerAddress });
  using _abortion = destroyOnAbort(socket, options.signal);
  if (mode === 'implicit' && client !== undefined) {
    return await openImplicit({ ...options, peerAddress }, socket, client);
  }
  const control = new ControlConnection(socket, { ...options, peerAddress });
  return await destroyOnFailure(control, async () => {
    const greeting = await waitForGreeting(options, control);
    if (client !== undefined) await startTls(options, control, client);
    return { control, tls: client, greeting };
  });
}

/** Loads the trusted certificates while TCP connects: that takes longer than a round trip. */
async function createWhile(connecting: Promise<net.Socket>, tls: TlsOptions): Promise<TlsClient> {
  // Reported by the caller.
  connecting.catch(() => undefined);
  // The SYN is sent first.
  await setImmediate();
  try {
    return new TlsClient(tls);
  } catch (error) {
    connecting.then(
      (socket) => socket.destroy(),
      () => undefined,
    );
    throw error;
  }
}

async function openImplicit(
  options: ClientOptions & { readonly peerAddress: string },
  socket: net.Socket,
  client: TlsClient,
): Promise<OpenedControlConnection> {
  const secured = await secure(options, { client, socket, rejected: 'greeting' });
  const control = new ControlConnection(secured, options);
  return destroyOnFailure(control, async () => {
    reportTls(options, client);
    return { control, tls: client, greeting: await waitForGreeting(options, control) };
  });
}

/** Sends AUTH TLS and performs the handshake (RFC 4217 section 4). A refusal is an error: there is no fallback. */
async function startTls(
  options: ClientOptions,
  control: ControlConnection,
  client: TlsClient,
): Promise<void> {
  const auth = command('AUTH', 'TLS');
  const reply = await control.execute(auth);
  // Only this code means that the server now waits for the handshake.
  if (reply.code !== replyCode.authAccepted) throw new ReplyError(auth, reply);
  await control.upgrade((socket) => secure(options, { client, socket, rejected: 'session' }));
  reportTls(options, client);
}

/** Performs the handshake; `rejected` is what an unencrypted refusal is about. */
async function secure(
  options: ClientOptions,
  handshake: {
    readonly client: TlsClient;
    readonly socket: net.Socket;
    readonly rejected: 'greeting' | 'session';
  },
): Promise<net.Socket> {
  const { client, socket, rejected } = handshake;
  try {
    return await client.secureControl(socket, options.endpoint, options.timeoutMs);
  } catch (error) {
    throw explainPlaintext(error, options, rejected);
  }
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
  const { info } = client;
  if (info === undefined) return;
  options.onDialogue(note(`TLS established: ${info.protocol}, ${info.cipher}`));
  options.onOpening?.({ stage: 'trusted', tls: info });
}

/** Waits for the greeting; returns its first line, safe to display. */
async function waitForGreeting(
  options: ClientOptions,
  control: ControlConnection,
): Promise<string> {
  const greeting = await control.greeting();
  options.onOpening?.({ stage: 'greeted' });
  return greeting.display.find((line) => line.trim() !== '') ?? '';
}
