import './quiet.ts';

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import type { PublishMode } from '../../src/deploy/index.ts';
import { commandsSent, createFixture } from '../support/embedded-deployment.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
const files = {
  'cgi-bin/a.cgi': 'a',
  'cgi-bin/b.cgi': 'b',
  'cgi-bin/readme': 'c',
  'index.html': 'd',
};
const chmod = [
  { mode: '600', pattern: 'cgi-bin/' },
  { mode: '0755', pattern: '*.cgi' },
];

for (const publish of publishModes) {
  test(`chmod sets the modes of uploaded files (${publish})`, async () => {
    await using fixture = await createFixture(files, { 'cgi-bin/a.cgi': 'old' });
    const { result, notices } = await fixture.deploy({ publish, chmod });
    assert.equal(result.error, undefined);
    assert.deepEqual(notices, []);
    const sent = commandsSent(fixture.server, 'SITE');
    assert.deepEqual(
      sent.map((line) => line.split(' ')[2]),
      ['0755', '0755', '600'],
    );
    const isTemporary = publish !== 'direct';
    assert.ok(
      sent.every((line) => line.includes('.up-') === isTemporary),
      sent.join(),
    );
    if (process.platform === 'win32') return;
    const modeOf = async (name: string) =>
      (await stat(path.join(fixture.remote.path, name))).mode & 0o777;
    assert.equal(await modeOf('cgi-bin/a.cgi'), 0o755);
    assert.equal(await modeOf('cgi-bin/readme'), 0o600);
  });
}

test('chmod is sent together with the other commands that follow an upload', async () => {
  await using fixture = await createFixture(files, {});
  await fixture.deploy({ chmod });
  const dialogue = fixture.server.dialogue.filter((line) => line.startsWith('C: '));
  const last = dialogue.findLastIndex((line) => line.startsWith('C: STOR cgi-bin/b.cgi'));
  const follows = dialogue.slice(last + 1, last + 4).map((line) => line.split(' ', 2).join(' '));
  assert.deepEqual(follows, ['C: SIZE', 'C: SITE', 'C: EPSV']);
});

describe('chmod that the server refuses is one notice', () => {
  for (const reply of ['500 Unknown.', '202 Superfluous.', '550 Permission denied.', '504 No.']) {
    test(`${reply} ends it for the run`, async () => {
      await using fixture = await createFixture(
        files,
        {},
        {
          onCommand: ({ verb }) => (verb === 'SITE' ? reply : undefined),
        },
      );
      const { result, notices } = await fixture.deploy({ chmod });
      assert.equal(result.error, undefined);
      assert.equal(result.retries, 0);
      assert.deepEqual(notices, [
        `The server doesn't change the modes of files (SITE CHMOD: ${reply}).`,
      ]);
      assert.ok(
        result.files.every((file) => file.status === 'uploaded' && file.verified === 'size'),
      );
      // A refusal of a pipelined command is confirmed on its own.
      const paths = commandsSent(fixture.server, 'SITE').map((line) => line.split(' ')[3]);
      assert.equal(new Set(paths).size, 1);
    });
  }

  for (const reply of ['550 Not the owner.', '450 Busy.']) {
    test(`${reply} for one file concerns that file`, async () => {
      await using fixture = await createFixture(
        files,
        {},
        {
          onCommand: ({ verb, argument }) =>
            verb === 'SITE' && argument.endsWith('b.cgi') ? reply : undefined,
        },
      );
      const { result, notices } = await fixture.deploy({ chmod });
      assert.equal(result.error, undefined);
      assert.equal(result.retries, 0);
      const code = reply.slice(0, 3);
      assert.deepEqual(notices, [
        `The server rejected the modes of some files (SITE CHMOD: ${code}).`,
      ]);
      assert.ok(commandsSent(fixture.server, 'SITE').some((line) => line.endsWith('readme')));
    });
  }
});

test('chmod is repeated on a new connection when the first one is lost', async () => {
  await using fixture = await createFixture(
    { 'a.cgi': 'a' },
    {},
    {
      onCommand: ({ verb, count }) => (verb === 'SITE' && count === 1 ? 'close' : undefined),
    },
  );
  const { result } = await fixture.deploy({ chmod });
  assert.equal(result.error, undefined);
  assert.equal(commandsSent(fixture.server, 'STOR').length, 1);
  assert.equal(commandsSent(fixture.server, 'SITE').length, 2);
});

test('chmod warns about lines that match no file', async () => {
  const { planDirectory } = await import('../support/deployment.ts');
  await using fixture = await createFixture(files, {});
  const rules = [...chmod, { mode: '700', pattern: '*.sh' }];
  const plan = await planDirectory(fixture.files.path, '', { chmod: rules });
  assert.deepEqual(plan.warnings, ['Lines of "chmod" that match no file: 700 *.sh.']);
});
