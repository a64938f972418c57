import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PublishError, VerificationError } from '../../../src/deploy/index.ts';
import { ReplyError } from '../../../src/ftps/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { CommandOverride } from '../../support/embedded-server/options.ts';
import type { Fault } from '../strict-rename-server.ts';
import {
  isMoveAside,
  once,
  performedAndLost,
  createStrictFixture,
} from '../strict-rename-server.ts';

/** A server that refuses to rename over existing files and has a further fault. */
const strictServer = (fault: Fault) =>
  createStrictFixture({ 'a.txt': 'new', 'b.txt': 'new b' }, { 'a.txt': 'the old one' }, fault);

const recoverableFaults: Readonly<Record<string, () => Fault>> = {
  'the reply to moving the old file aside is lost': () => once(isMoveAside, performedAndLost),
  'the connection is lost before the old file is moved aside': () => once(isMoveAside, 'reset'),
  'moving the old file aside is refused temporarily': () => once(isMoveAside, '450 Busy.'),
  'the first RNFR is refused temporarily': () => once(({ verb }) => verb === 'RNFR', '450 Busy.'),
  'the RNFR of the old file is refused temporarily': () =>
    once(({ verb, count }) => verb === 'RNFR' && count === 2, '450 Busy.'),
  'DELE is refused temporarily': () => once(({ verb }) => verb === 'DELE', '450 Busy.'),
  'the reply to DELE is lost': () => once(({ verb }) => verb === 'DELE', performedAndLost),
  'DELE is performed and refused': () =>
    once(({ verb }) => verb === 'DELE', { perform: true, raw: '550 No such file.\r\n' }),
  'the last RNTO is refused temporarily': () =>
    once(({ verb, count }) => verb === 'RNTO' && count === 3, '450 Busy.'),
  'the reply to the last RNTO is lost': () =>
    once(({ verb, count }) => verb === 'RNTO' && count === 3, performedAndLost),
  'the connection is lost before the last RNTO': () =>
    once(({ verb, count }) => verb === 'RNTO' && count === 3, 'reset'),
};

for (const [title, fault] of Object.entries(recoverableFaults)) {
  for (const publish of ['atomic', 'staged'] as const) {
    test(`${publish} replaces a file in several steps although ${title}`, async () => {
      await using fixture = await strictServer(fault());
      const { result } = await fixture.deploy({ publish, retries: 2 });
      assert.equal(result.error, undefined);
      assert.deepEqual(
        result.files.map(({ status }) => status),
        ['uploaded', 'uploaded'],
      );
      assert.equal(await fixture.remoteText('a.txt'), 'new');
      assert.equal(await fixture.remoteText('b.txt'), 'new b');
      assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt']);
      assert.deepEqual(result.remainingTemporaryFiles, []);
    });
  }
}

test('atomic keeps the old file when the server refuses to move it aside', async () => {
  await using fixture = await strictServer((context) =>
    isMoveAside(context) ? '550 Not allowed.' : undefined,
  );
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.ok(result.error instanceof PublishError);
  assert.match(
    result.error.message,
    /^The server refused to replace the existing file, or to move it aside: /,
  );
  assert.match(result.error.message, /553 File exists/);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt']);
  assert.equal(await fixture.remoteText('a.txt'), 'the old one');
  assert.deepEqual(result.remainingTemporaryFiles, []);
});

test('atomic lists the old and the new file when the new one can neither be renamed nor the old one put back', async () => {
  await using fixture = await strictServer(({ verb, count }) =>
    verb === 'RNTO' && count >= 3 ? '450 Busy.' : undefined,
  );
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof ReplyError, String(result.error));
  const left = await fixture.remoteNames();
  assert.deepEqual([...result.remainingTemporaryFiles].sort(), left);
  const texts = await Promise.all(left.map((name) => fixture.remoteText(name)));
  assert.deepEqual(texts.sort(), ['new', 'the old one']);
  const [[original, path] = []] = result.movedAside;
  assert.equal(original, 'a.txt');
  assert.equal(await fixture.remoteText(path ?? ''), 'the old one');
});

test('the clean-up puts the old file back when the connection is lost before the new one is in its place', async () => {
  await using fixture = await strictServer(
    once(({ verb, count }) => verb === 'RNTO' && count === 3, 'reset'),
  );
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 0 });
  assert.equal(result.files[0]?.status, 'failed');
  assert.equal(await fixture.remoteText('a.txt'), 'the old one');
  assert.deepEqual(result.remainingTemporaryFiles, []);
  assert.equal(result.movedAside.size, 0);
});

