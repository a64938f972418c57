/** Runs that take several control connections. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ConnectionError, ConnectionLostError } from '../../src/ftps/index.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';

const files = { a: 'new a', b: 'new b', c: 'new c' };

describe('Connection', () => {
  test('counts the data connections of all control connections', async () => {
    await using fixture = await createFixture(
      files,
      {},
      { onCommand: ({ verb, count }) => (verb === 'SIZE' && count === 4 ? 'reset' : undefined) },
    );
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.equal(result.error, undefined);
    const { controlConnections, dataConnections } = result.connection;
    assert.equal(controlConnections, 2);
    assert.deepEqual(dataConnections, { total: 3, resumed: 3 });
    assert.equal(result.facts.dataConnections, 3);
  });

  test('numbers the control connections of a run, failed attempts included', async () => {
    const events: string[] = [];
    await using fixture = await createFixture(
      files,
      {},
      {
        onCommand: ({ verb, count, session }) => {
          if (verb === 'CONNECT' && session === 2) return 'close';
          return verb === 'STOR' && count === 1 ? 'reset' : undefined;
        },
      },
    );
    const { result } = await fixture.deploy({
      observer: {
        connected: (connection) => events.push(`${connection} connected`),
        loggedIn: (connection) => events.push(`${connection} logged in`),
        dialogue: (connection, { text }) => {
          if (/^(STOR|QUIT)/.test(text)) events.push(`${connection} ${text}`);
        },
      },
    });
    assert.equal(result.error, undefined);
    assert.deepEqual(events, [
      ...['1 connected', '1 logged in', '1 STOR a'],
      ...['3 connected', '3 logged in', '3 STOR a', '3 STOR b', '3 STOR c', '3 QUIT'],
    ]);
  });

  test('retries a refused connection to a server that was reachable before', async () => {
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
        retrying: ({ error }) => {
          reasons.push(error instanceof ConnectionError ? error.reason : error.name);
        },
      },
    });
    assert.ok(
      result.error instanceof ConnectionError || result.error instanceof ConnectionLostError,
    );
    assert.deepEqual(reasons, ['ConnectionLostError', 'ECONNREFUSED', 'ECONNREFUSED']);
  });

  test('logs in again without pipelining, for free, when a pipelined login breaks', async () => {
    await using fixture = await createFixture(
      files,
      {},
      { onCommand: ({ verb, count }) => (verb === 'TYPE' && count === 1 ? 'close' : undefined) },
    );
    const free: boolean[] = [];
    const deployed = await fixture.deploy({
      retries: 0,
      observer: { retrying: ({ isFree }) => free.push(isFree) },
    });
    assert.equal(deployed.result.error, undefined);
    assert.equal(fixture.server.controlConnections, 2);
    assert.equal(timesSent(deployed, 'NOOP'), 0);
    assert.deepEqual(free, [true]);
  });

  test('keeps all retries for later errors when it broke while pipelining', async () => {
    await using fixture = await createFixture(
      files,
      {},
      {
        onCommand: ({ verb, session, count }) => {
          if (verb === 'STOR' && session === 1) return 'close';
          return verb === 'STOR' && session === 2 && count <= 3 ? '450 Busy.' : undefined;
        },
      },
    );
    const { result } = await fixture.deploy({ retries: 2 });
    assert.equal(result.error, undefined);
    assert.equal(result.files[0]?.attempts, 4);
  });

  test('redacts a password that the server repeats, even in its greeting', async () => {
    await using fixture = await createFixture(files, {}, { greeting: '220 Say secret to enter' });
    const deployed = await fixture.deploy();
    assert.equal(deployed.result.error, undefined);
    assert.ok(deployed.dialogue.includes('S: 220 Say *** to enter'));
    assert.ok(deployed.dialogue.every((line) => !line.includes('secret')));
  });
});
