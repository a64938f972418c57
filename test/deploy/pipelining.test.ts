import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFixture } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]));

/** Deploys to a server that answers so, without any retries. */
async function deployOnce(onCommand: (context: CommandContext) => CommandOverride | undefined) {
  await using fixture = await createFixture(files, {}, { onCommand });
  const { result } = await fixture.deploy({ retries: 0, timeoutMs: 500 });
  return { result, dialogues: fixture.server.dialogues, names: await fixture.remoteNames() };
}

function sent(dialogue: readonly string[] | undefined, verb: string): number {
  return (dialogue ?? []).filter((line) => line.split(' ')[1] === verb).length;
}

describe('a server that does not take commands sent ahead gets one at a time, and no retry is used, when it', () => {
  const reactions: readonly (readonly [string, CommandOverride])[] = [
    ['closes the connection', 'close'],
    ['resets the connection', 'reset'],
    ['falls silent', 'silence'],
    ['leaves the reply out', { perform: true }],
    ['answers what nobody understands', 'What?'],
  ];
  for (const [title, reaction] of reactions) {
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

test('a connection that breaks before four uploads have gone well is made again, and no retry is used', async () => {
  const { result, ...server } = await deployOnce(({ verb, count }) =>
    verb === 'STOR' && count === 4 ? 'close' : undefined,
  );
  assert.equal(result.error, undefined);
  assert.deepEqual(server.names, names);
});

test('a connection that breaks after four uploads have gone well counts as a failure', async () => {
  const { result, dialogues } = await deployOnce(({ verb, count }) =>
    verb === 'STOR' && count === 5 ? 'close' : undefined,
  );
  assert.deepEqual(
    result.files.filter(({ status }) => status === 'failed').map(({ remotePath }) => remotePath),
    ['e'],
  );
  assert.equal(dialogues.length, 2);
});

test('a refusal of what was sent ahead costs no connection and no retry', async () => {
  const { result, dialogues, ...server } = await deployOnce(({ verb, count }) =>
    verb === 'EPSV' && count === 3 ? '450 Busy.' : undefined,
  );
  assert.equal(result.error, undefined);
  assert.equal(result.retries, 0);
  assert.deepEqual(server.names, names);
  assert.equal(dialogues.length, 1);
});
