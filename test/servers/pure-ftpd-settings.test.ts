/** Pure-FTPd with names that it changes or prohibits, and with other TLS settings. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import type { Deployed } from '../support/deployment.ts';
import { deployWorkspace } from '../support/deployment.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import type { FileContent, Workspace } from '../support/workspace.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { assertDelivered, deploy, needs, withServer } from './deployment.ts';

const skip = skipWithout('pure-ftpd');
const publishModes = ['direct', 'atomic', 'staged'] as const;
const noDotFiles = { settings: ['-x'] };

for (const publish of ['atomic', 'staged'] as const) {
  test(
    `pure-ftpd with -x gets temporary names without a dot after the first refusal (${publish})`,
    { skip },
    async () => {
      await using files = await createWorkspace({ 'a.txt': 'a', 'b.txt': 'b', 'c/c.txt': 'c' });
      await using server = await start('pure-ftpd', noDotFiles);
      await putOld(server, { 'a.txt': 'the old a' });
      const { result, dialogue, notices } = await deployTo(server, files, { publish });
      assert.equal(result.error, undefined);
      assertSameTree(await tree(server.root), await tree(files.path));
      const refused = dialogue.filter(
        (line) => line.startsWith('C: STOR ') && line.includes('.up-'),
      );
      // Twice if the first one was pipelined.
      assert.ok(refused.length === 1 || refused.length === 2, refused.join('\n'));
      assert.equal(result.retries, 0);
      assert.equal(notices.length, 1, notices.join('\n'));
    },
  );
}

for (const publish of publishModes) {
  test(
    `pure-ftpd with -x refuses only the dot file among the files (${publish})`,
    { skip },
    async () => {
      await using files = await createWorkspace({ '.htaccess': 'new', 'a.txt': 'a', 'z.txt': 'z' });
      await using server = await start('pure-ftpd', noDotFiles);
      await putOld(server, { '.htaccess': 'old' });
      const old = await tree(server.root);
      const { result } = await deployTo(server, files, { publish });
      assert.match(result.error?.message ?? '', /Prohibited file name/);
      const now = await tree(server.root);
      const wanted = await tree(files.path);
      assert.equal(now.get('.htaccess'), old.get('.htaccess'));
      for (const { remotePath, status } of result.files) {
        const isNew = now.get(remotePath) === wanted.get(remotePath);
        assert.equal(isNew, status === 'uploaded', `${remotePath} ${status}`);
        // With staged, the refusal is only known after the uploads, and may end the run.
        const isAllowed = remotePath !== '.htaccess';
        if (publish !== 'staged') assert.equal(isNew, isAllowed, `${remotePath} ${status}`);
      }
      assert.deepEqual(result.remainingTemporaryFiles, []);
    },
  );
}

const changedNames = {
  'a trailing space': 'm trail ',
  'a tab': 'm tab\there.txt',
  'a leading space': ' m lead',
  'a backslash': 'm back\\slash.txt',
} as const;

for (const publish of publishModes) {
  for (const [what, name] of Object.entries(changedNames)) {
    test(
      `pure-ftpd doesn't count a file as uploaded whose name has ${what}, and gets the others (${publish})`,
      { skip },
      async () => {
        await using files = await createWorkspace({
          'a.txt': 'a',
          [name]: 'changed',
          'z.txt': 'z',
        });
        await using server = await start('pure-ftpd');
        const { result } = await deployTo(server, files, { publish });
        const wanted = await tree(files.path);
        const now = await tree(server.root);
        for (const { remotePath, status } of result.files) {
          const isThere = now.get(remotePath) === wanted.get(remotePath);
          assert.equal(isThere, status === 'uploaded', `${remotePath} ${status}`);
          if (remotePath !== name && publish !== 'staged') assert.ok(isThere, remotePath);
        }
        assert.equal(result.error === undefined, now.has(name));
        assert.deepEqual(temporary([...now.keys()]), []);
      },
    );
  }
}

test(
  'pure-ftpd that refuses logins without TLS receives files over TLS (--tls=2)',
  needs('pure-ftpd'),
  async (t) => {
    await using site = await createWorkspace({ 'index.html': 'hello', 'empty.txt': '' });
    const options = { mode: 'explicit', settings: ['--tls=2'] } as const;
    await withServer(t, 'pure-ftpd', options, async (server) => {
      const deployment = await deploy(t, server, site, { 'tls-mode': 'explicit' });
      await assertDelivered(server, site, deployment, { resumed: false });
    });
  },
);

test(
  'pure-ftpd that refuses logins without TLS is asked once, and the error names tls-mode: explicit (--tls=2)',
  needs('pure-ftpd'),
  async (t) => {
    await using site = await createWorkspace({ 'index.html': 'hello' });
    const options = { mode: 'explicit', settings: ['--tls=2'] } as const;
    await withServer(t, 'pure-ftpd', options, async (server) => {
      const inputs = { 'tls-mode': 'none', 'tls-ca': '' };
      const run = await deploy(t, server, site, inputs);
      assert.equal(run.exitCode, 1, run.log);
      assert.match(run.log, /"?tls-mode: explicit"?/);
      assert.doesNotMatch(run.log, /connection limit/);
      assert.doesNotMatch(run.transcript, / C: PASS /);
      assert.equal(await server.controlConnections(), 1);
    });
  },
);

function deployTo(
  server: RealServer,
  files: Workspace,
  options: { readonly publish: (typeof publishModes)[number] },
): Promise<Deployed> {
  const target = { ...server, ca: authority.cert, mode: 'explicit' } as const;
  return deployWorkspace(files, target, options);
}

async function putOld(
  server: RealServer,
  files: Readonly<Record<string, FileContent & string>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(server.root, name), content);
  }
  await server.adoptFiles();
}

function temporary(names: readonly string[]): string[] {
  return names.filter((name) => /(^|\/)\.?up-/.test(name));
}
