import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import type { CommandContext } from '../support/embedded-server/options.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { account, embeddedServer, recipeOf, runRecipe } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'waws-prod-xx1-001.ftp.azurewebsites.windows.net';
const username = 'my-app\\$my-app';
const expressions = { 'secrets.AZURE_FTP_PASSWORD': account.password };
const inUse = '550 The process cannot access the file because it is being used by another process.';

test('the recipe for taking an app offline replaces a file that is in use while the app runs', async () => {
  await using workspace = await createWorkspace({
    'app_offline.htm': '<h1>Back soon</h1>',
    'publish/app.dll': 'new',
    'publish/web.config': '<configuration/>',
  });
  await using root = await createWorkspace({ 'site/wwwroot/app.dll': 'old' });
  const wwwroot = path.join(root.path, 'site/wwwroot');
  let refusals = 0;
  // The app runs until it notices the page, and needs a moment to stop.
  const isRunning = () => {
    if (!existsSync(path.join(wwwroot, 'app_offline.htm'))) return true;
    refusals += 1;
    return refusals === 1;
  };
  const onCommand = ({ verb, argument }: CommandContext) =>
    ['RNFR', 'RNTO', 'STOR', 'DELE'].includes(verb) && argument.endsWith('/app.dll') && isRunning()
      ? inUse
      : undefined;
  await using server = await embeddedServer(hostName, root, {
    ...{ username, windowsNames: true, onCommand },
  });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  assert.equal(run.exitCode, 0, run.log);
  assert.equal((await root.read('site/wwwroot/app.dll')).toString(), 'new');
  assert.deepEqual([...(await tree(wwwroot)).keys()], ['app.dll', 'web.config']);
  assert.ok(refusals > 1);
});
