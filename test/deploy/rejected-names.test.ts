/** Names that the server rejects: they concern one file. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { FileNameError, PublishError } from '../../src/deploy/index.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';
import { createStrictFixture } from './strict-rename-server.ts';
import { errorOf, statuses } from './events.ts';

const files = { 'a.txt': 'new a', 'b.txt': 'new b', 'c.txt': 'new c', 'd.txt': 'new d' };
const old = { 'a.txt': 'the old a', 'b.txt': 'the old b' };

describe('An atomic deployment', () => {
  for (const code of [450, 451, 501, 504, 550, 553]) {
    for (const name of ['a.txt', 'c.txt']) {
      test(`uploads the other files when the server rejects RNTO to ${name} with ${code}`, async () => {
        await using fixture = await createFixture(files, old, {
          onCommand: ({ verb, argument }) =>
            verb === 'RNTO' && argument === name ? `${code} Prohibited file name.` : undefined,
        });
        const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
        const failed = result.files.filter(({ status }) => status !== 'uploaded');
        assert.deepEqual(
          failed.map(({ remotePath }) => remotePath),
          [name],
        );
        const error = errorOf(result, name);
        assert.match(String(error), new RegExp(`"RNTO ${name}" failed: ${code}`));
        assert.equal(await fixture.remoteText('d.txt'), 'new d');
        if (name === 'c.txt') assert.deepEqual(result.remainingTemporaryFiles, []);
      });
    }
  }

  test('stops after three names that the server rejects in a row', async () => {
    await using fixture = await createFixture(
      files,
      {},
      {
        onCommand: ({ verb }) => (verb === 'RNTO' ? '550 Not allowed.' : undefined),
      },
    );
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.equal(statuses(result), 'a.txt failed, b.txt failed, c.txt failed, d.txt pending');
    assert.deepEqual(await fixture.remoteNames(), []);
  });

  test('replaces files on a server that refuses to with 450', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, argument }) => {
        if (verb === 'RNFR') present.delete(argument);
        return verb === 'RNTO' && present.has(argument) ? '450 File exists.' : undefined;
      },
    });
    const present = new Set(Object.keys(old));
    const deployed = await fixture.deploy({ publish: 'atomic', retries: 2 });
    assert.equal(deployed.result.error, undefined);
    for (const [name, text] of Object.entries(files)) {
      assert.equal(await fixture.remoteText(name), text);
    }
    assert.deepEqual(await fixture.remoteNames(), Object.keys(files));
    // Only the first file has to find it out.
    assert.equal(deployed.result.retries, 2);
    assert.equal(deployed.notices.length, 1);
  });
});

describe('A file whose name a directory has', () => {
  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    test(`fails with that reason and leaves the directory alone, ${publish}`, async () => {
      await using fixture = await createStrictFixture(
        { 'a.txt': 'a', docs: 'a file', 'z.txt': 'z' },
        { 'docs/keep': 'kept' },
        () => undefined,
      );
      const { result } = await fixture.deploy({ publish });
      const error = errorOf(result, 'docs');
      assert.ok(error instanceof FileNameError, String(error));
      assert.equal(error.problem, 'directory-exists');
      assert.match(
        error.message,
        /^A directory of that name exists on the server \(55[03] [^:"]+\)\.$/,
      );
      assert.equal(await fixture.remoteText('docs/keep'), 'kept');
      assert.deepEqual(result.remainingTemporaryFiles, []);
      // The renames of a staged deployment are pipelined.
      assert.equal(statuses(result), 'a.txt uploaded, docs failed, z.txt uploaded');
    });
  }

  test('is never moved aside when neither PWD nor SIZE shows what it is', async () => {
    await using fixture = await createStrictFixture(
      { docs: 'a file' },
      { 'docs/keep': 'kept' },
      ({ verb }) => (verb === 'PWD' || verb === 'SIZE' ? '502 Unknown command.' : undefined),
    );
    const deployed = await fixture.deploy({ publish: 'atomic' });
    assert.ok(deployed.result.error instanceof PublishError);
    assert.ok(!deployed.dialogue.includes('C: RNFR docs'));
    assert.equal(await fixture.remoteText('docs/keep'), 'kept');
  });
});

describe('A server that rejects names that start with a dot', () => {
  for (const publish of ['atomic', 'staged'] as const) {
    for (const reply of ['553 Prohibited file name.', '550 No.', '501 No.']) {
      test(`gets temporary names without one, ${publish}, after ${reply.slice(0, 3)}`, async () => {
        await using fixture = await createFixture(files, old, {
          onCommand: ({ verb, argument }) =>
            ['STOR', 'RNTO'].includes(verb) && argument.startsWith('.') ? reply : undefined,
        });
        const deployed = await fixture.deploy({ publish, retries: 0 });
        assert.equal(deployed.result.error, undefined);
        assert.deepEqual(await fixture.remoteNames(), Object.keys(files));
        assert.deepEqual(deployed.retried, []);
        assert.equal(deployed.notices.length, 1);
        assert.match(deployed.notices[0] ?? '', /names that start with a dot/);
        // The first one is also sent on its own.
        assert.equal(timesSent(deployed, 'STOR'), 6);
      });
    }
  }

  test('keeps none of them after a failure', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, argument }) =>
        verb === 'STOR' && argument.startsWith('.') ? '553 Prohibited.' : undefined,
      onData: ({ count }) => (count === 3 ? { final: '552 Full.' } : undefined),
    });
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.equal(statuses(result), 'a.txt pending, b.txt pending, c.txt failed, d.txt pending');
    assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt']);
    assert.deepEqual(result.remainingTemporaryFiles, []);
  });

  test("isn't assumed when the name without a dot is rejected, too", async () => {
    await using fixture = await createFixture(
      { 'a/x': 'x', 'b/y': 'y', 'b/z': 'z' },
      {},
      {
        onCommand: ({ verb, argument }) =>
          verb === 'STOR' && !argument.startsWith('b/') ? '550 Permission denied.' : undefined,
      },
    );
    const deployed = await fixture.deploy({ publish: 'atomic' });
    assert.equal(statuses(deployed.result), 'a/x failed, b/y uploaded, b/z uploaded');
    assert.deepEqual(deployed.notices, []);
    const names = deployed.dialogue.filter((line) => line.startsWith('C: STOR b/'));
    for (const name of names) assert.match(name, /STOR b\/\.up-/);
  });
});
