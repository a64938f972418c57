import { createHash } from 'node:crypto';

import { Connection } from '../../../src/deploy/connection.ts';
import type { Retry } from '../../../src/deploy/retry.ts';
import { ClientFiles } from '../../../src/deploy/sync/client-files.ts';
import { OptionalParts } from '../../../src/ftps/index.ts';
import { start } from '../../support/embedded-server-fixture.ts';
import type { EmbeddedServerOptions } from '../../support/embedded-server/options.ts';
import { deployTarget } from '../../support/target.ts';
import { createWorkspace } from '../../support/workspace.ts';

const retry = { retries: 2, firstPauseMs: 1 };

/** The files of an embedded server that has a few already. */
export async function createFiles(options: Partial<EmbeddedServerOptions> = {}) {
  await using stack = new AsyncDisposableStack();
  const root = stack.use(
    await createWorkspace({
      state: 'old',
      'www/a.html': 'hello',
      'www/b.html': '',
      'www/c d': 'x',
    }),
  );
  const server = stack.use(await start(root, options));
  const retries: Retry[] = [];
  const dropped: string[] = [];
  const dialogue: string[] = [];
  const optional = new OptionalParts((part) => dropped.push(part));
  let connections = 0;
  const onRetry = (one: Retry) => void retries.push(one);
  const connection = new Connection(deployTarget(server, { timeoutMs: 2_000 }), {
    retry,
    onRetry,
    observer: {
      dialogue: (_number, { from, text }) => {
        if (from !== 'note') dialogue.push(`${from === 'client' ? 'C' : 'S'}: ${text}`);
      },
      connected: () => undefined,
      loggedIn: () => undefined,
      portProbed: () => undefined,
    },
    nextNumber: () => (connections += 1),
    optional,
  });
  stack.defer(() => {
    connection.destroy(new Error('The test is over.'));
  });
  const filesWith = (hashOf: (path: string) => Promise<string>) => {
    const { signal } = new AbortController();
    return new ClientFiles(connection, { retry, onRetry, signal, optional, hashOf });
  };
  const files = filesWith(async (path) =>
    createHash('sha256')
      .update(await root.read(path))
      .digest('hex'),
  );
  await files.connect();
  const parts = stack.move();
  return {
    root,
    server,
    files,
    filesWith,
    retries,
    dropped,
    /** `C: ...` and `S: ...`, as the client saw it. */
    dialogue,
    optional,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
