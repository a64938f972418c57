import assert from 'node:assert/strict';
import { mkdir, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import type { CommandContext } from '../support/embedded-server/options.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { account, cook, embeddedServer, realServer, recipeOf, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'inbound.partner.example';
const written = new Date('2026-02-03T04:05:06Z');
const files = { 'out/orders.csv': 'id;sum\n1;2\n', 'out/returns.csv': '', 'out/notes.txt': 'ours' };
const expected = ['orders.csv', 'returns.csv'];

async function makeWorkspace() {
  const workspace = await createWorkspace(files);
  for (const name of expected) {
    await utimes(path.join(workspace.path, 'out', name), written, written);
  }
  return workspace;
}

/** An account that may upload and nothing else. */
const uploadOnly = ({ verb }: CommandContext) =>
  ['RNFR', 'RNTO', 'DELE', 'MKD', 'RMD'].includes(verb) ? '550 Permission denied.' : undefined;

async function assertArrived(directory: string) {
  assert.deepEqual([...(await tree(directory)).keys()], expected);
  for (const name of expected) {
    assert.equal((await stat(path.join(directory, name))).mtimeMs, written.getTime(), name);
  }
}

test('a drop box that allows nothing but uploads gets its files, with their times', async () => {
  await using workspace = await makeWorkspace();
  await using root = await createWorkspace();
  await mkdir(path.join(root.path, 'inbound'));
  await using server = await embeddedServer(hostName, root, { onCommand: uploadOnly });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await cook(recipe, { workspace, network, expressions: secretsOf(account) });
  assert.equal(run.exitCode, 0, run.log);
  await assertArrived(path.join(root.path, 'inbound'));
});

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(`a drop box with ${name} keeps the times`, { skip: skipWithout(name) }, async () => {
    await using workspace = await makeWorkspace();
    await using server = await realServer(name, hostName);
    const network = { [`${hostName}:990`]: server.port };
    await using run = await cook(recipe, { workspace, network, expressions: secretsOf(server) });
    assert.equal(run.exitCode, 0, run.log);
    await assertArrived(path.join(server.root, 'inbound'));
  });
}

test('a drop box gets nothing, with a warning, on a day without a file', async () => {
  await using workspace = await createWorkspace({ 'out/notes.txt': 'ours' });
  await using run = await cook(recipe, { workspace, network: {}, expressions: secretsOf(account) });
  assert.equal(run.exitCode, 0, run.log);
  assert.match(run.log, /^::warning::No file matches/m);
});

test('a drop box that takes files away at once fails the comparison, and the error says what to set', async () => {
  await using workspace = await makeWorkspace();
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
  const world = { workspace, network, expressions: secretsOf(account) };
  await using run = await cook(recipe, world);
  assert.equal(run.exitCode, 1, run.log);
  assert.match(run.log, /use "verify-uploads: none"/);
  const relaxed = { ...recipe, step: { with: { ...recipe.step.with, 'verify-uploads': 'none' } } };
  await using again = await cook(relaxed, world);
  assert.equal(again.exitCode, 0, again.log);
});

test('a marker in the same step is uploaded although the file before it failed', async () => {
  await using workspace = await createWorkspace({ 'out/orders.csv': '1', 'out/zzz-done.csv': '' });
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, {
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument.endsWith('orders.csv') ? '553 Not allowed.' : undefined,
  });
  const network = { [`${hostName}:990`]: server.port };
  await using run = await cook(recipe, { workspace, network, expressions: secretsOf(account) });
  assert.equal(run.exitCode, 1, run.log);
  assert.equal(run.outputs['uploaded-files'], '["/inbound/zzz-done.csv"]');
});
