import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFixture } from '../support/embedded-deployment.ts';
import type { UploadContext } from '../support/embedded-server/options.ts';
import { until } from '../support/until.ts';
import {
  assertDeployed,
  createSite,
  fileCount,
  losing,
  publishModes,
  uploadsBySession,
} from './connections-fixture.ts';

describe('Several connections', () => {
  for (const publish of publishModes) {
    test(`share the files with publish: ${publish}`, async () => {
      await using fixture = await createSite();
      const deployed = await fixture.deploy({ connections: 4, publish });
      await assertDeployed(fixture, deployed);
      assert.equal(fixture.server.maxConcurrentControlConnections, 4);
      assert.deepEqual(deployed.result.connections, { wanted: 4, used: 4 });
      assert.ok(uploadsBySession(fixture).every((uploads) => uploads > 0));
      assert.equal(deployed.result.connection.dataConnections.total, fileCount);
      assert.equal(fixture.server.dataConnectionsResumed, fileCount);
      assert.deepEqual(deployed.notices, []);
    });

    test(`publish entry pages last with publish: ${publish}`, async () => {
      const arrived: string[] = [];
      await using fixture = await createSite({
        onCommand: ({ verb, argument }) => {
          const publishes = publish === 'direct' ? 'STOR' : 'RNTO';
          if (verb === publishes) arrived.push(argument);
          return undefined;
        },
      });
      await assertDeployed(fixture, await fixture.deploy({ connections: 3, publish }));
      assert.equal(arrived.length, fileCount);
      assert.deepEqual(arrived.slice(-2).toSorted(), ['assets/0/index.html', 'index.html']);
    });
  }

  test('begin an entry page only when all other files have arrived', async () => {
    let remaining = fileCount - 2;
    const early: string[] = [];
    await using fixture = await createSite({
      onData: ({ path }) => {
        if (path.endsWith('index.html') && remaining > 0) early.push(path);
        return {
          at: 'end',
          meanwhile: () => {
            remaining -= 1;
          },
        };
      },
    });
    await assertDeployed(fixture, await fixture.deploy({ connections: 4 }));
    assert.deepEqual(early, []);
  });

  test('start with the largest files', async () => {
    const order: string[] = [];
    await using fixture = await createSite({
      onData: ({ path }: UploadContext) => {
        order.push(path);
        return undefined;
      },
    });
    await fixture.deploy({ connections: 2 });
    assert.match(order[0] ?? '', /\/57\.js$/);
  });

  test('are not opened for a few files', async () => {
    await using fixture = await createFixture({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }, {});
    const { result } = await fixture.deploy({ connections: 8 });
    assert.equal(fixture.server.controlConnections, 1);
    assert.deepEqual(result.connections, { wanted: 8, used: 1 });
  });

  test('keep the order of remote paths if there is one', async () => {
    const order: string[] = [];
    await using fixture = await createSite({
      onData: ({ path }: UploadContext) => {
        order.push(path);
        return undefined;
      },
    });
    const { result } = await fixture.deploy({ connections: 1 });
    assert.deepEqual(
      order,
      result.files.map(({ remotePath }) => `/${remotePath}`),
    );
  });

  test('take over what the first one has learned about pipelining', async () => {
    await using fixture = await createSite({ onData: losing(2, 3) });
    await fixture.deploy({ connections: 2 });
    const [first, , replacement] = fixture.server.dialogues;
    assert.ok(first?.includes('C: NOOP'));
    assert.ok(replacement?.some((line) => line.startsWith('C: STOR ')) === true);
    assert.ok(!replacement.includes('C: NOOP'));
  });
});

describe('A run over several connections', () => {
  test('continues if one file is refused', async () => {
    await using fixture = await createSite({
      onCommand: ({ verb, argument }) =>
        verb === 'STOR' && argument.endsWith('/33.js') ? '553 Name not allowed.' : undefined,
    });
    const { result } = await fixture.deploy({ connections: 3 });
    const failed = result.files.filter(({ status }) => status !== 'uploaded');
    assert.deepEqual(
      failed.map(({ remotePath, status }) => `${remotePath} ${status}`),
      ['assets/5/33.js failed'],
    );
  });

  test('stops all of them after three failures in a row', async () => {
    await using fixture = await createSite({
      onCommand: ({ verb }) => (verb === 'STOR' ? '553 Name not allowed.' : undefined),
    });
    const { result } = await fixture.deploy({ connections: 3 });
    const failed = result.files.filter(({ status }) => status === 'failed').length;
    assert.ok(failed >= 3 && failed <= 5, `${failed} failed`);
    assert.equal(result.files.filter(({ status }) => status === 'pending').length, 60 - failed);
  });

  test('ends if the first connection is lost for good', async () => {
    let stored = 0;
    await using fixture = await createSite({
      onAccept: (session) => (session > 2 ? ['close'] : undefined),
      onData: ({ session }) => {
        stored += 1;
        return session === 1 && stored > 10 ? { at: 0, final: 'reset' } : undefined;
      },
    });
    const { result } = await fixture.deploy({ connections: 2, retries: 1 });
    assert.notEqual(result.error, undefined);
    assert.ok(result.files.some(({ status }) => status === 'pending'));
  });

  test('ends if the first connection is lost while another one waits for the entry pages', async () => {
    await using fixture = await createSite({
      onAccept: (session) => (session > 2 ? ['close'] : undefined),
      onData: ({ session, path }) => {
        // The second one then has nothing else to do.
        if (session === 1 && path.endsWith('/57.js'))
          return { at: 'end', final: 'reset', meanwhile };
        return undefined;
      },
    });
    const meanwhile = async () => {
      const uploaded = () =>
        fixture.server.dialogue.filter((line) => line === 'S: 226 Transfer complete.');
      await until(() => uploaded().length === fileCount - 3);
    };
    const { result } = await fixture.deploy({ connections: 2, retries: 0 });
    assert.notEqual(result.error, undefined);
    const uploaded = result.files.filter(({ status }) => status === 'uploaded').length;
    assert.ok(uploaded >= fileCount - 3, `${uploaded} files`);
  });

  test('replaces the first connection while the others continue', async () => {
    await using fixture = await createSite({
      onData: ({ session, count }) =>
        session === 1 && count > 5 ? { at: 0, final: 'reset' } : undefined,
    });
    const deployed = await fixture.deploy({ connections: 3 });
    await assertDeployed(fixture, deployed);
    assert.equal(deployed.result.retries, 1);
  });

  test('ends within five seconds when it is cancelled', async () => {
    const cancel = new AbortController();
    const reason = new Error('Cancelled.');
    await using fixture = await createSite({
      onData: ({ count }) => {
        if (count === 12) cancel.abort(reason);
        return count >= 10 ? { at: 0, data: 'silence', final: 'silence' } : undefined;
      },
    });
    const started = performance.now();
    const { result } = await fixture.deploy({
      connections: 4,
      publish: 'atomic',
      signal: cancel.signal,
    });
    assert.equal(result.error, reason);
    assert.ok(performance.now() - started < 5_000);
  });

  test('uploads names that the server may confuse one after the other', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        [`a/${index}.css`, 10],
        [`a/X${index}.css`, 10],
        [`a/x${index}.css`, 20],
      ]).flat(),
    ) as Record<string, number>;
    await using fixture = await createFixture(files, {}, { windowsNames: true });
    const { result } = await fixture.deploy({ connections: 4 });
    const failed = result.files.filter(({ status }) => status === 'failed');
    assert.equal(failed.length, 12);
    assert.ok(failed.every(({ remotePath }) => /\/x\d+\.css$/.test(remotePath)));
  });
});
