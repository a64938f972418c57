/** Servers that reject commands which share a write with others: each is sent again on its own, and not pipelined again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commandsSent, createFixture } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../support/workspace.ts';
import { verifications } from './events.ts';

const files = { 'a.txt': 'a', 'b.txt': 'bb', 'c.txt': 'ccc', 'd/e.txt': 'e', 'f/g.txt': 'g' };

/** Rejects each command once if it was sent together with an earlier one, as far as verbs show it. */
function refuseFirst(verb: string, reply: string, from = 1) {
  let isDone = false;
  return (context: CommandContext): CommandOverride | undefined => {
    if (context.verb !== verb || context.count < from || isDone) return undefined;
    isDone = true;
    return reply;
  };
}

for (const [verb, reply, from] of [
  ['STOR', '501 Too many arguments.', 1],
  ['STOR', '550 a.txt NOOP: no such file.', 2],
  ['SIZE', '500 SIZE not understood.', 5],
  ['MKD', '501 Bad name.', 1],
  ['RNFR', '550 No such file.', 3],
  ['RNTO', '553 Bad name.', 3],
  ['MFMT', '501 Too many arguments.', 3],
] as const) {
  for (const publish of ['direct', 'atomic'] as const) {
    if (publish === 'direct' && verb.startsWith('RN')) continue;
    test(`${verb} is sent again on its own when it was pipelined and got "${reply}", ${publish}`, async () => {
      await using fixture = await createFixture(
        files,
        { 'a.txt': 'old', 'b.txt': 'old', 'c.txt': 'old' },
        { onCommand: refuseFirst(verb, reply, from) },
      );
      const options = { publish, preserveMtime: true, retries: 0 } as const;
      const { result, notices } = await fixture.deploy(options);
      assert.equal(result.error, undefined);
      assert.equal(result.retries, 0);
      assert.deepEqual(verifications(result), Array(5).fill('size'));
      assert.deepEqual(notices, []);
      assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
    });
  }
}

test('nothing is pipelined after STOR was accepted on its own', async () => {
  await using fixture = await createFixture(
    files,
    {},
    { onCommand: refuseFirst('STOR', '501 No.') },
  );
  const { result, dialogue } = await fixture.deploy({ retries: 0 });
  assert.equal(result.error, undefined);
  assert.ok(dialogue.includes('!: pipelining disabled: STOR was rejected'));
  const first = dialogue.lastIndexOf('C: STOR a.txt');
  const sent = dialogue.slice(first).filter((line) => !line.startsWith('!'));
  const pairs = sent.filter(
    (line, index) => line.startsWith('C: ') && sent[index + 1]?.startsWith('C: '),
  );
  assert.deepEqual(pairs, []);
});

test('pipelining continues after a file that is refused in both ways', async () => {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: ({ argument, verb }) =>
        verb === 'STOR' && argument === 'b.txt' ? '550 No.' : undefined,
    },
  );
  const { dialogue } = await fixture.deploy({ retries: 0 });
  assert.ok(!dialogue.some((line) => line.includes('pipelining disabled')));
  assert.equal(
    commandsSent(fixture.server, 'STOR').filter((sent) => sent === 'STOR b.txt').length,
    2,
  );
});

test('an upload that was refused temporarily is retried on its own', async () => {
  let isPipelined = true;
  await using fixture = await createFixture(
    files,
    {},
    {
      // Rejects each STOR that other commands may have been sent with.
      onCommand: ({ verb, argument }) => {
        if (verb === 'EPSV' || verb === 'PASV') return undefined;
        const refuse = verb === 'STOR' && argument === 'c.txt' && isPipelined;
        if (refuse) isPipelined = false;
        return refuse ? '450 Transfer in progress.' : undefined;
      },
    },
  );
  const { result, dialogue } = await fixture.deploy({ retries: 1 });
  assert.equal(result.error, undefined);
  const again = dialogue.lastIndexOf('C: STOR c.txt');
  assert.ok(dialogue[again + 1]?.startsWith('S: 150'));
});
