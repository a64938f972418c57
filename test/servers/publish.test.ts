/** Files on the disks of real servers after a deployment: content, modification times and checksums. */
import assert from 'node:assert/strict';
import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { NoChecksumError } from '../../src/deploy/index.ts';
import type { DeploymentOptions } from '../support/deployment.ts';
import { deployWorkspace } from '../support/deployment.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { SERVER_NAMES } from '../support/real-servers/index.ts';
import { authority, modeOf, skipWithout, start } from '../support/real-server-fixture.ts';
import type { Workspace } from '../support/workspace.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

const newFiles = {
  'index.html': '<h1>new</h1>',
  'empty.txt': '',
  'assets/app.js': 100_000,
  'assets/large.bin': 5_000_000,
  'assets/two words.txt': 'with a space',
  'ordner/größe.txt': 'with an umlaut',
  '-dash.txt': 'starts with a dash',
};
/** Longer and shorter than their replacements, and one file without a replacement. */
const oldFiles = {
  'index.html': '<h1>old, and longer than the new one</h1>',
  'empty.txt': 'not empty',
  'assets/app.js': 'short',
  'assets/two words.txt': 'old',
  'ordner/größe.txt': 'old',
  'other.txt': 'kept',
};
/** Pure-FTPd replaces the space by an underscore. */
const withLeadingSpace = { ' first.txt': 'starts with a space' };
const time = new Date('2021-02-03T04:05:06.789Z');

for (const name of SERVER_NAMES) {
  const skip = skipWithout(name);

  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    test(
      `${name} has exactly the new files after a deployment with ${publish}`,
      { skip },
      async () => {
        await using server = await start(name);
        const others = name === 'pure-ftpd' ? {} : withLeadingSpace;
        await using files = await createWorkspace({ ...newFiles, ...others });
        await putOld(server, oldFiles);
        const { result, notices } = await deployTo(server, files, { publish });
        assert.equal(result.error, undefined);
        assert.deepEqual(notices, []);
        assert.deepEqual(result.remainingTemporaryFiles, []);
        assert.equal(result.connection.controlConnections, 1);
        assert.equal(result.retries, 0);
        const other = await tree(server.root);
        assert.ok(other.delete('other.txt'));
        assertSameTree(other, await tree(files.path));
      },
    );
  }

  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    test(
      `${name} has the local modification times after a deployment with ${publish}`,
      { skip },
      async () => {
        await using server = await start(name);
        await using files = await createWorkspace({ 'a.txt': 'a', 'ordner/größe 2.txt': 'b' });
        const names = ['a.txt', 'ordner/größe 2.txt'];
        for (const file of names) await utimes(path.join(files.path, file), time, time);
        const options = { publish, preserveMtime: true };
        const { result, notices, dialogue } = await deployTo(server, files, options);
        assert.equal(result.error, undefined);
        assert.deepEqual(notices, []);
        for (const file of names) {
          const { mtimeMs } = await stat(path.join(server.root, file));
          assert.equal(Math.floor(mtimeMs / 1_000), Math.floor(time.getTime() / 1_000), file);
        }
        const verb = name === 'vsftpd' ? 'MDTM' : 'MFMT';
        assert.equal(
          dialogue.filter((line) => line.startsWith(`C: ${verb} 20210203040506 `)).length,
          2,
        );
      },
    );
  }

  if (name !== 'proftpd') {
    test(
      `${name} receives no file when checksums are required but not supported`,
      { skip },
      async () => {
        await using server = await start(name);
        await using files = await createWorkspace({ 'a.txt': 'a' });
        const { result } = await deployTo(server, files, { verifyUploads: 'checksum' });
        assert.ok(result.error instanceof NoChecksumError);
        assert.match(result.error.message, /^The server doesn't support checksums/);
        assert.deepEqual(
          result.files.map(({ status }) => status),
          ['pending'],
        );
        assert.deepEqual([...(await tree(server.root)).keys()], []);
      },
    );
  }
}

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  test(
    `proftpd verifies every file by HASH in a deployment with ${publish}`,
    {
      skip: skipWithout('proftpd'),
    },
    async () => {
      await using server = await start('proftpd');
      await using files = await createWorkspace(newFiles);
      await putOld(server, oldFiles);
      const { result, dialogue } = await deployTo(server, files, {
        publish,
        verifyUploads: 'checksum',
      });
      assert.equal(result.error, undefined);
      assert.ok(
        result.files.every((file) => file.status === 'uploaded' && file.verified === 'checksum'),
      );
      const sent = dialogue.filter((line) => line.startsWith('C: '));
      assert.equal(sent.filter((line) => line.startsWith('C: HASH ')).length, result.files.length);
      assert.deepEqual(
        sent.filter((line) => line.startsWith('C: OPTS HASH')),
        ['C: OPTS HASH SHA-512'],
      );
    },
  );
}

function deployTo(server: RealServer, files: Workspace, options: DeploymentOptions) {
  const target = { ...server, ca: authority.cert, mode: modeOf(server.name) };
  return deployWorkspace(files, target, { timeoutMs: 10_000, ...options });
}

async function putOld(server: RealServer, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(server.root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await server.adoptFiles();
}
