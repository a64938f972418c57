import type { DialogueListener } from './control/dialogue.ts';
import type { Endpoint } from './errors.ts';
import type { TlsOptions, TlsInfo } from './tls/tls-client.ts';

/** How TLS begins: at once, by AUTH TLS, or not at all. Never changed on the way. */
export type TlsMode = 'implicit' | 'explicit' | 'none';

/** How far the opening of a control connection has come; what explicit TLS adds comes after the greeting. */
export type OpeningStage =
  /** The host's name has an address; once for each of them, never for a host that is an address itself. */
  | { readonly stage: 'resolved'; readonly address: string }
  /** TCP is up. */
  | { readonly stage: 'connected'; readonly address: string }
  /** TLS is up and the certificate trusted. */
  | { readonly stage: 'trusted'; readonly tls: TlsInfo }
  /** The server has greeted. */
  | { readonly stage: 'greeted' };

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
  readonly pipelining?: boolean;
  /** Ends the opening of the connection when aborted. */
  readonly signal?: AbortSignal;
  readonly onDialogue: DialogueListener;
  /** Told each stage of the opening as it is reached. */
  readonly onOpening?: (stage: OpeningStage) => void;
}