/** A server that loses the reply to RNTO, and then replies to SIZE of the final file with these replies. */
async function loseRenameReply(
  sizeReplies: readonly CommandOverride[],
  { fault, times = Infinity }: { readonly fault?: Fault; readonly times?: number } = {},
) {
  const replies = [...sizeReplies];
  return await createFixture(
    { 'a.txt': 'new' },
    {},
    {
      onCommand: (context) => {
        const { verb, argument, session, count } = context;
        if (verb === 'RNTO' && count <= times) return performedAndLost;
        if (verb === 'SIZE' && argument === 'a.txt' && session > 1) return replies.shift();
        return fault?.(context);
      },
    },
  );
}

const unconfirmed: Readonly<Record<string, readonly CommandOverride[]>> = {
  'the final file has another size': ['213 4'],
  'the final file is missing': ['550 No such file.'],
  "SIZE isn't supported": ['500 Unknown command.'],
};

for (const [title, sizeReplies] of Object.entries(unconfirmed)) {
  test(`atomic uploads a file again after a lost rename when the temporary file is gone and ${title}`, async () => {
    await using fixture = await loseRenameReply(sizeReplies, { times: 1 });
    const deployed = await fixture.deploy({ publish: 'atomic', retries: 1 });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'STOR'), 2);
    assert.equal(timesSent(deployed, 'RNTO'), 2);
    assert.equal(await fixture.remoteText('a.txt'), 'new');
    assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
  });
}

test("atomic fails a file whose renames are all lost when SIZE isn't supported", async () => {
  const unsupported = Array.from({ length: 9 }, () => '500 Unknown command.');
  await using fixture = await loseRenameReply(unsupported);
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(deployed.result.error instanceof VerificationError);
  assert.match(deployed.result.error.message, /^a\.txt may be missing on the server: /);
  assert.equal(timesSent(deployed, 'STOR'), 2);
});

test('atomic retries after a lost rename when SIZE is refused temporarily', async () => {
  await using fixture = await loseRenameReply(['450 Busy.']);
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 2 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(deployed.retried[1], '"SIZE a.txt" failed: 450 Busy.');
  assert.equal(timesSent(deployed, 'RNTO'), 1);
  assert.equal(await fixture.remoteText('a.txt'), 'new');
});

test('atomic retries after a lost rename when RNFR is refused temporarily', async () => {
  await using fixture = await loseRenameReply([], {
    fault: once(({ verb, count }) => verb === 'RNFR' && count === 2, '450 Busy.'),
  });
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 2 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNFR'), 3);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
});

test('atomic recognizes a rename that was performed despite a temporary refusal', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'new' },
    { 'a.txt': 'the old one' },
    {
      onCommand: ({ verb }) =>
        verb === 'RNTO' ? { perform: true, raw: '450 Busy.\r\n' } : undefined,
    },
  );
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
  assert.equal(await fixture.remoteText('a.txt'), 'new');
  assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
});

test('atomic moves old files aside first once the server has refused to replace a file', async () => {
  const names = ['a', 'b', 'c'];
  const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]));
  const old = Object.fromEntries(names.map((name) => [name, 'the old one']));
  await using fixture = await createStrictFixture(files, old, () => undefined);
  const deployed = await fixture.deploy({ publish: 'atomic' });
  assert.equal(deployed.result.error, undefined);
  // For the first file: the refused rename, the one of the old file, and the final one. The others do without the first.
  assert.equal(timesSent(deployed, 'RNTO'), 7);
  assert.equal(timesSent(deployed, 'DELE'), 3);
});

test('atomic deletes the old file once when the last rename is retried', async () => {
  await using fixture = await strictServer(
    once(({ verb, count }) => verb === 'RNTO' && count === 3, '450 Busy.'),
  );
  const deployed = await fixture.deploy({ publish: 'atomic' });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'DELE'), 1);
});

test("atomic fails with the server's reply when RNFR is refused", async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'new' },
    {},
    { onCommand: ({ verb }) => (verb === 'RNFR' ? '550 Never.' : undefined) },
  );
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.match(
    result.error?.message ?? '',
    /^The server refused to rename the uploaded file: "RNFR \.up-\S+" failed: 550 Never\.$/,
  );
});
