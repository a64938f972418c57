import assert from 'node:assert/strict';

import type { LoopbackHost } from './listener.ts';
import { listen } from './listener.ts';
import type { ServerTlsOptions } from './server-tls.ts';
import { ServerTls } from './server-tls.ts';
import { parseTranscript } from './transcript.ts';
import { Conversation } from './transcript-conversation.ts';

/** Options of the scripted server; the script itself has what the server sends. */
export interface TranscriptServerOptions extends Omit<ServerTlsOptions, 'certificate'> {
  /** `explicit` starts TLS at `! tls`, `none` never. Default: `implicit`. */
  readonly mode?: 'implicit' | 'explicit' | 'none';
  /** Required in every mode except `none`. */
  readonly certificate?: ServerTlsOptions['certificate'];
  /** Most bytes in one write. Default: each line in one write. */
  readonly bytesPerWrite?: number;
  /** Default: `127.0.0.1`. */
  readonly host?: LoopbackHost;
  /** A line that is sent on data connections instead of TLS, even if the client starts a handshake. */
  readonly plaintextData?: string | undefined;
  /** The first data connection with that line. Default: 1. */
  readonly plaintextDataFrom?: number;
}

/** A server that runs one script; disposal stops it and closes every connection. */
export interface TranscriptServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** What has happened, in the notation of the script. */
  transcript(): string;
  /** Fails unless the whole script has happened and nothing else; shows the lines that differ. */
  assertFollowed(): void;
  /** Resolves at the first difference, or when the script and the client have ended. */
  readonly finished: Promise<void>;
  /** Whether each TLS handshake on a data connection resumed the session. */
  readonly dataSessionsReused: readonly boolean[];
  /** Accepted TCP connections, including those without a successful TLS handshake. */
  readonly controlConnections: number;
  /** Bytes of files received. */
  readonly dataBytes: number;
  /** Everything that clients sent on control connections, decrypted. */
  readonly clientText: string;
}

/**
 * Starts a strict scripted server on a free loopback port.
 *
 * The server sends `S:` lines (`S-raw:` without a line end) and expects `C:` lines. It expects exactly the bytes of `D:`
 * on the data connection (`D: {N bytes}`: any N bytes), and sends those of `L:`. `!` lines are events. `{data-port}` and
 * `{data-port-pasv}` open a data port. Both connections are closed at the first difference.
 */
export async function startTranscriptServer(
  script: string,
  options: TranscriptServerOptions,
): Promise<TranscriptServer> {
  const { host = '127.0.0.1', mode = 'implicit', bytesPerWrite, plaintextData } = options;
  const { plaintextDataFrom = 1 } = options;
  const { certificate } = options;
  if (certificate === undefined && mode !== 'none')
    throw new Error('The server needs a certificate.');
  const tls =
    certificate && mode !== 'none' ? new ServerTls({ ...options, certificate }) : undefined;
  const conversation = new Conversation(parseTranscript(script), {
    ...{ host, tls, bytesPerWrite, plaintextData, plaintextDataFrom },
    implicit: mode === 'implicit',
  });
  const listener = await listen(host, (socket) => {
    conversation.accept(socket);
  });
  const finished = conversation.run();
  const transcript = () => conversation.happened.join('\n');
  return {
    host,
    port: listener.port,
    transcript,
    assertFollowed: () => {
      assert.equal(transcript(), conversation.expected.join('\n'));
    },
    finished,
    dataSessionsReused: conversation.dataSessionsReused,
    get controlConnections() {
      return conversation.connections;
    },
    get dataBytes() {
      return conversation.dataBytes;
    },
    get clientText() {
      return conversation.clientText;
    },
    [Symbol.asyncDispose]: async () => {
      await conversation.dispose();
      await listener[Symbol.asyncDispose]();
      await finished;
    },
  };
}
