import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import {
  account,
  assertDeployed,
  cook,
  embeddedServer,
  realServer,
  recipeOf,
  secretsOf,
} from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'server12.hoster.example';
const files = { 'site/index.html': 'hello', 'site/.htaccess': 'Options -Indexes', 'a.txt': '' };

test("a shared hoster's account with an address for a name deploys into public_html", async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  const login = { ...account, username: 'deploy@example.com' };
  await using server = await embeddedServer(hostName, root, { mode: 'explicit', ...login });
  const network = { [`${hostName}:21`]: server.port };
  await using run = await cook(recipe, { workspace, network, expressions: secretsOf(login) });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'public_html'));
});

// The server of cPanel is Pure-FTPd unless its operator chooses ProFTPD, which is also Plesk's.
for (const name of ['pure-ftpd', 'proftpd'] as const) {
  test(`a shared hoster with ${name} and explicit TLS`, { skip: skipWithout(name) }, async () => {
    await using workspace = await createWorkspace(files);
    await using server = await realServer(name, hostName, { mode: 'explicit' });
    const network = { [`${hostName}:21`]: server.port };
    await using run = await cook(recipe, { workspace, network, expressions: secretsOf(server) });
    const remote = path.join(server.root, 'public_html');
    await assertDeployed(run, path.join(workspace.path, 'site'), remote);
  });
}

test("a hoster's certificate for another name is shown with its names, before any login", async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer('server7.hoster.example', root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  await using run = await cook(recipe, { workspace, network, expressions: secretsOf(account) });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(run.log, /names: {7}server7\.hoster\.example/);
  assert.match(run.log, /tls-server-name: server7\.hoster\.example/);
  assert.doesNotMatch(server.clientText, /USER/);
});
