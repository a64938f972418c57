import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type {
  CommandContext,
  CommandOverride,
  EmbeddedServerOptions,
} from '../support/embedded-server/options.ts';
import { assertDeployed, createSite, losing, publishModes } from './connections-fixture.ts';

describe('An additional connection that is refused', () => {
  const limit = 2;
  const atCommand =
    (verb: string, answer: CommandOverride) =>
    (context: CommandContext): CommandOverride | undefined =>
      context.session > limit && context.verb === verb ? answer : undefined;
  const refusals: Readonly<Record<string, Partial<EmbeddedServerOptions>>> = {
    '421 before TLS': {
      onAccept: (session) => (session > limit ? ['421 Too many connections.', 'close'] : undefined),
    },
    '421 greeting': { onCommand: atCommand('CONNECT', { reply: '421 Full.', then: 'close' }) },
    '421 to PASS': { onCommand: atCommand('PASS', { reply: '421 Full.', then: 'close' }) },
    '530 to PASS': { onCommand: atCommand('PASS', '530 Too many clients.') },
    '450 to USER': { onCommand: atCommand('USER', '450 Later.') },
    'a reset': { onCommand: atCommand('USER', 'reset') },
    'no reply': { onCommand: atCommand('USER', 'silence') },
  };

  for (const [name, options] of Object.entries(refusals)) {
    test(`leaves the work to the others (${name})`, async () => {
      await using fixture = await createSite(options);
      const deployed = await fixture.deploy({ connections: 5, timeoutMs: 1_000 });
      await assertDeployed(fixture, deployed);
      const { connections, retries } = deployed.result;
      assert.equal(retries, 0);
      assert.equal(connections.used, 2);
      // A silent one may be given up because all files have arrived.
      if (connections.refusal !== undefined) {
        assert.equal(deployed.notices.length, 1);
        assert.match(deployed.notices[0] ?? '', /^Only 2 of 5 connections could be opened: /);
      }
      assert.equal(fixture.server.controlConnections, 3);
    });
  }
});

describe('An additional connection that is lost', () => {
  for (const publish of publishModes) {
    test(`gives its file back with publish: ${publish}`, async () => {
      await using fixture = await createSite({
        onData: losing(2, 3),
      });
      const deployed = await fixture.deploy({ connections: 2, publish });
      await assertDeployed(fixture, deployed);
      assert.equal(deployed.result.connections.used, 2);
      assert.equal(fixture.server.controlConnections, 3);
    });

    test(`isn't replaced without a success with publish: ${publish}`, async () => {
      await using fixture = await createSite({
        onData: ({ session }) =>
          session > 1 ? { at: 0, data: 'reset', final: 'reset' } : undefined,
      });
      const deployed = await fixture.deploy({ connections: 3, publish });
      await assertDeployed(fixture, deployed);
      assert.equal(fixture.server.controlConnections, 3);
      assert.equal(deployed.result.retries, 0);
    });

    test(`leaves a file whose rename is unknown to the first with publish: ${publish}`, async () => {
      await using fixture = await createSite({
        onCommand: ({ verb, session, count }) =>
          verb === 'RNTO' && session === 2 && count % 5 === 0
            ? { perform: true, reply: [], raw: () => '', then: 'reset' }
            : undefined,
      });
      await assertDeployed(fixture, await fixture.deploy({ connections: 2, publish }));
    });
  }
});
