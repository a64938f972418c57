/** The bundled action with a proxy that resets its uploads: exit code, outputs and the server's disk must agree. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { runAction } from '../support/action.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import { createWorkspace, tree } from '../support/workspace.ts';

const reset = { what: 'reset', at: 2_000_000 } as const;

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  for (const frequency of ['once', 'always'] as const) {
    test(
      `the action reports the true state when uploads are reset ${frequency} with ${publish}`,
      { skip: skipWithout('vsftpd') },
      async () => {
        await using server = await start('vsftpd');
        await using files = await createWorkspace({ 'a.txt': 'new a', 'z.bin': 3_000_000 });
        for (const name of ['a.txt', 'z.bin']) {
          await writeFile(path.join(server.root, name), 'old');
        }
        await server.adoptFiles();
        const before = await tree(server.root);
        await using proxy = await startFaultProxy({
          target: server,
          onConnection: ({ kind, number }) =>
            kind === 'data' && (frequency === 'always' || number === 2) ? reset : undefined,
        });
        await using run = await runAction({
          workspace: files.path,
          inputs: {
            server: proxy.host,
            port: String(proxy.port),
            username: server.username,
            password: server.password,
            'tls-ca': authority.cert,
            'tls-server-name': 'localhost',
            files: '**',
            retries: '1',
            publish,
          },
        });
        const wanted = await tree(files.path);
        const now = await tree(server.root);
        const uploaded = JSON.parse(run.outputs['uploaded-files'] ?? '') as string[];
        assert.equal(run.exitCode === 0, frequency === 'once', run.log);
        assert.equal(run.outputs['uploaded-count'], String(uploaded.length));
        for (const name of uploaded) assert.equal(now.get(name), wanted.get(name), name);
        if (frequency === 'once') {
          assert.deepEqual(uploaded, ['a.txt', 'z.bin']);
          assert.match(run.log, /1 retry/);
        } else {
          assert.equal(run.outputs['failed-count'], '1');
          assert.equal(run.outputs['pending-count'], publish === 'staged' ? '1' : '0');
          if (publish !== 'direct') assert.equal(now.get('z.bin'), before.get('z.bin'));
        }
        assert.deepEqual([...now.keys()], ['a.txt', 'z.bin']);
      },
    );
  }
}
