import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import { checkOut } from '../support/sync.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { account, embeddedServer, realServer, recipeOf, runRecipe, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';
const first = { 'site/index.html': 'one', 'site/app.1.js': 'js', 'site/about/index.html': 'same' };
const second = {
  'site/index.html': 'two!',
  'site/app.2.js': 'js',
  'site/about/index.html': 'same',
};

/** Deploys two versions of a site with the recipe. */
async function deployTwice(port: number, login: { username: string; password: string }) {
  await using workspace = await createWorkspace();
  const fixture = {
    workspace,
    network: { [`${hostName}:990`]: port },
    expressions: secretsOf(login),
  };
  for (const files of [first, second]) {
    await checkOut(workspace, files);
    await using run = await runRecipe(recipe, fixture);
    assert.equal(run.exitCode, 0, run.log);
    if (files === first) continue;
    assert.equal(run.outputs['uploaded-count'], '2');
    assert.equal(run.outputs['unchanged-count'], '1');
    assert.equal(run.outputs['deleted-files'], '["/www/app.1.js"]');
  }
}

const deployed = ['.htopen-ftps', 'about/index.html', 'app.2.js', 'index.html'];

test('the recipe for incremental deployments uploads what has changed and deletes what is gone', async () => {
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  await deployTwice(server.port, account);
  assert.deepEqual([...(await tree(path.join(root.path, 'www'))).keys()].sort(), deployed);
});

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(
    `the recipe for incremental deployments deploys a changed site on ${name}`,
    { skip: skipWithout(name) },
    async () => {
      await using server = await realServer(name, hostName);
      await deployTwice(server.port, server);
      assert.deepEqual([...(await tree(path.join(server.root, 'www'))).keys()].sort(), deployed);
    },
  );
}
