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
const certifiedName = 'server12.host.example';
const files = { 'site/index.html': 'hello' };

test('the recipe for another certificate name trusts the name in the certificate', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(certifiedName, root, { mode: 'explicit' });
  const network = { 'ftp.example.com:21': server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'public_html'));
});

test('the recipe for another certificate name rejects a third name', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer('ftp.example.com', root, { mode: 'explicit' });
  const network = { 'ftp.example.com:21': server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 1, run.log);
  assert.doesNotMatch(server.clientText, /USER/);
});

test(
  'the recipe for another certificate name deploys to pure-ftpd',
  { skip: skipWithout('pure-ftpd') },
  async () => {
    await using workspace = await createWorkspace(files);
    await using server = await realServer('pure-ftpd', certifiedName, { mode: 'explicit' });
    const network = { 'ftp.example.com:21': server.port };
    await using run = await runRecipe(recipe, {
      workspace,
      network,
      expressions: secretsOf(server),
    });
    const remote = path.join(server.root, 'public_html');
    await assertDeployed(run, path.join(workspace.path, 'site'), remote);
  },
);
