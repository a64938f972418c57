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

test('the recipe for several hosts has several rows', () => {
  assert.ok(recipe.matrix.length > 1);
});

for (const row of recipe.matrix) {
  const hostName = row['server'] ?? '';
  test(`the recipe for several hosts deploys to ${hostName}`, async () => {
    await using workspace = await createWorkspace({ 'site/index.html': 'hello' });
    await using root = await createWorkspace();
    // Each environment has different secrets with the same names.
    const login = { ...account, username: `deploy-${row['environment'] ?? ''}` };
    await using server = await embeddedServer(hostName, root, login);
    const network = { [`${hostName}:990`]: server.port };
    const values = Object.entries(row).map(([name, value]) => [`matrix.${name}`, value] as const);
    const expressions = { ...secretsOf(login), ...Object.fromEntries(values) };
    await using run = await runRecipe(recipe, { workspace, network, expressions });
    const remote = path.join(root.path, row['remote-dir'] ?? '');
    await assertDeployed(run, path.join(workspace.path, 'site'), remote);
  });
}
