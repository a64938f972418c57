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
const hostName = 'ftp.example.com';
const files = {
  'site/index.html': '<h1>Hello</h1>',
  'site/css/a.css': 'h1 {}',
  'README.md': 'stays',
};

test('the smallest workflow deploys a site when it is pasted', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  const network = { [`${hostName}:990`]: server.port };
  await using run = await cook(recipe, { workspace, network, expressions: secretsOf(account) });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'www'));
});

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(`the smallest workflow deploys a site to ${name}`, { skip: skipWithout(name) }, async () => {
    await using workspace = await createWorkspace(files);
    await using server = await realServer(name, hostName);
    const network = { [`${hostName}:990`]: server.port };
    await using run = await cook(recipe, { workspace, network, expressions: secretsOf(server) });
    await assertDeployed(run, path.join(workspace.path, 'site'), path.join(server.root, 'www'));
  });
}
