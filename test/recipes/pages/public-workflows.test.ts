/** Compares what arrives after a migration with what FTP-Deploy-Action uploads. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import type { ActionRun } from '../../support/action.ts';
import type { EmbeddedServer } from '../../support/embedded-server/embedded-server.ts';
import type { Workspace } from '../../support/workspace.ts';
import { createWorkspace, tree } from '../../support/workspace.ts';
import { ftpDeployState } from '../ftp-deploy-state.ts';
import { account, embeddedServer, runRecipe, secretsOf } from '../recipe.ts';
import type { Migration } from './public-workflows.ts';
import { laravelApp, migrations } from './public-workflows.ts';

const hostName = 'ftp.example.com';
const states = ['.ftp-deploy-sync-state.json', '.htopen-ftps'];

const withContents = (names: readonly string[], contents: string) =>
  Object.fromEntries(names.map((name) => [name, contents]));

function migrated(
  { ours }: Migration,
  { workspace, server }: { readonly workspace: Workspace; readonly server: EmbeddedServer },
): Promise<ActionRun> {
  const step = { with: ours };
  const recipe = { document: '', heading: '', step, laterSteps: [], matrix: [{}] };
  const network = { [`${hostName}:21`]: server.port };
  return runRecipe(recipe, { workspace, network, expressions: secretsOf(account) });
}

/** A server that has what FTP-Deploy-Action has deployed, a file that is gone by now, and a foreign one. */
async function deployedServer({ arrives, remoteDirectory }: Migration): Promise<Workspace> {
  const deployed = { ...withContents(arrives, 'old'), 'removed/gone.html': 'old' };
  const files = {
    ...deployed,
    '.ftp-deploy-sync-state.json': ftpDeployState(deployed),
    'uploads/by-hand.txt': 'foreign',
  };
  return await createWorkspace(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [path.posix.join(remoteDirectory, name), text]),
    ),
  );
}

/** The files on the server by their contents, without states. */
async function remoteFiles(root: Workspace, { remoteDirectory }: Migration): Promise<string[]> {
  const names = [...(await tree(path.join(root.path, remoteDirectory))).keys()];
  const shown = names.filter((name) => !states.includes(name));
  const read = (name: string) => root.read(path.posix.join(remoteDirectory, name));
  return await Promise.all(shown.map(async (name) => `${name}: ${(await read(name)).toString()}`));
}

for (const migration of migrations) {
  describe(`${migration.name}, migrated from FTP-Deploy-Action`, () => {
    const { arrives, files } = migration;

    test('updates the same files, deletes the same, and keeps foreign ones', async () => {
      await using workspace = await createWorkspace(withContents(files, 'new'));
      await using root = await deployedServer(migration);
      await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
      await using first = await migrated(migration, { workspace, server });
      assert.equal(first.exitCode, 0, first.log);
      assert.doesNotMatch(first.log, /^::warning.*match/m);
      await using second = await migrated(migration, { workspace, server });
      assert.equal(second.exitCode, 0, second.log);
      const expected = [...arrives.map((name) => `${name}: new`), 'uploads/by-hand.txt: foreign'];
      assert.deepEqual(await remoteFiles(root, migration), expected.sort());
      assert.deepEqual(second.outputs['uploaded-count'], '0');
    });

    test('uploads the same files to an empty server', async () => {
      await using workspace = await createWorkspace(withContents(files, 'new'));
      await using root = await createWorkspace();
      await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
      await using run = await migrated(migration, { workspace, server });
      assert.equal(run.exitCode, 0, run.log);
      assert.deepEqual(
        await remoteFiles(root, migration),
        arrives.map((name) => `${name}: new`),
      );
    });
  });
}

test('a migrated Laravel app creates the directories that FTP-Deploy-Action creates, with "!.gitignore"', async () => {
  const { emptyDirectories, files } = laravelApp;
  const exclude = `${String(laravelApp.ours['exclude'])}\n!.gitignore`;
  const ours = { ...laravelApp.ours, exclude };
  await using workspace = await createWorkspace(withContents(files, 'new'));
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, { mode: 'explicit' });
  await using run = await migrated({ ...laravelApp, ours }, { workspace, server });
  assert.equal(run.exitCode, 0, run.log);
  const remote = await readdir(root.path, { recursive: true });
  for (const name of emptyDirectories) assert.ok(remote.includes(path.normalize(name)), name);
});
