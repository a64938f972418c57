import assert from 'node:assert/strict';
import { test } from 'node:test';

import { VerificationError } from '../../../src/deploy/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import { assertSameTree, tree } from '../../support/workspace.ts';

const largeBytes = 6_000_000;
const large = { 'large.bin': largeBytes };

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  test(`a large file goes on where it was cut, ${publish}`, async () => {
    await using fixture = await createFixture(
      large,
      { 'large.bin': 'old' },
      {
        onData: ({ count }) => (count === 1 ? { at: 4_500_000, data: 'reset' } : undefined),
      },
    );
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
    assert.equal(timesSent(deployed, 'REST'), 1);
    assert.ok(fixture.server.bytesReceived < largeBytes + 100_000);
    assert.equal(deployed.result.files[0]?.attempts, 2);
    assert.equal(deployed.result.files[0].verified, 'checksum');
  });

  test(`where REST is refused the rest is appended, ${publish}`, async () => {
    await using fixture = await createFixture(
      large,
      {},
      {
        onCommand: ({ verb }) => (verb === 'REST' ? '502 Not implemented.' : undefined),
        onData: ({ count }) => (count === 1 ? { at: 4_500_000, data: 'reset' } : undefined),
      },
    );
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'APPE'), 1);
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
  });
}

test('where no checksum is offered, a large file that was cut is judged by its size', async () => {
  await using fixture = await createFixture(
    large,
    {},
    {
      onCommand: ({ verb }) =>
        verb === 'FEAT' ? ['211-Features:', ' SIZE', ' REST STREAM', '211 End'] : undefined,
      onData: ({ count }) => (count === 1 ? { at: 4_500_000, data: 'reset' } : undefined),
    },
  );
  const deployed = await fixture.deploy({ verifyUploads: 'none' });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'REST'), 1);
  assert.equal(deployed.result.files[0]?.verified, 'size');
  assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
});

test('a cut file goes on where it was cut although the server would not say where at first', async () => {
  await using fixture = await createFixture(
    large,
    {},
    {
      // The first SIZE looks for an old file, the second for what has arrived.
      onCommand: ({ verb, count }) => (verb === 'SIZE' && count === 2 ? '450 Busy.' : undefined),
      onData: ({ count }) => (count === 1 ? { at: 4_500_000, data: 'reset' } : undefined),
    },
  );
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'REST'), 1);
  assert.equal(deployed.result.files[0]?.attempts, 3);
});

test('a small file is sent whole again', async () => {
  await using fixture = await createFixture(
    { 'a.bin': 100_000 },
    {},
    {
      onData: ({ count }) => (count === 1 ? { at: 50_000, data: 'reset' } : undefined),
    },
  );
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'REST'), 0);
  assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
});

for (const publish of ['atomic', 'staged'] as const) {
  for (const then of ['close', 'reset'] as const) {
    test(`what has arrived without a final reply is not sent again, ${publish}, ${then}`, async () => {
      await using fixture = await createFixture(
        { 'a.txt': 'hello' },
        { 'a.txt': 'old' },
        {
          onData: ({ count }) => (count === 1 ? { final: { then } } : undefined),
        },
      );
      const deployed = await fixture.deploy({ publish });
      assert.equal(deployed.result.error, undefined);
      assert.equal(timesSent(deployed, 'STOR'), 1);
      assert.equal(fixture.server.bytesReceived, 5);
      assert.equal(await fixture.remoteText('a.txt'), 'hello');
    });
  }
}

test('a server without SIZE gets one notice and no failure', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a', 'b.txt': 'b' },
    {},
    {
      onCommand: ({ verb }) => (verb === 'SIZE' ? '500 Unknown command.' : undefined),
    },
  );
  const { result, notices } = await fixture.deploy();
  assert.equal(result.error, undefined);
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /does not know SIZE/);
  assert.deepEqual(
    result.files.map(({ verified }) => verified),
    ['none', 'none'],
  );
});

test('a wrong size is sent again, whole', async () => {
  await using fixture = await createFixture(
    large,
    {},
    {
      onCommand: ({ verb, argument, count }) =>
        verb === 'SIZE' && argument === 'large.bin' && count === 2 ? '213 17' : undefined,
    },
  );
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.equal(timesSent(deployed, 'REST'), 0);
  assert.match(deployed.retried[0] ?? '', /the server has 17 bytes of 6000000/);
});

test('a size that stays wrong is an error, and the file no success', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'hello' },
    {},
    {
      onCommand: ({ verb }) => (verb === 'SIZE' ? '213 17' : undefined),
    },
  );
  const { result } = await fixture.deploy({ retries: 1 });
  assert.ok(result.error instanceof VerificationError);
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['failed'],
  );
});

test('a wrong checksum is sent again', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'hello' },
    {},
    {
      onCommand: ({ verb, count }) =>
        verb === 'HASH' && count === 1 ? `213 SHA-256 0-5 ${'0'.repeat(64)} a.txt` : undefined,
    },
  );
  const deployed = await fixture.deploy({ verifyUploads: 'checksum' });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.equal(deployed.result.files[0]?.verified, 'checksum');
});

for (const then of ['silence', 'reset'] as const) {
  test(`what has arrived is not sent again because its check got no answer, ${then}`, async () => {
    await using fixture = await createFixture(
      large,
      {},
      {
        onCommand: ({ verb, count }) => (verb === 'HASH' && count === 1 ? then : undefined),
      },
    );
    const options = { publish: 'atomic', verifyUploads: 'checksum', timeoutMs: 1_000 } as const;
    const deployed = await fixture.deploy(options);
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'STOR'), 1);
    assert.equal(deployed.result.files[0]?.verified, 'checksum');
    assert.equal(fixture.server.bytesReceived, largeBytes);
  });
}

test('421 waits longer than another fault, and the upload ends well', async () => {
  const pauses: number[] = [];
  await using fixture = await createFixture(
    { 'a.txt': 'a' },
    {},
    {
      onCommand: ({ verb, count }) =>
        verb === 'CONNECT' && count === 1 ? { reply: '421 Too many.', then: 'close' } : undefined,
    },
  );
  const observer = { retrying: (_: string, __: Error, pauseMs: number) => pauses.push(pauseMs) };
  const { result } = await fixture.deploy({ firstPauseMs: 20, observer });
  assert.equal(result.error, undefined);
  assert.ok((pauses[0] ?? 0) >= 50);
});

test('a refused password is never sent twice', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a' },
    {},
    {
      onCommand: ({ verb }) => (verb === 'PASS' ? '530 Login incorrect.' : undefined),
    },
  );
  const { result, retried } = await fixture.deploy();
  assert.match(result.error?.message ?? '', /530/);
  assert.deepEqual(retried, []);
  assert.equal(fixture.server.clientText.match(/^PASS /gm)?.length, 1);
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['pending'],
  );
});

test('a time of modification that cannot be set is one notice', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a', 'b.txt': 'b' },
    {},
    {
      onCommand: ({ verb }) => (verb === 'MFMT' ? '550 Not allowed.' : undefined),
    },
  );
  const { result, notices } = await fixture.deploy({ preserveMtime: true });
  assert.equal(result.error, undefined);
  assert.deepEqual(notices, [
    'The server does not let the time of modification be set: it answers MFMT with 550.',
  ]);
});

test('a time of modification that is refused for now is set in the next attempt', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a' },
    {},
    { onCommand: ({ verb, count }) => (verb === 'MFMT' && count === 1 ? '450 Busy.' : undefined) },
  );
  const deployed = await fixture.deploy({ preserveMtime: true });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'MFMT'), 2);
  assert.deepEqual(deployed.notices, []);
});
