import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFixture } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]));

/** Deploys without retries to a server that overrides replies. */
async function deployOnce(onCommand: (context: CommandContext) => CommandOverride | undefined) {
  await using fixture = await createFixture(files, {}, { onCommand });
  const { result } = await fixture.deploy({ retries: 0, timeoutMs: 500 });
  return { result, dialogues: fixture.server.dialogues, names: await fixture.remoteNames() };
}

function sent(dialogue: readonly string[] | undefined, verb: string): number {
  return (dialogue ?? []).filter((line) => line.split(' ')[1] === verb).length;
}

describe('deploy reconnects without pipelining, for free, when the reply to the pipelined NOOP', () => {
  const reactions: readonly { readonly title: string; readonly reaction: CommandOverride }[] = [
    { title: 'is the end of the connection', reaction: 'close' },
    { title: 'is a reset', reaction: 'reset' },
    { title: 'and all later ones are missing', reaction: 'silence' },
    { title: 'is missing', reaction: { perform: true } },
    { title: "isn't valid", reaction: 'What?' },
  ];
  for (const { title, reaction } of reactions) {
    test(title, async () => {
      const { result, dialogues, ...server } = await deployOnce(({ verb }) =>
        verb === 'NOOP' ? reaction : undefined,
      );
      assert.equal(result.error, undefined);
      assert.deepEqual(server.names, names);
      assert.equal(dialogues.length, 2);
      assert.equal(sent(dialogues[1], 'NOOP'), 0);
      assert.equal(result.connection.controlConnections, 2);
    });
  }
});

test('deploy reconnects for free when the connection is lost before four uploads have succeeded', async () => {
  const { result, ...server } = await deployOnce(({ verb, count }) =>
    verb === 'STOR' && count === 4 ? 'close' : undefined,
  );
  assert.equal(result.error, undefined);
  assert.deepEqual(server.names, names);
});

test('deploy fails a file when the connection is lost after four uploads have succeeded', async () => {
  const { result, dialogues } = await deployOnce(({ verb, count }) =>
    verb === 'STOR' && count === 5 ? 'close' : undefined,
  );
  assert.deepEqual(
    result.files.filter(({ status }) => status === 'failed').map(({ remotePath }) => remotePath),
    ['e'],
  );
  assert.equal(dialogues.length, 2);
});

test('deploy keeps the connection when a pipelined EPSV is refused', async () => {
  const { result, dialogues, ...server } = await deployOnce(({ verb, count }) =>
    verb === 'EPSV' && count === 3 ? '450 Busy.' : undefined,
  );
  assert.equal(result.error, undefined);
  assert.equal(result.retries, 0);
  assert.deepEqual(server.names, names);
  assert.equal(dialogues.length, 1);
});
