import type { DialogueListener } from './dialogue.ts';
import type { Endpoint } from './errors.ts';
import type { TlsOptions } from './tls-client.ts';

/** How TLS begins: at once, by AUTH TLS, or not at all. Never changed on the way. */
export type TlsMode = 'implicit' | 'explicit' | 'none';

/** Where and how to connect. */
export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly mode: TlsMode;
  /** Not used in mode `none`. */
  readonly tls: TlsOptions;
  /** Milliseconds without progress: connecting, waiting for a reply, or moving data. */
  readonly timeoutMs: number;
  /** Texts to replace in everything of the server's that is shown, from its greeting on. */
  readonly secrets?: readonly string[];
  /** Milliseconds between NOOPs on the control connection while a transfer runs; 10 s unless said. */
  readonly keepAliveMs?: number;
  /** Whether several commands may go out in one write, where the server is found to allow it; true unless said. */
  readonly sendAhead?: boolean;
  /** Ends the opening of the connection when aborted. */
  readonly signal?: AbortSignal;
  readonly onDialogue: DialogueListener;
}
