import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PublishError, VerificationError } from '../../../src/deploy/index.ts';
import { ReplyError } from '../../../src/ftps/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { CommandOverride } from '../../support/embedded-server/options.ts';
import type { Fault } from '../strict-rename-server.ts';
import {
  isToIntermediate,
  once,
  performedAndLost,
  createStrictFixture,
} from '../strict-rename-server.ts';

/** A server that refuses to rename over existing files and has a further fault. */
const strictServer = (fault: Fault) =>
  createStrictFixture({ 'a.txt': 'new', 'b.txt': 'new b' }, { 'a.txt': 'the old one' }, fault);

const recoverableFaults: Readonly<Record<string, () => Fault>> = {
  'the reply to the intermediate rename is lost': () => once(isToIntermediate, performedAndLost),
  'the connection is lost before the intermediate rename': () => once(isToIntermediate, 'reset'),
  'the intermediate rename is refused temporarily': () => once(isToIntermediate, '450 Busy.'),
  'the first RNFR is refused temporarily': () => once(({ verb }) => verb === 'RNFR', '450 Busy.'),
  'the RNFR of the intermediate rename is refused temporarily': () =>
    once(({ verb, count }) => verb === 'RNFR' && count === 2, '450 Busy.'),
  'DELE is refused temporarily': () => once(({ verb }) => verb === 'DELE', '450 Busy.'),
  'the reply to DELE is lost': () => once(({ verb }) => verb === 'DELE', performedAndLost),
  'the old file is gone before DELE': () =>
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

test('atomic keeps the old file when the intermediate rename is refused', async () => {
  await using fixture = await strictServer((context) =>
    isToIntermediate(context) ? '550 Not allowed.' : undefined,
  );
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.ok(result.error instanceof PublishError);
  assert.match(result.error.message, /^The server refused to rename the uploaded file: /);
  assert.match(result.error.message, /553 File exists/);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
  assert.equal(await fixture.remoteText('a.txt'), 'the old one');
  assert.deepEqual(result.remainingTemporaryFiles, []);
});

test('atomic lists the last copy of a file as a remaining temporary file when its rename fails', async () => {
  await using fixture = await strictServer(({ verb, count }) =>
    verb === 'RNTO' && count >= 3 ? '450 Busy.' : undefined,
  );
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof ReplyError, String(result.error));
  const [left = '', ...others] = await fixture.remoteNames();
  assert.match(left, /^\.up-/);
  assert.deepEqual(others, []);
  assert.equal(await fixture.remoteText(left), 'new');
  assert.deepEqual(result.remainingTemporaryFiles, [left]);
});

/** A server that loses the reply to RNTO, and then replies to SIZE of the final file with these replies. */
async function loseRenameReply(
  sizeReplies: readonly CommandOverride[],
  { fault, content = 'new' }: { readonly fault?: Fault; readonly content?: string } = {},
) {
  const replies = [...sizeReplies];
  return await createFixture(
    { 'a.txt': content },
    {},
    {
      onCommand: (context) => {
        const { verb, argument, session } = context;
        if (verb === 'RNTO') return performedAndLost;
        if (verb === 'SIZE' && argument === 'a.txt' && session > 1) return replies.shift();
        return fault?.(context);
      },
    },
  );
}

test('atomic fails after a lost rename when the final file has another size', async () => {
  await using fixture = await loseRenameReply(['213 4']);
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof VerificationError);
  assert.match(
    result.error.message,
    /^a\.txt is missing on the server: the reply to RNTO was lost/,
  );
});

test('atomic fails after a lost rename when a final file of one byte is missing', async () => {
  await using fixture = await loseRenameReply(['550 No such file.'], { content: '1' });
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof VerificationError);
});

test("atomic succeeds after a lost rename when the temporary file is gone and SIZE isn't supported", async () => {
  await using fixture = await loseRenameReply(['500 Unknown command.']);
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
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

test('atomic sends each rename once when the server refuses to replace files', async () => {
  const names = ['a', 'b', 'c'];
  const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]));
  const old = Object.fromEntries(names.map((name) => [name, 'the old one']));
  await using fixture = await createStrictFixture(files, old, () => undefined);
  const deployed = await fixture.deploy({ publish: 'atomic' });
  assert.equal(deployed.result.error, undefined);
  // For each file: the refused rename, the intermediate one, and the final one.
  assert.equal(timesSent(deployed, 'RNTO'), 9);
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
