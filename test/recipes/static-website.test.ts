import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { account, runRecipe, embeddedServer, realServer, recipeOf, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';
const built = {
  'dist/index.html': 'new, with app.2.js',
  'dist/about/index.html': 'new',
  'dist/app.2.js': 'new',
  'dist/app.2.js.map': 'not for visitors',
};
const old = { 'www/index.html': 'old, with app.1.js', 'www/app.1.js': 'old' };

/** The expected files: the new site, and files of the old one that have no new version. */
async function expectedTree() {
  await using site = await createWorkspace({
    'index.html': built['dist/index.html'],
    'about/index.html': built['dist/about/index.html'],
    'app.2.js': built['dist/app.2.js'],
    'app.1.js': old['www/app.1.js'],
  });
  return await tree(site.path);
}

test('the recipe for a static site renames all files at the end, index.html last', async () => {
  await using workspace = await createWorkspace(built);
  await using root = await createWorkspace(old);
  const renamed: string[] = [];
  await using server = await embeddedServer(hostName, root, {
    onCommand: ({ verb, argument }) => {
      if (verb === 'RNTO') renamed.push(argument);
      // No new file is visible before the first rename.
      if (verb === 'STOR') assert.ok(!existsSync(path.join(root.path, 'www/app.2.js')));
      return undefined;
    },
  });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 0, run.log);
  assert.deepEqual(renamed, ['/www/app.2.js', '/www/about/index.html', '/www/index.html']);
  assertSameTree(await tree(path.join(root.path, 'www')), await expectedTree());
});

test('the recipe for a static site leaves the old site unchanged when an upload fails', async () => {
  await using workspace = await createWorkspace(built);
  await using root = await createWorkspace(old);
  const before = await tree(root.path);
  await using server = await embeddedServer(hostName, root, {
    onData: ({ count }) => (count === 3 ? { final: '552 Quota exceeded.' } : undefined),
  });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 1, run.log);
  assertSameTree(await tree(root.path), before);
});

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(
    `the recipe for a static site replaces an old site on ${name}`,
    { skip: skipWithout(name) },
    async () => {
      await using workspace = await createWorkspace(built);
      await using server = await realServer(name, hostName);
      await mkdir(path.join(server.root, 'www'));
      for (const [file, text] of Object.entries(old)) {
        await writeFile(path.join(server.root, file), text);
      }
      await server.adoptFiles();
      const network = { [`${hostName}:990`]: server.port };
      await using run = await runRecipe(recipe, {
        workspace,
        network,
        expressions: secretsOf(server),
      });
      assert.equal(run.exitCode, 0, run.log);
      assertSameTree(await tree(path.join(server.root, 'www')), await expectedTree());
    },
  );
}
