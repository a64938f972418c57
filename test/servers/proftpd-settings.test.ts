/** ProFTPD with its default settings, and with some that refuse more. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createAuthority } from '../support/certificates.ts';
import { deployWorkspace } from '../support/deployment.ts';
import type { ConnectionFault } from '../support/fault-proxy.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { assertDelivered, deploy, needs, withServer } from './deployment.ts';

const skip = skipWithout('proftpd');
const publishModes = ['direct', 'atomic', 'staged'] as const;

const middle = 5_000_000;
const interruptions: readonly { readonly what: string; readonly fault: ConnectionFault }[] = [
  { what: 'the data connection was reset', fault: { what: 'reset', at: middle } },
  { what: 'the session was killed', fault: { what: 'reset', at: middle, endsSession: true } },
];

for (const publish of publishModes) {
  for (const { what, fault } of interruptions) {
    test(
      `proftpd, which refuses to resume uploads by default, has two large files after ${what} in each (${publish})`,
      { skip },
      async () => {
        await using files = await createWorkspace({ 'a.bin': 12_000_000, 'b.bin': 12_000_000 });
        await using server = await start('proftpd');
        // The second one is for the refused attempt to resume, the third one for the whole file.
        const broken = new Set([1, 4]);
        await using proxy = await startFaultProxy({
          target: server,
          onConnection: ({ kind, number }) =>
            kind === 'data' && broken.has(number) ? fault : undefined,
        });
        const target = { ...server, host: proxy.host, ca: authority.cert };
        const deployed = await deployWorkspace(files, target, { publish, retries: 2 });
        assert.equal(deployed.result.error, undefined, deployed.retried.join('\n'));
        assertSameTree(await tree(server.root), await tree(files.path));
        const offsets = deployed.dialogue.filter((line) => /^C: REST [1-9]/.test(line));
        assert.equal(offsets.length, 1, 'asked again after the refusal');
        assert.equal(proxy.faults, 2);
        assert.equal(deployed.result.retries, 2, deployed.retried.join('\n'));
      },
    );
  }
}

for (const publish of publishModes) {
  test(
    `proftpd with a PathDenyFilter keeps its old .htaccess, and only that file fails (${publish})`,
    { skip },
    async () => {
      const names = ['.htaccess', 'a.txt', 'z.txt'];
      await using files = await createWorkspace(
        Object.fromEntries(names.map((name) => [name, `new ${name}`])),
      );
      await using server = await start('proftpd', {
        settings: ['PathDenyFilter "(^|/)\\.(ht|ftp)access$"'],
      });
      for (const name of names) await writeFile(path.join(server.root, name), 'old');
      await server.adoptFiles();
      const old = await tree(server.root);
      const target = { ...server, ca: authority.cert };
      const { result } = await deployWorkspace(files, target, { publish });
      const [denied, ...others] = result.files;
      assert.equal(denied?.status, 'failed');
      assert.match(result.error?.message ?? '', /\.htaccess: Forbidden filename/);
      assert.equal(result.retries, 0);
      assert.deepEqual(result.remainingTemporaryFiles, []);
      const now = await tree(server.root);
      const wanted = await tree(files.path);
      assert.deepEqual([...now.keys()], names);
      assert.equal(now.get('.htaccess'), old.get('.htaccess'));
      for (const { remotePath, status } of others) {
        const isNew = now.get(remotePath) === wanted.get(remotePath);
        assert.equal(isNew, status === 'uploaded', `${remotePath} ${status}`);
        // With staged, the refusal is only known after the uploads, and may end the run.
        if (publish !== 'staged') assert.equal(status, 'uploaded', remotePath);
      }
    },
  );
}

test(
  'proftpd with TLSUserName logs in by the client certificate, without a password',
  needs('proftpd'),
  async (t) => {
    const clients = await createAuthority({ commonName: 'Client Authority' });
    const { cert, key } = await clients.issue({ commonName: 'deploy', usage: 'client' });
    await using site = await createWorkspace({ 'index.html': 'hello', 'css/main.css': '' });
    const options = { clientCa: clients.cert, settings: ['TLSUserName CommonName'] };
    await withServer(t, 'proftpd', options, async (server) => {
      const inputs = { 'tls-client-cert': cert, 'tls-client-key': key, password: 'unused' };
      const deployment = await deploy(t, server, site, inputs);
      assert.match(deployment.transcript, / S: 232 /);
      assert.doesNotMatch(deployment.transcript, / C: PASS /);
      await assertDelivered(server, site, deployment);
    });
  },
);
