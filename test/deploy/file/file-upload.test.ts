import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { VerificationError } from '../../../src/deploy/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import { assertSameTree, tree } from '../../support/workspace.ts';
import { asksForState } from '../../support/sync.ts';
import { verifications } from '../events.ts';

const largeBytes = 6_000_000;
const large = { 'large.bin': largeBytes };

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  test(`a large file is resumed after its upload was interrupted, ${publish}`, async () => {
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
    assert.deepEqual(verifications(deployed.result), ['checksum']);
  });

  test(`an interrupted upload is resumed with APPE when the server rejects REST, ${publish}`, async () => {
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

test('a resumed file is verified by size when the server supports no checksums', async () => {
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
  assert.deepEqual(verifications(deployed.result), ['size']);
  assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
});

test('an interrupted file is resumed after the server has rejected SIZE temporarily', async () => {
  await using fixture = await createFixture(
    large,
    {},
    {
      // The third SIZE looks for an old file, the fourth for the interrupted one.
      onCommand: ({ verb, count }) => (verb === 'SIZE' && count === 4 ? '450 Busy.' : undefined),
      onData: ({ count }) => (count === 1 ? { at: 4_500_000, data: 'reset' } : undefined),
    },
  );
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'REST'), 1);
  assert.equal(deployed.result.files[0]?.attempts, 3);
});

test('an interrupted small file is sent again from the start', async () => {
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
    test(`a complete temporary file is not sent again when its final reply was lost, ${publish}, ${then}`, async () => {
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

test('an upload to a server without SIZE succeeds with one notice', async () => {
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
  assert.match(
    notices[0] ?? '',
    /^The server doesn't report file sizes \(500 Unknown command\.\), so file sizes were not verified\.$/,
  );
  assert.deepEqual(verifications(result), ['none', 'none']);
});

test('a file is sent again from the start when its size is wrong', async () => {
  await using fixture = await createFixture(
    large,
    {},
    {
      onCommand: ({ verb, argument, count }) =>
        verb === 'SIZE' && argument === 'large.bin' && count === 4 ? '213 17' : undefined,
    },
  );
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.equal(timesSent(deployed, 'REST'), 0);
  assert.match(deployed.retried[0] ?? '', /is incomplete on the server: 17 of 6000000 bytes\./);
});

test('a file fails when its size stays wrong', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'hello' },
    {},
    {
      onCommand: (command) =>
        command.verb === 'SIZE' && !asksForState(command) ? '213 17' : undefined,
    },
  );
  const { result } = await fixture.deploy({ retries: 1 });
  assert.ok(result.error instanceof VerificationError);
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['failed'],
  );
});

test('a file is sent again when its checksum is wrong', async () => {
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
  assert.deepEqual(verifications(deployed.result), ['checksum']);
});

for (const then of ['silence', 'reset'] as const) {
  test(`a complete temporary file is not sent again when its verification was interrupted by a ${then}`, async () => {
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
    assert.deepEqual(verifications(deployed.result), ['checksum']);
    assert.equal(fixture.server.bytesReceived, largeBytes);
  });
}

test('a rejected password is never sent twice', async () => {
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

test('a rejected modification time leads to one notice', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a', 'b.txt': 'b' },
    {},
    {
      onCommand: ({ verb }) => (verb === 'MFMT' ? '550 Not allowed.' : undefined),
    },
  );
  const { result, notices } = await fixture.deploy({ preserveMtime: true });
  assert.equal(result.error, undefined);
  assert.deepEqual(notices, ['The server rejected the modification time (MFMT: 550).']);
});

test('a modification time that is rejected temporarily is set in the next attempt', async () => {
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

test('the modification time takes no round trip when the server processes commands in order', async () => {
  await using fixture = await createFixture({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' }, {});
  const deployed = await fixture.deploy({ preserveMtime: true });
  assert.equal(deployed.result.error, undefined);
  const commands = deployed.dialogue.filter((line) => line.startsWith('C: '));
  const start = commands.indexOf('C: STOR b.txt');
  assert.deepEqual(
    commands.slice(start, start + 4).map((line) => line.replace(/\d{14}/, '{time}')),
    ['C: STOR b.txt', 'C: SIZE b.txt', 'C: MFMT {time} b.txt', 'C: EPSV'],
  );
  // All four are sent before the reply to the first one.
  const sent = deployed.dialogue.indexOf('C: STOR b.txt');
  assert.ok(deployed.dialogue.slice(sent, sent + 4).every((line) => line.startsWith('C: ')));
  const [local, remote] = await Promise.all([
    stat(path.join(fixture.files.path, 'b.txt')),
    stat(path.join(fixture.remote.path, 'b.txt')),
  ]);
  assert.equal(Math.floor(remote.mtimeMs / 1000), Math.floor(local.mtimeMs / 1000));
});
