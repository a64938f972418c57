import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import { account, embeddedServer, realServer, recipeOf, runRecipe, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';
const files = {
  'site/index.html': 'hello',
  'site/config.php': '<?php',
  'site/cgi-bin/form.cgi': '#!/bin/sh',
  'site/cgi-bin/readme.txt': '',
};

test('the recipe for file permissions sets them for the files that match', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  const sent: string[] = [];
  await using server = await embeddedServer(hostName, root, {
    mode: 'explicit',
    onCommand: ({ verb, argument }) => {
      if (verb !== 'SITE') return undefined;
      sent.push(argument);
      return '200 Changed.';
    },
  });
  const network = { [`${hostName}:21`]: server.port };
  const expressions = secretsOf(account);
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  assert.equal(run.exitCode, 0, run.log);
  assert.deepEqual(sent, [
    'CHMOD 755 public_html/cgi-bin/form.cgi',
    'CHMOD 600 public_html/config.php',
  ]);
});

for (const name of ['proftpd', 'pure-ftpd'] as const) {
  test(
    `the recipe for file permissions sets them on ${name}`,
    { skip: skipWithout(name) },
    async () => {
      await using workspace = await createWorkspace(files);
      await using server = await realServer(name, hostName, { mode: 'explicit' });
      const network = { [`${hostName}:21`]: server.port };
      const expressions = secretsOf(server);
      await using run = await runRecipe(recipe, { workspace, network, expressions });
      assert.equal(run.exitCode, 0, run.log);
      const modeOf = async (file: string) =>
        (await stat(path.join(server.root, 'public_html', file))).mode & 0o777;
      assert.equal(await modeOf('cgi-bin/form.cgi'), 0o755);
      assert.equal(await modeOf('config.php'), 0o600);
      assert.notEqual(await modeOf('index.html'), 0o755);
    },
  );
}
