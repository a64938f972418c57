import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace } from '../../support/workspace.ts';
import { findRecipes } from '../documents.ts';
import { account, runRecipe, secretsOf } from '../recipe.ts';

test('the network of a recipe rejects connections to unknown hosts', async () => {
  const [recipe] = await findRecipes();
  assert.ok(recipe !== undefined);
  await using workspace = await createWorkspace({ 'site/index.html': '' });
  const network = { 'ftp.example.com:990': 1 };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(run.log, /^::error .*::The test's network has no ftp\.example\.com:21\./m);
});
