import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { checkOut } from '../support/sync.ts';
import { createSite, losing } from './connections-fixture.ts';
import { assertDeployed, publishModes, stateName, sync } from './sync-fixture.ts';

const connections = 3;

/** The next version: some files of the site of the other tests are changed, new or gone. */
const next = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [`assets/${index % 9}/${index}.js`, 7 + 900 * index]),
) as Record<string, number>;

describe('sync over several connections', () => {
  for (const publish of publishModes) {
    test(`uploads, deletes and records with publish: ${publish}`, async () => {
      await using fixture = await createSite();
      const first = await sync(fixture, { connections, publish });
      await assertDeployed(fixture, first.result);
      assert.equal(first.result.connections.used, connections);
      await checkOut(fixture.files, { ...next, 'index.html': 'new' });
      const second = await sync(fixture, { connections, publish });
      await assertDeployed(fixture, second.result);
      const third = await sync(fixture, { connections, publish });
      assert.deepEqual(third.result.sync?.counts?.unchanged, 41);
      assert.equal(third.result.connections.used, 1);
    });

    test(`checks the journal before the first upload on every connection with publish: ${publish}`, async () => {
      await using fixture = await createSite();
      await assertDeployed(fixture, (await sync(fixture, { connections, publish })).result);
      const [first = [], ...others] = fixture.server.dialogues;
      assert.ok(first.includes(`C: SIZE ${stateName}.journal`));
      assert.equal(others.length, connections - 1);
      for (const dialogue of others) {
        const upload = dialogue.findIndex((line) => line.startsWith('C: STOR '));
        const check = dialogue.indexOf(`C: SIZE ${stateName}.journal`);
        assert.ok(check !== -1 && check < upload, dialogue.join('\n'));
        assert.ok(!dialogue.some((line) => line.startsWith(`C: APPE ${stateName}`)));
      }
    });

    test(`survives the loss of connections with publish: ${publish}`, async () => {
      const lose = [losing(1, 9), losing(2, 3), losing(3, 2)];
      await using fixture = await createSite({
        onData: (upload) =>
          upload.path.includes(stateName)
            ? undefined
            : lose.map((of) => of(upload)).find((fault) => fault !== undefined),
      });
      const { result } = await sync(fixture, { connections, publish });
      await assertDeployed(fixture, result);
      await checkOut(fixture.files, next);
      await assertDeployed(fixture, (await sync(fixture, { connections, publish })).result);
    });

    test(`is repaired after a cancellation with publish: ${publish}`, async () => {
      const cancel = new AbortController();
      await using fixture = await createSite({
        onData: ({ count }) => {
          if (count === 25) cancel.abort(new Error('Cancelled.'));
          return undefined;
        },
      });
      const { result } = await sync(fixture, { connections, publish, signal: cancel.signal });
      assert.notEqual(result.error, undefined);
      await checkOut(fixture.files, next);
      await assertDeployed(fixture, (await sync(fixture, { connections, publish })).result);
    });
  }
});
