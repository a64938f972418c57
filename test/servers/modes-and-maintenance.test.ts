/** `chmod` and `maintenance-file` on the disks of real servers. */
import assert from 'node:assert/strict';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import type { PublishMode } from '../../src/deploy/index.ts';
import type { DeploymentOptions } from '../support/deployment.ts';
import { deployWorkspace } from '../support/deployment.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { SERVER_NAMES } from '../support/real-servers/index.ts';
import { authority, modeOf, skipWithout, start } from '../support/real-server-fixture.ts';
import type { Workspace } from '../support/workspace.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

const files = {
  'index.html': 'new',
  'cgi-bin/form two.cgi': '#!/bin/sh',
  'ordner/größe.php': '<?php',
};
const chmod = [
  { pattern: '*.cgi', mode: '755' },
  { pattern: '*.php', mode: '600' },
];
const page = 'app_offline.htm';
const maintenancePage = '<h1>Back soon</h1>';
const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];

function deployTo(server: RealServer, workspace: Workspace, options: DeploymentOptions) {
  const target = { ...server, ca: authority.cert, mode: modeOf(server.name) };
  return deployWorkspace(workspace, target, { timeoutMs: 10_000, ...options });
}

for (const name of SERVER_NAMES) {
  const skip = skipWithout(name);

  for (const publish of publishModes) {
    test(
      `${name} sets the modes of files behind a maintenance file (${publish})`,
      { skip },
      async () => {
        await using server = await start(name);
        await using workspace = await createWorkspace(files);
        const options = { publish, chmod, maintenancePage };
        const { result, notices, dialogue } = await deployTo(server, workspace, options);
        assert.equal(result.error, undefined);
        assert.deepEqual(notices, []);
        assertSameTree(await tree(server.root), await tree(workspace.path));
        const modeAt = async (file: string) =>
          (await stat(path.join(server.root, file))).mode & 0o777;
        assert.equal(await modeAt('cgi-bin/form two.cgi'), 0o755);
        assert.equal(await modeAt('ordner/größe.php'), 0o600);
        assert.ok(dialogue.includes(`C: STOR ${page}`), dialogue.join('\n'));
        assert.ok(dialogue.includes(`C: DELE ${page}`), dialogue.join('\n'));
      },
    );
  }

  test(
    `${name} keeps the maintenance file of a failed deployment until one succeeds`,
    { skip },
    async () => {
      await using server = await start(name);
      await using workspace = await createWorkspace(files);
      const obstacle = path.join(server.root, 'index.html');
      await mkdir(obstacle);
      await writeFile(path.join(obstacle, 'a'), '');
      await server.adoptFiles();
      const failed = await deployTo(server, workspace, { maintenancePage });
      assert.notEqual(failed.result.error, undefined);
      const remote = await tree(server.root);
      assert.ok(remote.has(page) && remote.has('cgi-bin/form two.cgi'), [...remote.keys()].join());
      assert.match(failed.notices.join(), /^Visitors still see the maintenance file/);

      await rm(obstacle, { recursive: true });
      const { result } = await deployTo(server, workspace, { maintenancePage });
      assert.equal(result.error, undefined);
      assertSameTree(await tree(server.root), await tree(workspace.path));
    },
  );
}
