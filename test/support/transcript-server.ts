import assert from 'node:assert/strict';

import type { LoopbackHost } from './listener.ts';
import { listen } from './listener.ts';
import type { ServerTlsOptions } from './server-tls.ts';
import { ServerTls } from './server-tls.ts';
import { parseTranscript } from './transcript.ts';
import { Conversation } from './transcript-conversation.ts';

/** How the scripted server speaks; what it says is in the script. */
export interface TranscriptServerOptions extends Omit<ServerTlsOptions, 'certificate'> {
  /** `explicit` speaks clear text until `! tls`, `none` throughout. Default: `implicit`. */
  readonly mode?: 'implicit' | 'explicit' | 'none';
  /** Needed in every mode but `none`. */
  readonly certificate?: ServerTlsOptions['certificate'];
  /** Writes every text so many bytes at a time. Default: each line in one write. */
  readonly bytesPerWrite?: number;
  /** Default: `127.0.0.1`. */
  readonly host?: LoopbackHost;
  /** Answers on data connections in clear text whatever the client begins. Default: `false`. */
  readonly dataClear?: boolean;
}

/** A server that plays one script; leaving its scope ends it and every connection. */
export interface TranscriptServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** What has happened, in the notation of the script. */
  transcript(): string;
  /** Fails unless exactly the script has happened, to its end; shows the lines that differ. */
  assertFollowed(): void;
  /** Resolves when the script was left, or is over and the client has ended. */
  readonly finished: Promise<void>;
  /** For each TLS handshake on a data connection: was the session resumed? */
  readonly dataSessionsReused: readonly boolean[];
  /** TCP connections accepted, whether or not TLS came about. */
  readonly controlConnections: number;
  /** Bytes of files received. */
  readonly dataBytes: number;
  /** Everything that clients have sent on control connections, decrypted. */
  readonly clientText: string;
}

/**
 * Starts a strict scripted server on a free loopback port.
 *
 * `S:` the server says (`S-raw:` without line end), `C:` the client must say, `D:` must be all the
 * bytes on the data connection (`D: {N bytes}` any N), `L:` the server sends these (`L: {N bytes}` any N) and the
 * end, `!` an event. `{data-port}` and
 * `{data-port-pasv}` open a data port. At the first line that goes otherwise both connections end.
 */
export async function startTranscriptServer(
  script: string,
  options: TranscriptServerOptions,
): Promise<TranscriptServer> {
  const { host = '127.0.0.1', mode = 'implicit', bytesPerWrite, dataClear = false } = options;
  const { certificate } = options;
  if (certificate === undefined && mode !== 'none') throw new Error('There is no certificate.');
  const tls =
    certificate && mode !== 'none' ? new ServerTls({ ...options, certificate }) : undefined;
  const conversation = new Conversation(parseTranscript(script), {
    ...{ host, tls, bytesPerWrite, dataClear },
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
