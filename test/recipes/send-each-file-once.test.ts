import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { account, embeddedServer, recipeOf, runRecipe, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'inbound.partner.example';

test('the recipe for sending each file once sends new and changed files after the directory was emptied', async () => {
  await using workspace = await createWorkspace({ 'out/a.csv': 'a', 'out/b.csv': 'b' });
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root);
  const network = { [`${hostName}:990`]: server.port };
  const inbound = path.join(root.path, 'inbound');
  const send = async () => {
    const expressions = secretsOf(account);
    await using run = await runRecipe(recipe, { workspace, network, expressions });
    assert.equal(run.exitCode, 0, run.log);
    const arrived = [...(await tree(inbound)).keys()];
    for (const name of await readdir(inbound)) await rm(path.join(inbound, name));
    return arrived;
  };

  assert.deepEqual(await send(), ['a.csv', 'b.csv']);
  assert.deepEqual(await send(), []);
  await workspace.write('out/b.csv', 'b, corrected');
  await workspace.write('out/c.csv', 'c');
  assert.deepEqual(await send(), ['b.csv', 'c.csv']);
  assert.deepEqual(await send(), []);
});
