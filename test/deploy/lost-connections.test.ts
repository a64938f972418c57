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

describe('An additional connection whose uploads fail', () => {
  const onAdditional: Readonly<Record<string, Partial<EmbeddedServerOptions>>> = {
    '450 to STOR': {
      onCommand: ({ verb, session }) => (verb === 'STOR' && session > 1 ? '450 Later.' : undefined),
    },
    '425 for the data connection': {
      onData: ({ session }) =>
        session > 1 ? { at: 'connect', data: 'reset', final: '425 No port left.' } : undefined,
    },
    'damaged files': {
      onData: ({ session }) => (session > 1 ? { at: 0, storage: 'faulty' } : undefined),
    },
    '450 to RNFR': {
      onCommand: ({ verb, session }) => (verb === 'RNFR' && session > 1 ? '450 Later.' : undefined),
    },
  };

  for (const [name, options] of Object.entries(onAdditional)) {
    test(`leaves its files to the first one (${name})`, async () => {
      await using fixture = await createSite(options);
      const verifyUploads = name === 'damaged files' ? 'checksum' : 'size';
      const changes = { publish: 'atomic', verifyUploads, firstPauseMs: 1 } as const;
      await assertDeployed(fixture, await fixture.deploy({ connections: 3, ...changes }));
    });
  }
});

describe('An additional connection that is lost while it logs in', () => {
  test('is not opened again, and leaves pipelining to the others', async () => {
    await using fixture = await createSite({
      onCommand: ({ verb, session }) => (verb === 'PBSZ' && session > 1 ? 'reset' : undefined),
    });
    const deployed = await fixture.deploy({ connections: 3 });
    await assertDeployed(fixture, deployed);
    assert.equal(fixture.server.controlConnections, 2);
    assert.equal(deployed.notices.length, 1);
  });
});

describe('An additional connection that waits for entry pages', () => {
  test('ends with the first one', { timeout: 30_000 }, async () => {
    let stored = 0;
    await using fixture = await createSite({
      onAccept: (session) => (session > 3 ? 'close' : undefined),
      onData: ({ session }) => {
        stored += 1;
        const isLost = session === 3 || (session === 1 && stored > 10);
        return isLost ? { at: 0, data: 'reset', final: 'reset' } : undefined;
      },
    });
    const options = { connections: 3, retries: 2, firstPauseMs: 400 };
    const { result } = await fixture.deploy(options);
    assert.notEqual(result.error, undefined);
    const pending = result.files.filter(({ status }) => status === 'pending');
    assert.ok(pending.some(({ remotePath }) => remotePath === 'index.html'));
  });
});

describe('The first connection', () => {
  for (const publish of publishModes) {
    test(`gets the place of another one if the server allows fewer with publish: ${publish}`, async () => {
      const open = new Set<number>();
      let allowed = 3;
      const fault = losing(1, 4);
      await using fixture = await createSite({
        onAccept: (session) => {
          open.add(session);
          return open.size > allowed ? { reply: '421 Full.', then: 'close' } : undefined;
        },
        onClosed: (session) => open.delete(session),
        onData: (upload) => {
          const lost = fault(upload);
          if (lost !== undefined) allowed = 2;
          return lost;
        },
      });
      const deployed = await fixture.deploy({ connections: 3, publish, firstPauseMs: 100 });
      await assertDeployed(fixture, deployed);
      assert.equal(deployed.notices.length, 1);
      assert.match(deployed.notices[0] ?? '', /^An additional connection was closed, /);
    });
  }
});
