import { sanitize } from '../sanitize.ts';
import { Deadline } from './deadline.ts';
import type { Endpoint } from './endpoint.ts';
import { limits } from './limits.ts';
import { connectTcp, destroyOnAbort } from './tcp.ts';

/** What a port answers with. */
export type PortAnswer =
  /** A line that starts with a reply code. */
  | 'ftp'
  /** The identification of an SSH server. */
  | 'ssh'
  /** Something else. */
  | 'other'
  /** It accepts a connection and sends nothing. */
  | 'nothing'
  /** No connection could be opened. */
  | 'unreachable';

/** What was found on a port. */
export interface PortFinding {
  readonly port: number;
  readonly answer: PortAnswer;
  /** The first line that was received, safe to display; it may contain anything. */
  readonly banner: string;
}

const bannerBytes = 512;
const bannerCharacters = 100;

/** How to probe a port. */
export interface ProbeOptions {
  /** Texts to replace in what is received, before it is truncated. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Finds out what answers on a port: connects once, sends nothing, and reads the first line. Used for error messages only.
 * Takes at most three seconds, and never throws.
 */
export async function probePort(
  endpoint: Endpoint,
  { secrets, signal }: ProbeOptions,
): Promise<PortFinding> {
  const { port } = endpoint;
  const received = await firstLine(endpoint, signal).catch(() => undefined);
  if (received === undefined) return { port, answer: 'unreachable', banner: '' };
  const shown = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), received);
  return { port, answer: classify(received), banner: sanitize(shown, bannerCharacters) };
}

function classify(line: string): PortAnswer {
  if (line === '') return 'nothing';
  if (line.startsWith('SSH-')) return 'ssh';
  return /^[1-5]\d\d[ -]/.test(line) ? 'ftp' : 'other';
}

async function firstLine(endpoint: Endpoint, signal: AbortSignal): Promise<string> {
  const timeoutMs = limits.portProbeMs;
  const started = performance.now();
  const socket = await connectTcp({ connection: 'control', endpoint, timeoutMs, signal });
  // Until the loop below reads, and after it.
  socket.on('error', () => undefined);
  using _abortion = destroyOnAbort(socket, signal);
  const waitMs = Math.max(timeoutMs - (performance.now() - started), 0);
  using _deadline = new Deadline(waitMs, () => socket.destroy());
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= bannerBytes || chunk.includes('\n')) break;
    }
  } catch {
    // What was received before the error counts.
  }
  socket.destroy();
  const text = Buffer.concat(chunks).toString('utf8', 0, bannerBytes);
  return text.split(/[\r\n]/, 1)[0] ?? '';
}
