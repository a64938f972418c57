/** pyftpdlib with an account that has fewer permissions than usual. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deployWorkspace } from '../support/deployment.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

/** All of pyftpdlib's permissions except `l`, which SIZE needs as well. */
// cspell:ignore eadfmw
const withoutListing = { settings: ['perm="eadfmwMT"'] };

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  test(
    `pyftpdlib has all files, unverified with a notice, when the account may not list (${publish})`,
    { skip: skipWithout('pyftpdlib') },
    async () => {
      await using files = await createWorkspace({ 'a.txt': 'a', 'b.txt': '', 's/z.txt': 'z' });
      await using server = await start('pyftpdlib', withoutListing);
      const target = { ...server, ca: authority.cert };
      const { result, notices } = await deployWorkspace(files, target, { publish });
      assert.equal(result.error, undefined);
      assertSameTree(await tree(server.root), await tree(files.path));
      assert.equal(result.retries, 0);
      for (const file of result.files) {
        assert.equal(file.status === 'uploaded' && file.verified, 'none', file.remotePath);
      }
      assert.equal(notices.length, 1, notices.join('\n'));
    },
  );
}
