import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PublishError, VerificationError } from '../../../src/deploy/index.ts';
import { ReplyError } from '../../../src/ftps/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { CommandOverride } from '../../support/embedded-server/options.ts';
import type { Fault } from '../strict-rename-server.ts';
import { isAside, once, performedAndLost, setCarefulStage } from '../strict-rename-server.ts';

/** A server that renames to free names only, and has a fault besides. */
const careful = (fault: Fault) =>
  setCarefulStage({ 'a.txt': 'new', 'b.txt': 'new b' }, { 'a.txt': 'the old one' }, fault);

const survived: Readonly<Record<string, () => Fault>> = {
  'the way aside is done, its reply lost': () => once(isAside, performedAndLost),
  'the way aside is lost undone': () => once(isAside, 'reset'),
  'the way aside is refused for now': () => once(isAside, '450 Busy.'),
  'the first RNFR is refused for now': () => once(({ verb }) => verb === 'RNFR', '450 Busy.'),
  'the RNFR of the way aside is refused for now': () =>
    once(({ verb, count }) => verb === 'RNFR' && count === 2, '450 Busy.'),
  'DELE is refused for now': () => once(({ verb }) => verb === 'DELE', '450 Busy.'),
  'DELE is done, its reply lost': () => once(({ verb }) => verb === 'DELE', performedAndLost),
  'the old file is gone before DELE': () =>
    once(({ verb }) => verb === 'DELE', { perform: true, raw: '550 No such file.\r\n' }),
  'the last RNTO is refused for now': () =>
    once(({ verb, count }) => verb === 'RNTO' && count === 3, '450 Busy.'),
  'the last RNTO is done, its reply lost': () =>
    once(({ verb, count }) => verb === 'RNTO' && count === 3, performedAndLost),
  'the last RNTO is lost undone': () =>
    once(({ verb, count }) => verb === 'RNTO' && count === 3, 'reset'),
};

for (const [what, fault] of Object.entries(survived)) {
  for (const publish of ['atomic', 'staged'] as const) {
    test(`${publish}, rename over refused, and ${what}: both files are in place`, async () => {
      await using fixture = await careful(fault());
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

test('a file that cannot be moved aside is left, and so is the old one', async () => {
  await using fixture = await careful((context) =>
    isAside(context) ? '550 Not there.' : undefined,
  );
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.ok(result.error instanceof PublishError);
  assert.match(result.error.message, /^The server does not let the uploaded file be renamed: /);
  assert.match(result.error.message, /553 File exists/);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
  assert.equal(await fixture.remoteText('a.txt'), 'the old one');
  assert.deepEqual(result.remainingTemporaryFiles, []);
});

test('the only copy is on the list of what is left when the run ends before it is in place', async () => {
  await using fixture = await careful(({ verb, count }) =>
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

/** The reply to the only RNTO is lost; then the temporary file is not there, and SIZE of the final one says this. */
async function afterLostRename(
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

test('after a lost rename another size in its place is not taken for the file', async () => {
  await using fixture = await afterLostRename(['213 4']);
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof VerificationError);
  assert.match(result.error.message, /after a lost reply to RNTO neither name holds the file/);
});

test('after a lost rename a file of one byte that is not there is not taken for placed', async () => {
  await using fixture = await afterLostRename(['550 No such file.'], { content: '1' });
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof VerificationError);
});

test('after a lost rename a server without SIZE is believed that the temporary file is gone', async () => {
  await using fixture = await afterLostRename(['500 Unknown command.']);
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
});

test('after a lost rename a server that refuses SIZE for now is asked again', async () => {
  await using fixture = await afterLostRename(['450 Busy.']);
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 2 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(deployed.retried[1], 'The server refused "SIZE a.txt": 450 Busy.');
  assert.equal(timesSent(deployed, 'RNTO'), 1);
  assert.equal(await fixture.remoteText('a.txt'), 'new');
});

test('after a lost rename a server that refuses RNFR for now is asked again', async () => {
  await using fixture = await afterLostRename([], {
    fault: once(({ verb, count }) => verb === 'RNFR' && count === 2, '450 Busy.'),
  });
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 2 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNFR'), 3);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
});

test('an RNTO that is refused for now although it was done is not sent again', async () => {
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

test('a server that does not rename over files gets no rename twice', async () => {
  const names = ['a', 'b', 'c'];
  const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]));
  const old = Object.fromEntries(names.map((name) => [name, 'the old one']));
  await using fixture = await setCarefulStage(files, old, () => undefined);
  const deployed = await fixture.deploy({ publish: 'atomic' });
  assert.equal(deployed.result.error, undefined);
  // Each is tried, moved aside, and put in its place once the old one is deleted.
  assert.equal(timesSent(deployed, 'RNTO'), 9);
  assert.equal(timesSent(deployed, 'DELE'), 3);
});

test('the old file is deleted once, whatever becomes of the last rename', async () => {
  await using fixture = await careful(
    once(({ verb, count }) => verb === 'RNTO' && count === 3, '450 Busy.'),
  );
  const deployed = await fixture.deploy({ publish: 'atomic' });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'DELE'), 1);
});

test('a refused RNFR is the error, in the words of the server', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'new' },
    {},
    { onCommand: ({ verb }) => (verb === 'RNFR' ? '550 Never.' : undefined) },
  );
  const { result } = await fixture.deploy({ publish: 'atomic' });
  const sentence =
    /^The server does not let the uploaded file be renamed: .*"RNFR \.up-\S+": 550 Never\./;
  assert.match(result.error?.message ?? '', sentence);
});
