import { Deadline } from '../deadline.ts';
import type { PlaintextProtocol } from '../connection-errors.ts';
import type { Endpoint } from '../endpoint.ts';
import { connectTcp } from '../tcp.ts';

const probeBytes = 8;
const probeTimeoutMs = 3_000;

/**
 * Finds out which protocol a server speaks without TLS on a port where TLS was expected. Connects again, sends nothing
 * and examines the first bytes, which are used for the error message only.
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
  const socket = await connectTcp({ connection: 'control', endpoint, timeoutMs: waitMs });
  using _deadline = new Deadline(waitMs, () => socket.destroy());
  let received = '';
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received += chunk.toString('latin1', 0, probeBytes);
      if (received.length >= probeBytes) break;
    }
  } catch {
    // Examines what was received before the error.
  }
  socket.destroy();
  return received;
}
