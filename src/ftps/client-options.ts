import type { DialogueListener } from './control/dialogue.ts';
import type { Endpoint } from './endpoint.ts';
import type { OptionalParts } from './optional-parts.ts';
import type { TlsInfo } from './tls/tls-client.ts';
import type { TlsOptions } from './tls/tls-context.ts';

/** When TLS starts: immediately, after AUTH TLS, or never. There is no fallback between modes. */
export type TlsMode = 'implicit' | 'explicit' | 'none';

/** How far opening a control connection has got. With explicit TLS, `trusted` comes after `greeted`. */
export type OpeningStage =
  /** The host name was resolved; once per address, never for a host that is an address itself. */
  | { readonly stage: 'resolved'; readonly address: string }
  /** TCP is connected. */
  | { readonly stage: 'connected'; readonly address: string }
  /** The TLS handshake is complete, and the certificate is trusted. */
  | { readonly stage: 'trusted'; readonly tls: TlsInfo }
  /** The greeting has arrived. */
  | { readonly stage: 'greeted' };

/** Where and how to connect. */
export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly mode: TlsMode;
  /** Not used in mode `none`. */
  readonly tls: TlsOptions;
  /** Milliseconds without progress: connecting, waiting for a reply, or transferring data. */
  readonly timeoutMs: number;
  /** Texts to replace in everything of the server that is displayed, starting with the greeting. */
  readonly secrets?: readonly string[];
  /** Milliseconds between two NOOPs on the control connection during a transfer. Default: 10 s. */
  readonly keepAliveMs?: number;
  /** What is known about the server from earlier connections. Default: nothing. */
  readonly optional?: OptionalParts;
  /** Stops opening the connection when aborted. */
  readonly signal?: AbortSignal;
  readonly onDialogue: DialogueListener;
  /** Called at each stage of opening the connection. */
  readonly onOpening?: (stage: OpeningStage) => void;
}
