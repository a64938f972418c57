import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import {
  account,
  assertDeployed,
  runRecipe,
  embeddedServer,
  realServer,
  recipeOf,
  secretsOf,
} from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'server12.host.example';
const files = { 'site/index.html': 'hello', 'site/.htaccess': 'Options -Indexes', 'a.txt': '' };

test('the recipe for shared hosting deploys to public_html with an email address as user name', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  const login = { ...account, username: 'deploy@example.com' };
  await using server = await embeddedServer(hostName, root, { mode: 'explicit', ...login });
  const network = { [`${hostName}:21`]: server.port };
  await using run = await runRecipe(recipe, { workspace, network, expressions: secretsOf(login) });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'public_html'));
});

// cPanel uses Pure-FTPd by default, and can use ProFTPD, as Plesk does.
for (const name of ['pure-ftpd', 'proftpd'] as const) {
  test(
    `the recipe for shared hosting deploys to ${name}`,
    { skip: skipWithout(name) },
    async () => {
      await using workspace = await createWorkspace(files);
      await using server = await realServer(name, hostName, { mode: 'explicit' });
      const network = { [`${hostName}:21`]: server.port };
      await using run = await runRecipe(recipe, {
        workspace,
        network,
        expressions: secretsOf(server),
      });
      const remote = path.join(server.root, 'public_html');
      await assertDeployed(run, path.join(workspace.path, 'site'), remote);
    },
  );
}

test('the recipe for shared hosting shows the names of a certificate for another host before the login', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer('server7.host.example', root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(run.log, /names: {7}server7\.host\.example/);
  assert.match(run.log, /tls-server-name: server7\.host\.example/);
  assert.doesNotMatch(server.clientText, /USER/);
});
