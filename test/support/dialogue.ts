import { test } from 'node:test';

import type { ClientOptions, DialogueLine, UploadSource } from '../../src/ftps/index.ts';
import { FtpsClient } from '../../src/ftps/index.ts';
import { authority, certificate } from './embedded-server-fixture.ts';
import type { TranscriptServer } from './transcript-server.ts';
import { startTranscriptServer } from './transcript-server.ts';

/** What a test of a dialogue may choose. */
export interface DialogueOptions extends Partial<Omit<ClientOptions, 'onDialogue'>> {
  /** The lines of the reply to FEAT. */
  readonly features?: readonly string[];
}

/** The client of a dialogue, logged in, and what was said so far. */
export interface Speaker {
  readonly client: FtpsClient;
  readonly server: TranscriptServer;
  /** Resolves when the client has sent such a line. */
  readonly sent: (line: string) => Promise<void>;
}

/**
 * Declares two tests: one where the server says each line in one write, one where it writes byte by byte. The script
 * begins behind the login and ends before QUIT.
 */
export function dialogue(
  name: string,
  script: string,
  speak: (speaker: Speaker) => Promise<void>,
  { features = [], ...options }: DialogueOptions = {},
): void {
  for (const bytesPerWrite of [undefined, 1]) {
    const pace = bytesPerWrite === undefined ? 'a line at a time' : 'a byte at a time';
    test(`${name}, ${pace}`, async () => {
      const paced = bytesPerWrite === undefined ? {} : { bytesPerWrite };
      const whole = `${login(features)}\n${script}`;
      await using server = await startTranscriptServer(whole, { certificate, ...paced });
      const listeners = new Set<(line: DialogueLine) => void>();
      const client = await FtpsClient.open({
        ...defaults(server),
        ...options,
        onDialogue: (line) => {
          for (const listener of listeners) listener(line);
        },
      });
      await client.login('deploy', 'secret');
      const sent = (text: string) =>
        new Promise<void>((resolve) => {
          listeners.add((line) => {
            if (line.from === 'client' && line.text === text) resolve();
          });
        });
      await speak({ client, server, sent });
      client.destroy(new Error('The test is over.'));
      await server.finished;
      server.assertFollowed();
    });
  }
}

/** A source of these bytes; nothing comes before `ready`, which is asked for once. */
export function sourceOf(content: string | Buffer, ready?: () => Promise<unknown>): UploadSource {
  let left = Buffer.from(content);
  let wait = ready;
  return {
    async read(buffer) {
      await wait?.();
      wait = undefined;
      const bytes = left.copy(buffer);
      left = left.subarray(bytes);
      return bytes;
    },
  };
}

function defaults({ host, port }: TranscriptServer) {
  return {
    endpoint: { host, port },
    mode: 'implicit',
    timeoutMs: 5_000,
    tls: {
      serverName: 'localhost',
      ca: [authority.cert],
      pins: [],
      verify: true,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
  } as const;
}

function login(features: readonly string[]): string {
  return `
    S: 220 Ready
    C: USER deploy
    S: 331 Password required
    C: PASS secret
    S: 230 Logged in
    C: PBSZ 0
    S: 200 PBSZ=0
    C: PROT P
    S: 200 Private
    C: FEAT
    S: 211-Features:
    ${features.map((feature) => `S:  ${feature}`).join('\n')}
    S: 211 End
    C: TYPE I
    S: 200 Type set to I
    C: STRU F
    S: 200 File
    C: MODE S
    S: 200 Stream
    C: PWD
    S: 257 "/" is the current directory`;
}
