import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import { account, assertDeployed, runRecipe, embeddedServer, recipeOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'waws-prod-xx1-001.ftp.azurewebsites.windows.net';
const expressions = { 'secrets.AZURE_FTP_PASSWORD': account.password };
const files = { 'site/index.html': 'hello', 'site/bin/app.dll': 'library' };

test('the recipe for Azure App Service deploys to /site/wwwroot with the user name of Azure', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace({ 'site/wwwroot/hostingstart.html': '' });
  const username = 'my-app\\$my-app';
  await using server = await embeddedServer(hostName, root, { username });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  await workspace.write('site/hostingstart.html', ''); // not deleted
  await assertDeployed(
    run,
    path.join(workspace.path, 'site'),
    path.join(root.path, 'site/wwwroot'),
  );
});

test('the recipe for Azure App Service uploads the other files when a file is locked', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  const inUse =
    '550 The process cannot access the file because it is being used by another process.';
  await using server = await embeddedServer(hostName, root, {
    username: 'my-app\\$my-app',
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument.endsWith('.dll') ? inUse : undefined,
  });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  assert.equal(run.exitCode, 1, run.log);
  assert.equal(run.outputs['uploaded-files'], '["/site/wwwroot/index.html"]');
  assert.ok(
    run.log.includes('Uploading /site/wwwroot/bin/app.dll failed: 550 The process cannot'),
    run.log,
  );
});
