import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFixture } from '../support/embedded-deployment.ts';
import { asksForState } from '../support/sync.ts';
import { statuses } from './events.ts';

describe('The facts of a run', () => {
  const none = { loggedIn: false, acceptedIn: new Set(), dataConnections: 0, renames: 0 };

  test('are those of a complete run', async () => {
    await using fixture = await createFixture({ a: '1', 'b/c': '2' }, {});
    const { result } = await fixture.deploy({ publish: 'atomic', remoteDirectory: '/' });
    assert.deepEqual(result.facts, {
      loggedIn: true,
      acceptedIn: new Set(['/', '/b']),
      dataConnections: 2,
      renames: 2,
    });
  });

  test('have the login directory as an empty path, and no renames of direct uploads', async () => {
    await using fixture = await createFixture({ a: '1' }, {});
    const { result } = await fixture.deploy();
    const acceptedIn = new Set(['']);
    assert.deepEqual(result.facts, { ...none, loggedIn: true, acceptedIn, dataConnections: 1 });
  });

  test('have no directory in which all uploads were rejected', async () => {
    await using fixture = await createFixture(
      { 'a/1': '1', 'b/2': '2' },
      {},
      {
        onCommand: ({ verb, argument }) =>
          verb === 'STOR' && /^(a\/)?1$/.test(argument) ? '550 No.' : undefined,
      },
    );
    const { result } = await fixture.deploy();
    assert.deepEqual(result.facts.acceptedIn, new Set(['b']));
  });

  test('have the directory of a file that failed its verification', async () => {
    await using fixture = await createFixture(
      { 'a/1': 'abc' },
      {},
      {
        onCommand: (command) =>
          command.verb === 'SIZE' && !asksForState(command) ? '213 2' : undefined,
      },
    );
    const { result } = await fixture.deploy({ retries: 0 });
    assert.equal(statuses(result), 'a/1 failed');
    assert.deepEqual(result.facts.acceptedIn, new Set(['a']));
  });

  test('are none after a rejected login', async () => {
    await using fixture = await createFixture(
      { a: '1' },
      {},
      { onCommand: ({ verb }) => (verb === 'PASS' ? '530 No.' : undefined) },
    );
    assert.deepEqual((await fixture.deploy()).result.facts, none);
  });
});
