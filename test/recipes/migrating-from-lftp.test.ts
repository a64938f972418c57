import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { checkOut } from '../support/sync.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { account, embeddedServer, recipeOf, runRecipe, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';

test('the recipe for lftp mirrors a directory, but for what is excluded or not its own', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace({ 'www/uploads/photo.jpg': 'not ours' });
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  const mirror = async (files: Readonly<Record<string, string>>) => {
    await checkOut(workspace, files);
    const expressions = secretsOf(account);
    await using run = await runRecipe(recipe, { workspace, network, expressions });
    assert.equal(run.exitCode, 0, run.log);
    return [...(await tree(path.join(root.path, 'www'))).keys()];
  };
  const kept = ['.htopen-ftps', 'index.html', 'uploads/photo.jpg'];
  const site = { 'site/index.html': 'hello', 'site/uploads/test.jpg': 'local' };
  assert.deepEqual(await mirror({ ...site, 'site/old.html': 'old' }), [
    ...kept.slice(0, 2),
    'old.html',
    'uploads/photo.jpg',
  ]);
  assert.deepEqual(await mirror(site), kept);
});
