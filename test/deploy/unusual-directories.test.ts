/** Servers on which directories and paths work in an unusual way. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { commandsSent, createFixture } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';
import { statuses, verifications } from './events.ts';

const files = { 'index.html': 'new', 'css/a.css': 'a', 'css/b.css': 'b', 'js/x.js': 'x' };

type Hook = (context: CommandContext) => CommandOverride | undefined;

/** Deploys twice, because existing directories and files make a difference. */
async function deployTwice(
  fixture: DeploymentFixture,
  options: Parameters<DeploymentFixture['deploy']>[0],
) {
  const first = await fixture.deploy(options);
  const second = await fixture.deploy(options);
  for (const { result } of [first, second]) {
    assert.equal(result.error, undefined);
    assert.ok(result.files.every(({ status }) => status === 'uploaded'));
  }
  return { first, second };
}

describe("a server that doesn't return to the login directory", () => {
  const refuseReturn: Hook = ({ verb, argument }) =>
    verb === 'CWD' && argument === '/' ? '550 Not a valid name.' : undefined;

  test('receives files with absolute paths over one connection', async () => {
    await using fixture = await createFixture(
      files,
      { 'www/old': '' },
      { onCommand: refuseReturn },
    );
    const { second } = await deployTwice(fixture, { remoteDirectory: '/www', retries: 0 });
    assert.equal(second.result.connection.controlConnections, 1);
    assert.deepEqual(second.notices, []);
    assert.ok(!commandsSent(fixture.server, 'CWD').includes('CWD /'));
    assert.equal(await fixture.remoteText('www/css/a.css'), 'a');
  });

  for (const remoteDirectory of ['', 'www', 'new/site']) {
    test(`receives files with relative paths over a second connection, in "${remoteDirectory}"`, async () => {
      await using fixture = await createFixture(
        files,
        { 'www/old': '' },
        { onCommand: refuseReturn },
      );
      const { second } = await deployTwice(fixture, { remoteDirectory, retries: 0 });
      assert.equal(second.result.connection.controlConnections, 2);
      assert.deepEqual(second.notices, [
        "The server doesn't return to the login directory (550 Not a valid name.). Directories are created without a check whether they exist.",
      ]);
      assert.equal(await fixture.remoteText(path.join(remoteDirectory, 'css/a.css')), 'a');
    });
  }
});

describe("a server that doesn't report the login directory", () => {
  for (const reply of ['502 Not implemented.', '257 current directory']) {
    test(`gets every level of the remote directory created after "${reply}" to PWD`, async () => {
      await using fixture = await createFixture(
        files,
        {},
        { onCommand: ({ verb }) => (verb === 'PWD' ? reply : undefined) },
      );
      await deployTwice(fixture, { remoteDirectory: 'new/site', retries: 0 });
      assert.equal(await fixture.remoteText('new/site/css/a.css'), 'a');
      assert.deepEqual(commandsSent(fixture.server, 'CWD'), []);
    });
  }
});

describe('a server that ends the session at MKD of an existing directory', () => {
  for (const remoteDirectory of ['', '/www']) {
    for (const then of ['close', 'reset'] as const) {
      test(`receives a second deployment without retries, in "${remoteDirectory}", ${then}`, async () => {
        await using fixture = await createFixture(
          files,
          { 'www/old': '' },
          {
            onCommand: ({ verb, argument }) =>
              verb === 'MKD' && existsSync(path.join(fixture.remote.path, argument))
                ? then
                : undefined,
          },
        );
        const { second } = await deployTwice(fixture, { remoteDirectory, retries: 0 });
        assert.equal(second.result.connection.controlConnections, 2);
        assert.equal(second.notices.length, 1);
        assert.match(second.notices[0] ?? '', /^The connection was lost during MKD \(.*MKD.*\)\. /);
      });
    }
  }
});

describe('a server that accepts no paths with directories', () => {
  const verbs = ['STOR', 'SIZE', 'RNFR', 'RNTO', 'DELE', 'MFMT', 'HASH'];
  const refusePaths: Hook = ({ verb, argument }) =>
    verbs.includes(verb) && argument.includes('/') ? '553 Invalid path.' : undefined;

  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    for (const remoteDirectory of ['', 'www', '/www']) {
      test(`receives plain names after CWD, ${publish}, in "${remoteDirectory}"`, async () => {
        await using fixture = await createFixture(
          files,
          { 'www/css/old': '' },
          { onCommand: refusePaths },
        );
        const { second } = await deployTwice(fixture, {
          ...{ publish, remoteDirectory, preserveMtime: true, retries: 0 },
        });
        assert.deepEqual(verifications(second.result), ['size', 'size', 'size', 'size']);
        const refused = second.dialogue.filter((line) => line.startsWith('S: 553 '));
        // The first upload, with other commands in the same write and on its own.
        assert.ok(refused.length <= 5, refused.join('\n'));
        assert.deepEqual(second.notices, [
          "The server doesn't accept paths with directories (553 Invalid path.). The action changes to each directory instead.",
        ]);
        for (const [name, content] of Object.entries(files)) {
          assert.equal(await fixture.remoteText(path.join(remoteDirectory, name)), content);
        }
        const names = await fixture.remoteNames();
        assert.ok(!names.some((name) => name.includes('.up-')), names.join());
      });
    }
  }

  test('receives plain names on the next connection too', async () => {
    await using fixture = await createFixture(
      files,
      {},
      {
        onCommand: (context) =>
          context.verb === 'STOR' && context.argument === 'b.css' && context.session === 1
            ? 'close'
            : refusePaths(context),
      },
    );
    const { result } = await fixture.deploy({ retries: 1 });
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText('css/b.css'), 'b');
    assert.equal(await fixture.remoteText('js/x.js'), 'x');
  });

  test('is not assumed when the plain name is refused as well: the first refusal is reported', async () => {
    await using fixture = await createFixture(
      { 'css/a.css': 'a' },
      {},
      {
        onCommand: ({ verb, argument }) => {
          if (verb !== 'STOR') return undefined;
          return argument.includes('/') ? '550 First refusal.' : '553 Second refusal.';
        },
      },
    );
    const { result, notices } = await fixture.deploy({ retries: 0 });
    assert.equal(statuses(result), 'css/a.css failed');
    assert.equal(result.error?.message, 'Uploading css/a.css failed: 550 First refusal.');
    assert.deepEqual(notices, []);
  });

  for (const reply of ['552 Quota exceeded.', '452 Disk full.']) {
    test(`is not assumed after "${reply}"`, async () => {
      await using fixture = await createFixture(
        { 'css/a.css': 'a' },
        {},
        { onCommand: ({ verb }) => (verb === 'STOR' ? reply : undefined) },
      );
      await fixture.deploy({ retries: 0 });
      assert.ok(!commandsSent(fixture.server, 'STOR').includes('STOR a.css'));
    });
  }
});
