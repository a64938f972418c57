/** The session over more than one control connection. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConnectionError, ConnectionLostError } from '../../src/ftps/index.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';

const files = { a: 'new a', b: 'new b', c: 'new c' };

test('data connections are counted over all control connections', async () => {
  await using fixture = await createFixture(
    files,
    {},
    { onCommand: ({ verb, count }) => (verb === 'SIZE' && count === 2 ? 'reset' : undefined) },
  );
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.equal(result.error, undefined);
  const { controlConnections, dataConnections } = result.connection;
  assert.equal(controlConnections, 2);
  assert.deepEqual(dataConnections, { total: 3, resumed: 3 });
});

test('a server that is gone in the middle of a run is looked for again', async () => {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: ({ verb, count }) => {
        if (verb !== 'STOR' || count < 2) return undefined;
        void fixture.server[Symbol.asyncDispose]();
        return 'reset';
      },
    },
  );
  const reasons: string[] = [];
  const { result } = await fixture.deploy({
    retries: 2,
    observer: {
      retrying: (_what, error) => {
        reasons.push(error instanceof ConnectionError ? error.reason : error.name);
      },
    },
  });
  assert.ok(result.error instanceof ConnectionError || result.error instanceof ConnectionLostError);
  assert.deepEqual(reasons, ['ConnectionLostError', 'ECONNREFUSED', 'ECONNREFUSED']);
});

test('a login that breaks over commands in one write is tried once more, one by one, without a retry', async () => {
  await using fixture = await createFixture(
    files,
    {},
    { onCommand: ({ verb, count }) => (verb === 'TYPE' && count === 1 ? 'close' : undefined) },
  );
  const deployed = await fixture.deploy({ retries: 0 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(fixture.server.controlConnections, 2);
  assert.equal(timesSent(deployed, 'NOOP'), 0);
});

test('a connection that broke over commands sent ahead leaves all retries for what comes after', async () => {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: ({ verb, session, count }) => {
        if (verb === 'NOOP' && count === 1) return 'close';
        return verb === 'STOR' && session === 2 && count <= 3 ? '450 Busy.' : undefined;
      },
    },
  );
  const { result } = await fixture.deploy({ retries: 2 });
  assert.equal(result.error, undefined);
  assert.equal(result.files[0]?.attempts, 4);
});

test('a password that the server repeats is not in the dialogue, not even in the greeting', async () => {
  await using fixture = await createFixture(files, {}, { greeting: '220 Say secret to come in' });
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.ok(deployed.dialogue.includes('S: 220 Say *** to come in'));
  assert.ok(deployed.dialogue.every((line) => !line.includes('secret')));
});
