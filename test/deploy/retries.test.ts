import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ConnectionLostError } from '../../src/ftps/index.ts';
import { commandsSent, createFixture } from '../support/embedded-deployment.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../support/workspace.ts';
import { errorOf, EventRecorder, statuses } from './events.ts';

describe('deploy', () => {
  for (const retries of [0, 2]) {
    test(`leaves the remaining files pending when it can't reconnect with ${retries} retries`, async () => {
      await using fixture = await createFixture(
        { a: '1', b: '2', c: '3', d: '4' },
        {},
        {
          onCommand: ({ verb, count, session }) =>
            (verb === 'STOR' && count === 2) || (verb === 'CONNECT' && session > 1)
              ? 'close'
              : undefined,
        },
      );
      const observer = new EventRecorder();
      const { result } = await fixture.deploy({ retries, observer });
      assert.equal(statuses(result), 'a uploaded, b failed, c pending, d pending');
      assert.ok(result.error instanceof ConnectionLostError);
      assert.equal(result.error, errorOf(result, 'b'));
      assert.equal(result.connection.controlConnections, 1);
      // Connecting has its own retries.
      assert.equal(fixture.server.controlConnections, 1 + 1 + retries);
      // Pipelining may have been the cause of the lost connection, so one retry is free.
      assert.equal(result.retries, 1 + retries);
      const ends = observer.events.filter((event) => / (uploaded|failed|pending)$/.test(event));
      assert.deepEqual(ends, ['0 a uploaded', '1 b failed']);
    });
  }

  test('continues over a new connection when no retries are left for a file', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    await using fixture = await createFixture(
      Object.fromEntries(names.map((name) => [name, name])),
      {},
      { onCommand: ({ verb, count }) => (verb === 'STOR' && count === 6 ? 'close' : undefined) },
    );
    const { result } = await fixture.deploy({ retries: 0 });
    const expected = names.map((name) => `${name} ${name === 'f' ? 'failed' : 'uploaded'}`);
    assert.equal(statuses(result), expected.join(', '));
    assert.ok(result.error instanceof ConnectionLostError);
    assert.equal(result.retries, 0);
    assert.equal(fixture.server.controlConnections, 2);
  });
});

interface TransientFault {
  readonly title: string;
  readonly options: Partial<EmbeddedServerOptions>;
  readonly controlConnections: number;
}

const transientFaults: readonly TransientFault[] = [
  {
    title: 'a 4yz reply',
    options: {
      onCommand: ({ verb, count }) => (verb === 'STOR' && count === 2 ? '451 No.' : undefined),
    },
    controlConnections: 1,
  },
  {
    title: 'a reset of the data connection',
    options: { onData: ({ count }) => (count === 2 ? { at: 0, data: 'reset' } : undefined) },
    controlConnections: 1,
  },
  {
    title: 'a lost control connection',
    options: {
      onCommand: ({ verb, count }) => (verb === 'STOR' && count === 2 ? 'close' : undefined),
    },
    controlConnections: 2,
  },
  {
    title: 'a premature completion reply',
    options: {
      onData: ({ count }) =>
        count === 2 ? { at: 'connect', early: true, final: '226 Done.' } : undefined,
    },
    controlConnections: 2,
  },
];

for (const { title, options, controlConnections } of transientFaults) {
  test(`deploy retries only the affected file after ${title}`, async () => {
    await using fixture = await createFixture({ a: '1', b: '22', c: '333' }, {}, options);
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ observer });
    assert.equal(result.error, undefined);
    assert.equal(statuses(result), 'a uploaded, b uploaded, c uploaded');
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
    assert.equal(result.retries, 1);
    assert.equal(observer.events.filter((event) => event.startsWith('retry b: ')).length, 1);
    assert.equal(fixture.server.controlConnections, controlConnections);
    assert.equal(result.connection.controlConnections, controlConnections);
    const others = commandsSent(fixture.server, 'STOR').filter((sent) => sent !== 'STOR b');
    assert.equal(others.length, 2);
  });
}

test('deploy fails a file when its retries are used up', async () => {
  await using fixture = await createFixture(
    { a: '1' },
    {},
    { onCommand: ({ verb }) => (verb === 'STOR' ? '451 No.' : undefined) },
  );
  const { result } = await fixture.deploy();
  assert.equal(statuses(result), 'a failed');
  assert.equal(result.error?.message, 'Uploading a failed: 451 No.');
  assert.equal(result.files[0]?.attempts, 4);
  assert.equal(result.retries, 3);
  assert.equal(commandsSent(fixture.server, 'STOR').length, 4);
});

interface ReportedRetry {
  readonly event: string;
  readonly onCommand: NonNullable<EmbeddedServerOptions['onCommand']>;
}

const reportedRetries: readonly ReportedRetry[] = [
  {
    event: 'retry connection: The server rejected the connection: 421 Full.',
    onCommand: ({ verb, count }) => (verb === 'CONNECT' && count === 1 ? '421 Full.' : undefined),
  },
  {
    event: 'retry directories: "MKD sub" failed: 450 Busy.',
    onCommand: ({ verb, count }) => (verb === 'MKD' && count === 1 ? '450 Busy.' : undefined),
  },
  {
    event: 'retry sub/a: Uploading sub/temporary failed: 450 Busy.',
    onCommand: ({ verb, count }) => (verb === 'STOR' && count === 1 ? '450 Busy.' : undefined),
  },
  {
    event: 'retry sub/a: "RNTO sub/a" failed: 450 Busy.',
    onCommand: ({ verb, count }) => (verb === 'RNTO' && count === 1 ? '450 Busy.' : undefined),
  },
  {
    event: 'retry clean-up: "DELE sub/temporary" failed: 450 Busy.',
    onCommand: ({ verb, count }) => {
      if (verb === 'DELE' && count === 1) return '450 Busy.';
      return verb === 'RNFR' ? '550 No.' : undefined;
    },
  },
];

for (const { event, onCommand } of reportedRetries) {
  test(`deploy reports "${event}"`, async () => {
    await using fixture = await createFixture({ 'sub/a': '1' }, {}, { onCommand });
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ publish: 'atomic', observer });
    const retries = observer.events.filter((reported) => reported.startsWith('retry '));
    assert.deepEqual(
      retries.map((reported) => reported.replace(/\.up-[\w-]+/, 'temporary')),
      [event],
    );
    assert.equal(result.retries, 1);
  });
}
