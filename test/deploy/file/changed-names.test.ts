/** Names that the server changes, as Pure-FTPd does. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { FileNameError } from '../../../src/deploy/index.ts';
import { createFixture } from '../../support/embedded-deployment.ts';
import { errorOf } from '../events.ts';

const skip = process.platform === 'win32' ? 'Windows rejects such names' : false;

/** Replaces spaces at both ends of names when it creates files, and control characters in every command. */
function changePath(argument: string, verb: string): string {
  const withoutControls = verb === 'PASS' ? argument : argument.replace(/\p{Cc}/gu, '_');
  if (!['STOR', 'RNTO'].includes(verb)) return withoutControls;
  return withoutControls.replace(/^(\.\/)? | $/g, '$1_');
}

const names = ['trail ', ' lead', 'tab\there.txt', 'del\x7f', 'dir/ x'];

describe('A file whose name the server changes', { skip }, () => {
  for (const publish of ['direct', 'atomic'] as const) {
    for (const name of names) {
      test(`fails alone, ${publish}, if it is ${JSON.stringify(name)}`, async () => {
        await using fixture = await createFixture(
          { [name]: 'odd', '!first': '1', 'zz/last': '2' },
          {},
          {
            changePath: (argument, verb) =>
              changePath(argument.replace('dir/ x', verb === 'SIZE' ? 'dir/ x' : 'dir/_x'), verb),
          },
        );
        const deployed = await fixture.deploy({ publish });
        const failed = deployed.result.files.filter(({ status }) => status !== 'uploaded');
        assert.deepEqual(
          failed.map((file) => `${file.remotePath} ${file.status} ${file.attempts}`),
          [`${name} failed 1`],
        );
        const error = errorOf(deployed.result, name);
        assert.ok(error instanceof FileNameError, String(error));
        assert.equal(error.problem, 'changed');
        assert.deepEqual(deployed.retried, []);
        assert.equal(await fixture.remoteText('zz/last'), '2');
      });
    }
  }

  test('fails its run, staged', async () => {
    await using fixture = await createFixture(
      { 'trail ': 'odd', 'z.txt': 'z' },
      {},
      { changePath },
    );
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.ok(errorOf(result, 'trail ') instanceof FileNameError);
  });

  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    test(`is uploaded, ${publish}, to a server that keeps it`, async () => {
      const files = Object.fromEntries(names.map((name) => [name, name]));
      await using fixture = await createFixture(files, {});
      const { result } = await fixture.deploy({ publish });
      assert.equal(result.error, undefined);
      for (const name of names) assert.equal(await fixture.remoteText(name), name);
    });
  }

  test('is checked again after a lost connection', async () => {
    let lost = 0;
    await using fixture = await createFixture(
      { 'trail ': 'odd' },
      {},
      {
        onCommand: ({ verb, argument }) => {
          if (verb !== 'SIZE' || argument !== 'trail ' || lost > 0) return undefined;
          lost += 1;
          return 'reset';
        },
      },
    );
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.equal(lost, 1);
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText('trail '), 'odd');
  });
});
