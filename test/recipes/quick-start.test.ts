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
const hostName = 'ftp.example.com';
const files = {
  'site/index.html': '<h1>Hello</h1>',
  'site/css/a.css': 'h1 {}',
  'README.md': 'not deployed',
};

test('the quick start deploys a site', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'www'));
});

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(`the quick start deploys a site to ${name}`, { skip: skipWithout(name) }, async () => {
    await using workspace = await createWorkspace(files);
    await using server = await realServer(name, hostName);
    const network = { [`${hostName}:990`]: server.port };
    await using run = await runRecipe(recipe, {
      workspace,
      network,
      expressions: secretsOf(server),
    });
    await assertDeployed(run, path.join(workspace.path, 'site'), path.join(server.root, 'www'));
  });
}
