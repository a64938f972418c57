import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { closedPort } from '../support/listener.ts';
import { skipWithout } from '../support/real-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import {
  account,
  assertDeployed,
  runRecipe,
  embeddedServer,
  realServer,
  recipeOf,
  secretsOf,
} from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';

/** The recipe without the line that the README says to remove for port 990. */
function forPort990() {
  const { 'tls-mode': mode, ...inputs } = recipe.step.with ?? {};
  assert.equal(mode, 'explicit');
  return { ...recipe, step: { ...recipe.step, with: inputs } };
}

const files = {
  'site/index.html': '<h1>Hello</h1>',
  'site/css/a.css': 'h1 {}',
  'README.md': 'not deployed',
};

test('the quick start deploys a site', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'public_html'));
});

test('the quick start deploys a site to port 990 without its line for port 21', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  const network = { [`${hostName}:990`]: server.port };
  const expressions = secretsOf(account);
  await using run = await runRecipe(forPort990(), { workspace, network, expressions });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'public_html'));
});

test('the quick start leads to the right port in the error if it has the wrong one', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  const network = { [`${hostName}:21`]: server.port, [`${hostName}:990`]: closedPort };
  const expressions = secretsOf(account);
  await using run = await runRecipe(forPort990(), { workspace, network, expressions });
  assert.equal(run.exitCode, 1, run.log);
  assert.match(run.log, /Port 21 answers .*set "tls-mode: explicit"/);
});

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(`the quick start deploys a site to ${name}`, { skip: skipWithout(name) }, async () => {
    await using workspace = await createWorkspace(files);
    await using server = await realServer(name, hostName, { mode: 'explicit' });
    const network = { [`${hostName}:21`]: server.port };
    await using run = await runRecipe(recipe, {
      workspace,
      network,
      expressions: secretsOf(server),
    });
    await assertDeployed(
      run,
      path.join(workspace.path, 'site'),
      path.join(server.root, 'public_html'),
    );
  });
}
