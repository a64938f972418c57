import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CancelledError } from '../../src/deploy/index.ts';
import { failureOf, runPreflight } from './run-preflight.ts';

const reason = new CancelledError('a test');

for (const verb of ['CONNECT', 'PASS', 'CWD', 'EPSV', 'LIST']) {
  test(`preflight ends within 4 seconds of a cancellation when the server doesn't reply to ${verb}`, async () => {
    const controller = new AbortController();
    const started = performance.now();
    const { result } = await runPreflight(
      {
        onCommand: (context) => {
          if (context.verb !== verb) return undefined;
          controller.abort(reason);
          return 'silence';
        },
      },
      { remoteDirectory: 'www', signal: controller.signal },
    );
    assert.equal(failureOf(result).error, reason);
    assert.ok(performance.now() - started < 4_000);
  });
}

test('preflight sends QUIT when it is cancelled during a listing', async () => {
  const controller = new AbortController();
  const { result, dialogue } = await runPreflight(
    {
      endlessListings: true,
      onCommand: ({ verb }) => {
        if (verb === 'LIST')
          setImmediate(() => {
            controller.abort(reason);
          });
        return undefined;
      },
    },
    { signal: controller.signal },
  );
  assert.equal(failureOf(result).error, reason);
  assert.ok(dialogue.includes('C: QUIT'));
});

test('preflight opens no connection when it is already cancelled', async () => {
  const { result, server } = await runPreflight({}, { signal: AbortSignal.abort(reason) });
  assert.deepEqual(failureOf(result), { step: 'network', error: reason });
  assert.equal(server.controlConnections, 0);
});
