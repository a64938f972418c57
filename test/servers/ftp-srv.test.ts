/** ftp-srv, the FTP server for Node: SIZE of an empty file has no number, and broken uploads are refused with 550. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deployWorkspace } from '../support/deployment.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { installFtpSrv, startFtpSrv } from '../support/ftp-srv/ftp-srv.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

const problem = await installFtpSrv();
const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');
if (isCi && problem !== undefined) throw new Error(problem);
const skip = problem ?? false;
// The proxy needs a second loopback address.
const skipProxy = process.platform === 'darwin' ? 'needs the address 127.0.0.2' : skip;

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  test(
    `ftp-srv has all files after two deployments, empty ones too (${publish})`,
    { skip },
    async () => {
      await using files = await createWorkspace({
        'a.txt': 'a',
        'empty.txt': '',
        'sub/page.html': 4_096,
        'sub/empty.bin': '',
      });
      await using root = await createWorkspace();
      await using server = await startFtpSrv(root);
      for (const run of ['first', 'second']) {
        const { result, retried } = await deployWorkspace(files, server, { publish });
        assert.equal(result.error, undefined, `${run}: ${retried.join('\n')}`);
        assertSameTree(await tree(root.path), await tree(files.path));
      }
    },
  );

  test(
    `ftp-srv has the whole file after its data connection was reset (${publish})`,
    { skip: skipProxy },
    async () => {
      await using files = await createWorkspace({
        'a.txt': 'a',
        'large.bin': 6_000_000,
        'z.txt': 'z',
      });
      await using root = await createWorkspace();
      await using server = await startFtpSrv(root);
      await using proxy = await startFaultProxy({
        target: server,
        onConnection: ({ kind, number }) =>
          kind === 'data' && number === 2 ? { what: 'reset', at: 3_000_000 } : undefined,
      });
      const target = { ...server, host: proxy.host };
      const { result, retried, dialogue } = await deployWorkspace(files, target, { publish });
      assert.equal(result.error, undefined, retried.join('\n'));
      assertSameTree(await tree(root.path), await tree(files.path));
      assert.ok(
        dialogue.some((line) => /^S: 550 .*ECONNRESET/.test(line)),
        dialogue.join('\n'),
      );
    },
  );
}
