/** ProFTPD rejects uploads at an offset by default: an interrupted file is sent again from the start. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { deployWorkspace } from '../support/deployment.ts';
import type { ConnectionFault } from '../support/fault-proxy.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

const sizeBytes = 12 * 1024 * 1024;

for (const publish of ['direct', 'atomic'] as const) {
  test(
    `an interrupted file is complete on ProFTPD without AllowStoreRestart after one retry with ${publish}`,
    { skip: skipWithout('proftpd') },
    async () => {
      await using server = await start('proftpd');
      await writeFile(path.join(server.root, '.ftpaccess'), 'AllowStoreRestart off\n');
      const faults: ConnectionFault[] = [{ what: 'reset', at: 5_000_000 }];
      await using proxy = await startFaultProxy({
        target: server,
        onConnection: ({ kind }) => (kind === 'data' ? faults.shift() : undefined),
      });
      await using files = await createWorkspace({ 'large.bin': sizeBytes });
      const { result, retried, notices } = await deployWorkspace(
        files,
        { ...server, host: proxy.host, ca: authority.cert },
        { publish, remoteDirectory: 'site', retries: 1, firstPauseMs: 1, timeoutMs: 30_000 },
      );
      assert.equal(result.error, undefined, retried.join('\n'));
      assertSameTree(await tree(path.join(server.root, 'site')), await tree(files.path));
      assert.equal(result.retries, 1);
      assert.match(notices.join('\n'), /^The server doesn't resume uploads \(451 .*not permitted/);
    },
  );
}
