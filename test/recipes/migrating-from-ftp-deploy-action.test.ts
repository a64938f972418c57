import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { account, runRecipe, embeddedServer, recipeOf, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';

test('the recipe for FTP-Deploy-Action excludes the same files and deletes nothing', async () => {
  await using workspace = await createWorkspace({
    'index.php': 'new',
    'css/main.css': '',
    '.htaccess': '',
    '.gitignore': '',
    'css/.gitkeep': '',
    '.github/workflows/deploy.yml': '',
    '.git/config': '',
    'node_modules/a/index.js': '',
    'css/node_modules/b/index.js': '',
  });
  await using root = await createWorkspace({
    'public_html/index.php': 'old',
    'public_html/.ftp-deploy-sync-state.json': '{}',
  });
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 0, run.log);
  const remote = await tree(path.join(root.path, 'public_html'));
  const expected = ['.ftp-deploy-sync-state.json', '.htaccess', 'css/main.css', 'index.php'];
  assert.deepEqual([...remote.keys()], expected);
  assert.equal((await root.read('public_html/index.php')).toString(), 'new');
});
