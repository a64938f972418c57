import assert from 'node:assert/strict';
import { mkdir, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import type { CommandContext } from '../support/embedded-server/options.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { account, runRecipe, embeddedServer, realServer, recipeOf, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'inbound.partner.example';
const modifiedAt = new Date('2026-02-03T04:05:06Z');
const files = { 'out/orders.csv': 'id;sum\n1;2\n', 'out/returns.csv': '', 'out/notes.txt': 'ours' };
const expected = ['orders.csv', 'returns.csv'];

async function createLocalFiles() {
  const workspace = await createWorkspace(files);
  for (const name of expected) {
    await utimes(path.join(workspace.path, 'out', name), modifiedAt, modifiedAt);
  }
  return workspace;
}

/** An account that can only upload. */
const uploadOnly = ({ verb }: CommandContext) =>
  ['RNFR', 'RNTO', 'DELE', 'MKD', 'RMD'].includes(verb) ? '550 Permission denied.' : undefined;

async function assertArrived(directory: string) {
  assert.deepEqual([...(await tree(directory)).keys()], expected);
  for (const name of expected) {
    assert.equal((await stat(path.join(directory, name))).mtimeMs, modifiedAt.getTime(), name);
  }
}

test('the recipe for a drop box uploads files with their times when only uploads are allowed', async () => {
  await using workspace = await createLocalFiles();
  await using root = await createWorkspace();
  await mkdir(path.join(root.path, 'inbound'));
  await using server = await embeddedServer(hostName, root, { onCommand: uploadOnly });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 0, run.log);
  await assertArrived(path.join(root.path, 'inbound'));
});

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(
    `the recipe for a drop box preserves modification times on ${name}`,
    { skip: skipWithout(name) },
    async () => {
      await using workspace = await createLocalFiles();
      await using server = await realServer(name, hostName);
      const network = { [`${hostName}:990`]: server.port };
      await using run = await runRecipe(recipe, {
        workspace,
        network,
        expressions: secretsOf(server),
      });
      assert.equal(run.exitCode, 0, run.log);
      await assertArrived(path.join(server.root, 'inbound'));
    },
  );
}

test('the recipe for a drop box succeeds with a warning when no file matches', async () => {
  await using workspace = await createWorkspace({ 'out/notes.txt': 'ours' });
  await using run = await runRecipe(recipe, {
    workspace,
    network: {},
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 0, run.log);
  assert.match(run.log, /^::warning::No files match/m);
});

test('the recipe for a drop box succeeds when files disappear after the upload, and needs verify-uploads: none to log no notice', async () => {
  await using workspace = await createLocalFiles();
  await using root = await createWorkspace();
  const network = { [`${hostName}:990`]: 0 };
  await using server = await embeddedServer(hostName, root, {
    onCommand: ({ verb, argument }) => {
      if (verb === 'SIZE') return '550 No such file.';
      return verb === 'MFMT' ? `213 Modify=${argument}` : undefined;
    },
    onData: ({ path: name }) => ({ meanwhile: () => unlink(path.join(root.path, name)) }),
  });
  network[`${hostName}:990`] = server.port;
  const fixture = { workspace, network, expressions: secretsOf(account) };
  await using run = await runRecipe(recipe, fixture);
  assert.equal(run.exitCode, 0, run.log);
  assert.match(run.log, /^::notice::The server rejected SIZE \(550\)/m);
  const relaxed = { ...recipe, step: { with: { ...recipe.step.with, 'verify-uploads': 'none' } } };
  await using again = await runRecipe(relaxed, fixture);
  assert.equal(again.exitCode, 0, again.log);
  assert.doesNotMatch(again.log, /^::notice::/m);
});

test('the recipe for a drop box uploads a marker file after another file failed', async () => {
  await using workspace = await createWorkspace({ 'out/orders.csv': '1', 'out/zzz-done.csv': '' });
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, {
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument.endsWith('orders.csv') ? '553 Not allowed.' : undefined,
  });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await runRecipe(recipe, {
    workspace,
    network,
    expressions: secretsOf(account),
  });
  assert.equal(run.exitCode, 1, run.log);
  assert.equal(run.outputs['uploaded-files'], '["/inbound/zzz-done.csv"]');
});
