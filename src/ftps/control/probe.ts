import { Deadline } from '../deadline.ts';
import type { PlaintextProtocol, Endpoint } from '../errors.ts';
import { connectTcp } from '../tcp.ts';

const probeBytes = 8;
const probeTimeoutMs = 3_000;

/**
 * Finds out what speaks in clear on a port where TLS was expected: connects again, sends nothing and looks at the
 * first bytes. Only for the error message; what comes is never used otherwise.
 */
export async function detectPlaintextProtocol(
  endpoint: Endpoint,
  timeoutMs: number,
): Promise<PlaintextProtocol> {
  const waitMs = Math.min(probeTimeoutMs, timeoutMs);
  const received = await firstBytes(endpoint, waitMs).catch(() => '');
  if (received.startsWith('SSH-')) return 'ssh';
  return /^[1-5]\d\d[ -]/.test(received) ? 'ftp' : 'other';
}

async function firstBytes(endpoint: Endpoint, waitMs: number): Promise<string> {
  const socket = await connectTcp('control', endpoint, waitMs);
  using _deadline = new Deadline(waitMs, () => socket.destroy());
  let received = '';
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received += chunk.toString('latin1', 0, probeBytes);
      if (received.length >= probeBytes) break;
    }
  } catch {
    // What has come is all there is.
  }
  socket.destroy();
  return received;
}
