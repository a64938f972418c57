import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CancelledError } from '../../src/deploy/index.ts';
import type { DeploymentOptions } from '../support/deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';

const files = { 'a.txt': 'new a', 'z.bin': 8_000_000 };
const old = { 'a.txt': 'the old a', 'z.bin': 'the old z' };
const reason = new CancelledError('a test');

/** Deploys to a server that cancels the deployment at a time of its choice. */
async function deployAndCancel(
  publish: 'direct' | 'atomic' | 'staged',
  serverOptions: (cancel: () => void) => Partial<EmbeddedServerOptions>,
  changes: DeploymentOptions = {},
) {
  const controller = new AbortController();
  const options = serverOptions(() => {
    controller.abort(reason);
  });
  const fixture = await createFixture(files, old, options);
  const started = performance.now();
  const { result, dialogue } = await fixture.deploy({
    publish,
    signal: controller.signal,
    ...changes,
  });
  const milliseconds = performance.now() - started;
  return { fixture, result, dialogue, milliseconds };
}

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  test(`A cancelled upload keeps the control connection and leaves no temporary file, ${publish}`, async () => {
    const { fixture, result, dialogue, milliseconds } = await deployAndCancel(
      publish,
      (cancel) => ({
        onData: ({ count }) => (count === 2 ? { at: 1_000_000, meanwhile: cancel } : undefined),
      }),
    );
    await using _fixture = fixture;
    assert.equal(result.error, reason);
    assert.ok(milliseconds < 5_000);
    assert.equal(dialogue.filter((line) => line === 'C: QUIT').length, 1);
    assert.equal(fixture.server.controlConnections, 1, 'the control connection was lost');
    assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'z.bin']);
    assert.equal(await fixture.remoteText('a.txt'), publish === 'staged' ? 'the old a' : 'new a');
    if (publish !== 'direct') assert.equal(await fixture.remoteText('z.bin'), 'the old z');
    const [first] = result.files;
    assert.equal(first?.status, publish === 'staged' ? 'pending' : 'uploaded');
  });
}

test('A run that is cancelled before it starts opens no connection', async () => {
  await using fixture = await createFixture(files, old);
  const phases: string[] = [];
  const { result } = await fixture.deploy({
    signal: AbortSignal.abort(reason),
    observer: { phase: (phase) => phases.push(phase) },
  });
  assert.equal(result.error, reason);
  assert.deepEqual(phases, []);
  assert.equal(fixture.server.controlConnections, 0);
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['pending', 'pending'],
  );
});

for (const verb of ['CONNECT', 'USER', 'EPSV', 'STOR', 'SIZE', 'RNFR', 'RNTO']) {
  test(`A cancelled run ends within 5 seconds when the server doesn't reply to ${verb}`, async () => {
    const { fixture, result, milliseconds } = await deployAndCancel('atomic', (cancel) => ({
      onCommand: (context) => {
        if (context.verb !== verb || context.count > 1) return undefined;
        cancel();
        return 'silence';
      },
    }));
    await using _fixture = fixture;
    assert.equal(result.error, reason);
    assert.ok(milliseconds < 5_000, `${milliseconds} ms`);
    assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'z.bin']);
    assert.equal(await fixture.remoteText('a.txt'), 'the old a');
  });
}

test('A run that is cancelled during its renames leaves every file old or new', async () => {
  const { fixture, result } = await deployAndCancel('staged', (cancel) => ({
    onCommand: ({ verb, count }) => {
      if (verb === 'RNTO' && count === 1) cancel();
      return undefined;
    },
  }));
  await using _fixture = fixture;
  assert.equal(result.error, reason);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'z.bin']);
  assert.equal(await fixture.remoteText('z.bin'), 'the old z');
  const isNew = (await fixture.remoteText('a.txt')) === 'new a';
  assert.equal(result.files[0]?.status === 'uploaded', isNew);
});

test("A cancelled run deletes temporary files over a new connection when the server doesn't reply", async () => {
  const { fixture, result } = await deployAndCancel(
    'atomic',
    (cancel) => ({
      onCommand: ({ verb, argument }) => {
        if (verb !== 'SIZE' || !argument.startsWith('.up-')) return undefined;
        cancel();
        return 'silence';
      },
    }),
    { retries: 0 },
  );
  await using _fixture = fixture;
  assert.equal(result.error, reason);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'z.bin']);
  assert.deepEqual(result.remainingTemporaryFiles, []);
});

test('A run that is cancelled while it reconnects deletes its temporary files', async () => {
  const { fixture, result } = await deployAndCancel('atomic', (cancel) => ({
    onCommand: ({ verb, argument, session }) => {
      if (verb === 'SIZE' && argument.startsWith('.up-')) return 'reset';
      if (verb !== 'CONNECT' || session !== 2) return undefined;
      cancel();
      return 'silence';
    },
  }));
  await using _fixture = fixture;
  assert.equal(result.error, reason);
  assert.equal(fixture.server.controlConnections, 3);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'z.bin']);
});

test('A run that is cancelled during its clean-up deletes temporary files over a new connection', async () => {
  const { fixture, result, milliseconds } = await deployAndCancel(
    'atomic',
    (cancel) => ({
      onCommand: ({ verb, session }) => {
        if (verb === 'RNFR') return '550 Not allowed.';
        if (verb !== 'DELE' || session > 1) return undefined;
        cancel();
        return 'silence';
      },
    }),
    { timeoutMs: 20_000, retries: 0 },
  );
  await using _fixture = fixture;
  assert.equal(result.error, reason);
  assert.ok(milliseconds < 5_000, `${milliseconds} ms`);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'z.bin']);
  assert.deepEqual(result.remainingTemporaryFiles, []);
});

test("A run that is cancelled during its clean-up ends within 5 seconds when it can't reconnect", async () => {
  const { fixture, result, milliseconds } = await deployAndCancel(
    'atomic',
    (cancel) => ({
      onCommand: ({ verb, session }) => {
        if (verb === 'RNFR') return '550 Not allowed.';
        if (verb === 'CONNECT' && session > 1) return 'silence';
        if (verb !== 'DELE') return undefined;
        cancel();
        return 'silence';
      },
    }),
    { timeoutMs: 20_000 },
  );
  await using _fixture = fixture;
  assert.equal(result.error, reason);
  assert.ok(milliseconds < 5_000, `${milliseconds} ms`);
  assert.equal(result.remainingTemporaryFiles.length, 1);
});

test("A cancelled run lists remaining temporary files when it can't reconnect", async () => {
  const { fixture, result, milliseconds } = await deployAndCancel(
    'atomic',
    (cancel) => ({
      onCommand: ({ verb, argument, session }) => {
        if (verb === 'CONNECT' && session > 1) return 'silence';
        if (verb !== 'SIZE' || !argument.startsWith('.up-')) return undefined;
        cancel();
        return 'reset';
      },
    }),
    { timeoutMs: 20_000 },
  );
  await using _fixture = fixture;
  assert.equal(result.error, reason);
  assert.ok(milliseconds < 5_000, `${milliseconds} ms`);
  const left = (await fixture.remoteNames()).filter((name) => name.startsWith('.up-'));
  assert.equal(left.length, 1);
  assert.deepEqual(result.remainingTemporaryFiles, left);
});
