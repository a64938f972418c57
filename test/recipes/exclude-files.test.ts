import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { account, embeddedServer, recipeOf, runRecipe, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';

test('the recipe for excluding files leaves out directories, names and extensions', async () => {
  await using workspace = await createWorkspace({
    'index.html': 'hello',
    '.htaccess': '',
    'docs/tests/intro.html': '',
    'js/app.js': '',
    'js/app.js.map': '',
    'tests/app.test.js': '',
    'node_modules/a/index.js': '',
    'lib/node_modules/b/index.js': '',
    '.gitignore': '',
    '.github/workflows/deploy.yml': '',
    '.git/config': '',
  });
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  const expressions = secretsOf(account);
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  assert.equal(run.exitCode, 0, run.log);
  assert.deepEqual(
    [...(await tree(path.join(root.path, 'public_html'))).keys()],
    ['.htaccess', 'docs/tests/intro.html', 'index.html', 'js/app.js'],
  );
});
