import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { checkOut } from '../support/sync.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { account, embeddedServer, recipeOf, runRecipe, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';

test('the recipe for branches deploys each into its directory and deletes nothing of the other', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  const network = { [`${hostName}:990`]: server.port };
  const deploy = async (branch: string, files: Readonly<Record<string, string>>) => {
    await checkOut(workspace, files);
    const expressions = { ...secretsOf(account), 'github.ref_name': branch };
    await using run = await runRecipe(recipe, { workspace, network, expressions });
    assert.equal(run.exitCode, 0, run.log);
    return run.outputs['deleted-files'];
  };
  const filesOf = async (branch: string) => [
    ...(await tree(path.join(root.path, 'sites', branch))).keys(),
  ];

  await deploy('main', { 'site/index.html': 'main', 'site/old.html': 'old' });
  await deploy('staging', { 'site/index.html': 'staging', 'site/new.html': 'new' });
  const deleted = await deploy('main', { 'site/index.html': 'main 2' });
  assert.equal(deleted, '["/sites/main/old.html"]');
  assert.deepEqual(await filesOf('main'), ['.htopen-ftps', 'index.html']);
  assert.deepEqual(await filesOf('staging'), ['.htopen-ftps', 'index.html', 'new.html']);
});
