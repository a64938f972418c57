import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { PublishError, VerificationError } from '../../src/deploy/index.ts';
import { ReplyError } from '../../src/ftps/index.ts';
import { setStage, timesSent } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';

type Fault = (context: CommandContext) => CommandOverride | undefined;

/** A server that renames to free names only, and has a fault besides. */
async function careful(fault: Fault) {
  const stage = await setStage(
    { 'a.txt': 'new', 'b.txt': 'new b' },
    { 'a.txt': 'the old one' },
    {
      onCommand: (context) => {
        const { verb, argument } = context;
        const isTaken = existsSync(path.join(stage.remote.path, argument));
        const override = fault(context);
        if (override !== undefined) return override;
        return verb === 'RNTO' && isTaken ? '553 File exists.' : undefined;
      },
    },
  );
  return stage;
}

const isAside = ({ verb, argument }: CommandContext) =>
  verb === 'RNTO' && argument.startsWith('.up-');

const performedAndLost = { perform: true, raw: '', then: 'reset' } as const;

/** Hurts the first command of the kind, and no other. */
function once(isMeant: (context: CommandContext) => boolean, override: CommandOverride): Fault {
  let isDone = false;
  return (context) => {
    if (isDone || !isMeant(context)) return undefined;
    isDone = true;
    return override;
  };
}

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
      await using stage = await careful(fault());
      const { result } = await stage.deploy({ publish, retries: 2 });
      assert.equal(result.error, undefined);
      assert.deepEqual(
        result.files.map(({ status }) => status),
        ['uploaded', 'uploaded'],
      );
      assert.equal(await stage.remoteText('a.txt'), 'new');
      assert.equal(await stage.remoteText('b.txt'), 'new b');
      assert.deepEqual(await stage.remoteNames(), ['a.txt', 'b.txt']);
      assert.deepEqual(result.leftovers, []);
    });
  }
}

test('a file that cannot be moved aside is left, and so is the old one', async () => {
  await using stage = await careful((context) => (isAside(context) ? '550 Not there.' : undefined));
  const { result } = await stage.deploy({ publish: 'atomic' });
  assert.ok(result.error instanceof PublishError);
  assert.match(result.error.message, /^The server does not let the uploaded file be renamed: /);
  assert.match(result.error.message, /553 File exists/);
  assert.deepEqual(await stage.remoteNames(), ['a.txt']);
  assert.equal(await stage.remoteText('a.txt'), 'the old one');
  assert.deepEqual(result.leftovers, []);
});

test('the only copy is on the list of what is left when the run ends before it is in place', async () => {
  await using stage = await careful(({ verb, count }) =>
    verb === 'RNTO' && count >= 3 ? '450 Busy.' : undefined,
  );
  const { result } = await stage.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof ReplyError, String(result.error));
  const [left = '', ...others] = await stage.remoteNames();
  assert.match(left, /^\.up-/);
  assert.deepEqual(others, []);
  assert.equal(await stage.remoteText(left), 'new');
  assert.deepEqual(result.leftovers, [left]);
});

/** The reply to the only RNTO is lost; then the temporary file is not there, and SIZE of the final one says this. */
async function afterLostRename(sizeReplies: readonly CommandOverride[], fault?: Fault) {
  const replies = [...sizeReplies];
  return await setStage(
    { 'a.txt': 'new' },
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
  await using stage = await afterLostRename(['213 4']);
  const { result } = await stage.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof VerificationError);
  assert.match(result.error.message, /after a lost reply to RNTO neither name holds the file/);
});

test('after a lost rename a server that refuses SIZE for now is asked again', async () => {
  await using stage = await afterLostRename(['450 Busy.']);
  const deployed = await stage.deploy({ publish: 'atomic', retries: 2 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
  assert.equal(await stage.remoteText('a.txt'), 'new');
});

test('after a lost rename a server that refuses RNFR for now is asked again', async () => {
  await using stage = await afterLostRename(
    [],
    once(({ verb, count }) => verb === 'RNFR' && count === 2, '450 Busy.'),
  );
  const deployed = await stage.deploy({ publish: 'atomic', retries: 2 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNFR'), 3);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
});

test('an RNTO that is refused for now although it was done is not sent again', async () => {
  await using stage = await setStage(
    { 'a.txt': 'new' },
    { 'a.txt': 'the old one' },
    {
      onCommand: ({ verb }) =>
        verb === 'RNTO' ? { perform: true, raw: '450 Busy.\r\n' } : undefined,
    },
  );
  const deployed = await stage.deploy({ publish: 'atomic', retries: 1 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'RNTO'), 1);
  assert.equal(await stage.remoteText('a.txt'), 'new');
  assert.deepEqual(deployed.result.leftovers, []);
});
