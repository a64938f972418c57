import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { account, embeddedServer, recipeOf, runRecipe, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'server12.host.example';

test('the recipe for testing settings checks the server without files and changes nothing', async () => {
  await using workspace = await createWorkspace({});
  await using root = await createWorkspace({ 'public_html/index.html': 'old' });
  const before = [...(await tree(root.path))];
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  const expressions = secretsOf(account);
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  assert.equal(run.exitCode, 0, run.log);
  assert.match(run.log, /login directory: "\/"/);
  assert.deepEqual([...(await tree(root.path))], before);
});
