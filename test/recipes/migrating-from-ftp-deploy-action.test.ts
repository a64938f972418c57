import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { ftpDeployState } from './ftp-deploy-state.ts';
import { account, runRecipe, embeddedServer, recipeOf, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';

const checkedOut = {
  'index.php': 'new',
  'css/main.css': 'same',
  '.htaccess': '',
  '.gitignore': '',
  'css/.gitkeep': '',
  '.github/workflows/deploy.yml': '',
  '.git/config': '',
  'node_modules/a/index.js': '',
  'css/node_modules/b/index.js': '',
};

test('the recipe for FTP-Deploy-Action uploads what has changed since, and deletes what is gone in the second run', async () => {
  await using workspace = await createWorkspace(checkedOut);
  const deployed = { 'index.php': 'old', 'css/main.css': 'same', 'removed.html': 'gone' };
  await using root = await createWorkspace({
    ...Object.fromEntries(
      Object.entries(deployed).map(([name, text]) => [`public_html/${name}`, text]),
    ),
    'public_html/.ftp-deploy-sync-state.json': ftpDeployState(deployed),
    'public_html/users.txt': 'not ours',
  });
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  const fixture = { workspace, network, expressions: secretsOf(account) };
  const remote = async () => [...(await tree(path.join(root.path, 'public_html'))).keys()];

  await using first = await runRecipe(recipe, fixture);
  assert.equal(first.exitCode, 0, first.log);
  assert.equal(
    first.outputs['uploaded-files'],
    '["public_html/.htaccess","public_html/index.php"]',
  );
  assert.equal(first.outputs['unchanged-count'], '1');
  const expected = ['.ftp-deploy-sync-state.json', '.htaccess', '.htopen-ftps', 'css/main.css'];
  expected.push('index.php', 'removed.html', 'users.txt');
  assert.deepEqual(await remote(), expected);
  assert.equal((await root.read('public_html/index.php')).toString(), 'new');

  await using second = await runRecipe(recipe, fixture);
  assert.equal(second.exitCode, 0, second.log);
  assert.equal(second.outputs['deleted-files'], '["public_html/removed.html"]');
  assert.deepEqual(
    await remote(),
    expected.filter((name) => name !== 'removed.html'),
  );
});
