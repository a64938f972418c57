import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import {
  account,
  assertDeployed,
  runRecipe,
  embeddedServer,
  recipeOf,
  secretsOf,
} from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';
const variables = { 'vars.FTP_SERVER': hostName, 'vars.FTP_DIRECTORY': '/www' };
const files = { 'site/index.html': 'hello' };

test('the recipe for a production environment deploys with its variables and secrets', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  const network = { [`${hostName}:990`]: server.port };
  const expressions = { ...secretsOf(account), ...variables };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'www'));
});

test('the recipe for a production environment fails before connecting when a fork has no secrets', async () => {
  await using workspace = await createWorkspace(files);
  const empty = secretsOf({ username: '', password: '' });
  const expressions = { ...empty, ...variables };
  await using run = await runRecipe(recipe, { workspace, network: {}, expressions });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(run.log, /^::error .*::username is empty\./m);
});

test('the recipe for a production environment warns about an empty password', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  const network = { [`${hostName}:990`]: server.port };
  const expressions = { ...secretsOf({ ...account, password: '' }), ...variables };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(
    run.log,
    /^::warning::The password is empty.*Secrets aren't available to workflows triggered from forks/m,
  );
  assert.match(run.log, /^::error .*::The login failed/m);
});
