import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';

import { FtpsClient } from '../../src/ftps/client.ts';
import type { ClientOptions } from '../../src/ftps/client-options.ts';
import type { DialogueLine } from '../../src/ftps/control/dialogue.ts';
import { FtpsError } from '../../src/ftps/errors.ts';
import { parsePin } from '../../src/ftps/tls/pin.ts';
import type { TlsOptions } from '../../src/ftps/tls/tls-client.ts';
import type { UploadSource } from '../../src/ftps/data/upload-source.ts';
import { createAuthority } from '../support/certificates.ts';
import type { TranscriptServer, TranscriptServerOptions } from '../support/transcript-server.ts';
import { startTranscriptServer } from '../support/transcript-server.ts';

/** The authority behind `certificate`. */
export const authority = await createAuthority();

/** What the scripted servers present. */
export const certificate = await authority.issue({
  commonName: 'localhost',
  dnsNames: ['localhost'],
  ipAddresses: ['127.0.0.1', '::1'],
});

// A pin is trust enough, and spares each client the loading of the system's authorities.
const pin = parsePin(certificate.fingerprint256);

/** The usual options of a client; where to connect is added. */
export const clientOptions: Omit<ClientOptions, 'endpoint'> = {
  mode: 'implicit',
  timeoutMs: 5_000,
  tls: {
    serverName: 'localhost',
    ca: [],
    pins: pin === undefined ? [] : [pin],
    verify: true,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
  },
  onDialogue: () => undefined,
};

/** How a dialogue differs from the usual one: implicit TLS, 5 s of patience. */
export interface Setting {
  readonly server?: Partial<TranscriptServerOptions>;
  readonly tls?: Partial<TlsOptions>;
  readonly mode?: ClientOptions['mode'];
  readonly timeoutMs?: number;
  /** Default: TLS 1.3 only. */
  readonly versions?: readonly ('TLSv1.2' | 'TLSv1.3')[];
  /** Default: each line of the script in one write, and once more byte by byte. */
  readonly paces?: readonly (keyof typeof paces)[];
}

/** A scripted server and what is needed to talk to it. */
export interface Stage {
  readonly server: TranscriptServer;
  readonly options: ClientOptions;
  /** What the client has told of the dialogue so far. */
  readonly told: readonly DialogueLine[];
  readonly open: () => Promise<FtpsClient>;
}

const paces = { 'at once': Number.POSITIVE_INFINITY, 'byte by byte': 1 };

/**
 * Makes tests of one transcript: the play must make the dialogue go exactly as it is written, whatever the
 * pace at which the server writes.
 */
export function dialogue(
  title: string,
  script: string,
  play: (stage: Stage) => Promise<void>,
  setting: Setting = {},
): void {
  const clear = setting.mode === 'none';
  for (const version of clear ? (['clear text'] as const) : (setting.versions ?? ['TLSv1.3'])) {
    for (const pace of setting.paces ?? (['at once', 'byte by byte'] as const)) {
      test(`${title} (${version}, ${pace})`, async () => {
        const bytesPerWrite = paces[pace];
        const tls = version === 'clear text' ? {} : { minVersion: version, maxVersion: version };
        const options = { ...setting, tls: { ...tls, ...setting.tls } };
        await onStage(script, { ...options, server: { bytesPerWrite, ...setting.server } }, play);
      });
    }
  }
}

/** Plays one transcript once. */
export async function onStage(
  script: string,
  {
    server: serverOptions,
    tls,
    mode = clientOptions.mode,
    timeoutMs = clientOptions.timeoutMs,
  }: Setting,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  await using server = await startTranscriptServer(script, { certificate, mode, ...serverOptions });
  const told: DialogueLine[] = [];
  const clients: FtpsClient[] = [];
  const options: ClientOptions = {
    endpoint: { host: server.host, port: server.port },
    ...{ mode, timeoutMs },
    tls: { ...clientOptions.tls, ...tls },
    onDialogue: (line) => {
      told.push(line);
    },
  };
  const open = async () => {
    const client = await FtpsClient.open(options);
    clients.push(client);
    return client;
  };
  try {
    await play({ server, options, told, open });
    if (/! (client-ended|handshake-failed)\s*$/.test(script)) await server.finished;
    server.assertFollowed();
  } catch (error) {
    throw withDifference(error, server);
  } finally {
    await Promise.all(clients.map((client) => client.quit()));
  }
}

/** Where the dialogue went wrong says more than what the client made of it; so a failure shows both. */
function withDifference(error: unknown, server: TranscriptServer): unknown {
  try {
    server.assertFollowed();
    return error;
  } catch (difference) {
    return new AggregateError([error, difference], `${String(error)}\n${String(difference)}`);
  }
}

/** Fails unless the promise rejects with this code and message, in which `{port}` is any port. */
export async function assertFails(
  promise: Promise<unknown>,
  code: string,
  message: string,
): Promise<FtpsError> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(failure instanceof FtpsError, `failed with ${String(failure)}`);
  assert.equal(failure.message.replace(/(?<=127\.0\.0\.1:)\d+/g, '{port}'), message);
  assert.equal(failure.code, code);
  return failure;
}

/** Resolves when the claim holds; for what a client notices without being asked. */
export async function until(claim: () => boolean): Promise<void> {
  while (!claim()) await setImmediate();
}

/** A file in memory, as the source of an upload. */
export class Bytes implements UploadSource {
  readonly #bytes: Buffer;
  /** How much of it has been read. */
  position = 0;

  constructor(bytes: string | Buffer) {
    this.#bytes = Buffer.from(bytes);
  }

  read(buffer: Uint8Array): Promise<number> {
    const part = this.#bytes.subarray(this.position, this.position + buffer.length);
    buffer.set(part);
    this.position += part.length;
    return Promise.resolve(part.length);
  }
}

/** A file without an end. */
export const endless: UploadSource = { read: (buffer) => Promise.resolve(buffer.length) };
