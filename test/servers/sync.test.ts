/** Incremental deployments to real servers: what is on their disks after each run. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import type { Deployed, DeploymentOptions } from '../support/deployment.ts';
import { deployWorkspace } from '../support/deployment.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { SERVER_NAMES } from '../support/real-servers/index.ts';
import { authority, modeOf, skipWithout, start } from '../support/real-server-fixture.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import type { Workspace } from '../support/workspace.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

const remoteDirectory = 'www/site';
const stateName = '.htopen-ftps';
const pages = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [`pages/page-${index}.html`, `page ${index}`]),
);
const kept = {
  ...pages,
  'index.html': '<h1>old</h1>',
  'assets/two words.css': 'a {}',
  'assets/[id].js': 'brackets',
  '.well-known/security.txt': 'hidden',
};
const before = { ...kept, 'assets/app-1.js': 100_000, 'old/deep/file.txt': 'removed later' };
const after = {
  ...kept,
  'index.html': '<h1>new</h1>',
  'pages/page-7.html': 'another text',
  'assets/app-2.js': 90_000,
  'new/deep/file.txt': 'added',
};

for (const name of SERVER_NAMES) {
  const skip = skipWithout(name);
  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    test(
      `${name} has exactly the planned files after incremental deployments with ${publish}`,
      { skip },
      async () => {
        await using server = await start(name);
        await using files = await createWorkspace(before);
        const options = { publish };
        const first = await deploy(server, files, options);
        await assertDeployed(server, files, first);
        assert.equal(first.result.sync?.counts?.new, Object.keys(before).length);

        const unchanged = await deploy(server, files, options);
        await assertDeployed(server, files, unchanged);
        assert.deepEqual(changes(unchanged), []);
        assert.ok(unchanged.result.files.every(({ status }) => status === 'unchanged'));

        await checkOut(files, after);
        const second = await deploy(server, files, options);
        await assertDeployed(server, files, second);
        assert.deepEqual(second.result.sync?.counts, {
          ...{ new: 2, changed: 2, deleted: 2, kept: 0 },
          unchanged: Object.keys(after).length - 4,
        });

        const last = await deploy(server, files, options);
        assert.deepEqual(changes(last), []);
        assert.equal(last.result.sync?.generation, 2);
      },
    );
  }
}

async function deploy(
  server: RealServer,
  files: Workspace,
  options: DeploymentOptions,
): Promise<Deployed> {
  const target = {
    ...{ host: server.host, port: server.port, mode: modeOf(server.name) },
    ...{ username: server.username, password: server.password, ca: authority.cert },
  };
  return await deployWorkspace(files, target, {
    remoteDirectory,
    sync: syncSettings(),
    ...options,
  });
}

/** Fails unless the server has the local files and the state, and nothing else. */
async function assertDeployed(
  server: RealServer,
  files: Workspace,
  { result, notices }: Deployed,
): Promise<void> {
  assert.equal(result.error, undefined);
  assert.deepEqual(notices, []);
  assert.equal(result.retries, 0);
  assert.deepEqual(result.remainingTemporaryFiles, []);
  const found = await tree(join(server.root, remoteDirectory));
  assert.ok(found.delete(stateName));
  assertSameTree(found, await tree(files.path));
}

/** The commands that change something. */
function changes({ dialogue }: Deployed): string[] {
  return dialogue.filter((line) =>
    /^C: (?:STOR|APPE|DELE|MKD|RMD|RNFR|RNTO|MFMT|SITE)\b/.test(line),
  );
}
