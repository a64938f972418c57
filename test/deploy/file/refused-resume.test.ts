/** Servers that don't resume uploads, although they announce it: the whole file is sent again, without a retry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commandsSent, createFixture } from '../../support/embedded-deployment.ts';
import type { EmbeddedServer } from '../../support/embedded-server/embedded-server.ts';
import type { CommandContext, CommandOverride } from '../../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../../support/workspace.ts';

const files = { 'a.bin': 6_000_000, 'b.bin': 6_000_000 };

/** Number of uploads that started at an offset, or were meant to. */
function resumptions(server: EmbeddedServer): number {
  return commandsSent(server, 'REST').filter((sent) => sent !== 'REST 0').length;
}

/** Interrupts the first upload of each file after 4,500,000 bytes. */
function interruptEachFile() {
  const seen = new Set<string>();
  return ({ path }: { readonly path: string }) => {
    if (seen.has(path)) return undefined;
    seen.add(path);
    return { at: 4_500_000, data: 'reset' } as const;
  };
}

/** Rejects the command of an upload that follows REST. */
function refuseAfterRest(reply: string) {
  let hasOffset = false;
  return ({ verb, argument }: CommandContext): CommandOverride | undefined => {
    if (verb === 'STOR' && hasOffset) {
      hasOffset = false;
      return reply;
    }
    if (verb === 'REST') hasOffset = argument !== '0';
    return undefined;
  };
}

const refusals: readonly (readonly [
  title: string,
  onCommand: () => (context: CommandContext) => CommandOverride | undefined,
  reason: string,
])[] = [
  [
    'STOR after REST with 451, as ProFTPD does by default',
    () => refuseAfterRest('451 a.bin: Append/Restart not permitted, try again'),
    '451 a.bin: Append/Restart not permitted, try again',
  ],
  ['STOR after REST with 550', () => refuseAfterRest('550 No.'), '550 No.'],
  [
    'REST and APPE',
    () =>
      ({ verb }) =>
        verb === 'REST' || verb === 'APPE' ? '550 No restart.' : undefined,
    '550 No restart.',
  ],
];

for (const publish of ['direct', 'atomic'] as const) {
  for (const [title, onCommand, reason] of refusals) {
    test(`a file is sent from the start, without another retry, when the server rejects ${title}, ${publish}`, async () => {
      await using fixture = await createFixture(
        files,
        {},
        { onCommand: onCommand(), onData: interruptEachFile() },
      );
      const deployed = await fixture.deploy({ publish, retries: 1 });
      assert.equal(deployed.result.error, undefined);
      assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
      // Only the interruptions count, and only the first one is followed by REST.
      assert.equal(deployed.result.retries, 2);
      assert.equal(resumptions(fixture.server), 1);
      assert.deepEqual(deployed.notices, [
        `The server doesn't resume uploads (${reason}). Interrupted files are sent again from the start.`,
      ]);
    });
  }
}

test('a file is sent from the start when the server ignores REST and stores the rest as the whole file', async () => {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: ({ verb }) => (verb === 'REST' ? '350 Restarting.' : undefined),
      onData: interruptEachFile(),
    },
  );
  const deployed = await fixture.deploy({ retries: 1 });
  assert.equal(deployed.result.error, undefined);
  assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
  assert.equal(resumptions(fixture.server), 1);
  assert.equal(deployed.result.retries, 2);
});
