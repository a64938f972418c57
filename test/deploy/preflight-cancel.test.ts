import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CancelledError } from '../../src/deploy/index.ts';
import { failureOf, tried } from './preflight-trial.ts';

const reason = new CancelledError('a test');

for (const verb of ['CONNECT', 'PASS', 'CWD', 'EPSV', 'LIST']) {
  test(`a preflight ends soon when it is cancelled while the server is silent after ${verb}`, async () => {
    const controller = new AbortController();
    const started = performance.now();
    const { result } = await tried(
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

test('a preflight that is cancelled in the middle of a listing says goodbye', async () => {
  const controller = new AbortController();
  const { result, dialogue } = await tried(
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

test('a preflight that was cancelled before opens no connection', async () => {
  const { result, server } = await tried({}, { signal: AbortSignal.abort(reason) });
  assert.deepEqual(failureOf(result), { step: 'network', error: reason });
  assert.equal(server.controlConnections, 0);
});
