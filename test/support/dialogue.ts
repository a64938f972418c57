import { test } from 'node:test';

import type { ClientOptions, DialogueLine, TlsOptions } from '../../src/ftps/index.ts';
import { FtpsClient } from '../../src/ftps/index.ts';
import { certificate } from './embedded-server-fixture.ts';
import { loginScript } from './login-script.ts';
import { clientOptions, tlsOptions } from './target.ts';
import type { TranscriptServer, TranscriptServerOptions } from './transcript-server.ts';
import { startTranscriptServer } from './transcript-server.ts';

/** What a dialogue can change about its server and its client. */
export interface DialogueOptions extends Partial<Omit<ClientOptions, 'tls' | 'onDialogue'>> {
  readonly server?: Partial<TranscriptServerOptions>;
  readonly tls?: Partial<TlsOptions>;
  /** TLS versions to run the dialogue with, each in a test of its own. Default: TLS 1.3. */
  readonly versions?: readonly ('TLSv1.2' | 'TLSv1.3')[];
  /** Runs the dialogue a second time with a server that writes byte by byte. Default: `false`. */
  readonly byteByByte?: boolean;
}

/** A scripted server and its client. */
export interface DialogueFixture {
  readonly server: TranscriptServer;
  readonly options: ClientOptions;
  /** What the client has reported of the dialogue so far. */
  readonly dialogueLines: readonly DialogueLine[];
  /** Connects a client, which is closed at the end of the test. */
  readonly open: () => Promise<FtpsClient>;
  /** Resolves when the client reports such a line. */
  readonly reported: (text: string) => Promise<void>;
}

/** A dialogue whose client is logged in. */
export interface LoggedInFixture extends DialogueFixture {
  readonly client: FtpsClient;
}

/**
 * Declares a test in which a scenario must make the client and the server follow a transcript exactly; one test per TLS
 * version, and twice as many with `byteByByte`.
 */
export function dialogue(
  title: string,
  script: string,
  scenario: (fixture: DialogueFixture) => Promise<void>,
  { versions = ['TLSv1.3'], byteByByte = false, ...options }: DialogueOptions = {},
): void {
  for (const version of versions) {
    const suffix = versions.length > 1 ? ` over ${version}` : '';
    const tls = { minVersion: version, maxVersion: version, ...options.tls };
    test(`${title}${suffix}`, () => runDialogue(script, scenario, { ...options, tls }));
    if (!byteByByte) continue;
    const server = { bytesPerWrite: 1, ...options.server };
    test(`${title}${suffix}, byte by byte`, () =>
      runDialogue(script, scenario, { ...options, tls, server }));
  }
}

/** Declares a dialogue that starts after the login; the client is destroyed at its end. */
export function dialogueAfterLogin(
  title: string,
  script: string,
  scenario: (fixture: LoggedInFixture) => Promise<void>,
  { features = [], ...options }: DialogueOptions & { readonly features?: readonly string[] } = {},
): void {
  const run = async (fixture: DialogueFixture) => {
    const client = await fixture.open();
    await client.login('deploy', 'secret');
    await scenario({ ...fixture, client });
    client.destroy(new Error('The test is over.'));
    await fixture.server.finished;
  };
  dialogue(title, `${loginScript({ features })}${script}`, run, options);
}

/** Runs one dialogue; `dialogue` declares a test with it. */
export async function runDialogue(
  script: string,
  scenario: (fixture: DialogueFixture) => Promise<void>,
  { server: serverOptions, tls, ...changes }: Omit<DialogueOptions, 'versions' | 'byteByByte'> = {},
): Promise<void> {
  const mode = changes.mode ?? 'implicit';
  await using server = await startTranscriptServer(script, { certificate, mode, ...serverOptions });
  const dialogueLines: DialogueLine[] = [];
  const listeners = new Set<(line: DialogueLine) => void>();
  const clients: FtpsClient[] = [];
  const options = clientOptions(server, {
    ...changes,
    tls: { ...tlsOptions(), ...tls },
    onDialogue: (line) => {
      dialogueLines.push(line);
      for (const listener of listeners) listener(line);
    },
  });
  const open = async () => {
    const client = await FtpsClient.open(options);
    clients.push(client);
    return client;
  };
  const reported = (text: string) =>
    new Promise<void>((resolve) => {
      const check = (line: DialogueLine) => {
        if (line.text === text) resolve();
      };
      dialogueLines.forEach(check);
      listeners.add(check);
    });
  try {
    await scenario({ server, options, dialogueLines, open, reported });
    if (/! (client-ended|handshake-failed)\s*$/.test(script)) await server.finished;
    server.assertFollowed();
  } catch (error) {
    throw withDifference(error, server);
  } finally {
    await Promise.all(clients.map((client) => client.quit()));
  }
}

/** Adds the difference from the script to an error: it usually explains more than the client's error. */
function withDifference(error: unknown, server: TranscriptServer): unknown {
  try {
    server.assertFollowed();
    return error;
  } catch (difference) {
    return new AggregateError([error, difference], `${String(error)}\n${String(difference)}`);
  }
}
