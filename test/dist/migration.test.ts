/** Sites that FTP-Deploy-Action has deployed. Its state is a real one: version 4.3.6 wrote it for `fixtures/site`. */
import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import type { ActionRun } from '../support/action.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import { assertSameTree, createWorkspace, tree, type Workspace } from '../support/workspace.ts';
import { assertSucceeded, runStep, serve, transcriptOf } from './step.ts';

// cspell:ignore menü

const fixtures = path.join(import.meta.dirname, '../fixtures');
const stateName = '.ftp-deploy-sync-state.json';
const stateText = await readFile(path.join(fixtures, 'ftp-deploy-sync-state.json'), 'utf8');

test('adopt: ftp-deploy-action uploads nothing again, and the next run deletes what was removed', async () => {
  await using root = await createWorkspace();
  await using workspace = await createWorkspace();
  await deployedByFtpDeploy(root, stateText);
  await cp(path.join(fixtures, 'site'), path.join(workspace.path, 'site'), { recursive: true });
  await using server = await serve(root);
  const before = await tree(root.path);

  await using dryRun = await deploy(server, workspace, { 'dry-run': 'true' });
  assertSucceeded(dryRun);
  assert.deepEqual(await tree(root.path), before);

  await using first = await deploy(server, workspace);
  assertSucceeded(first);
  assert.match(first.log, /^Nothing to do: 8 files unchanged\. The record .* was updated\.$/m);
  assert.match(first.log, /^::notice::.*\.ftp-deploy-sync-state\.json .* you can delete it\.$/m);
  assert.equal(first.log.match(/::notice::/g)?.length, 1);
  assert.doesNotMatch(first.log, /::warning::/);
  const stored = [...(await transcriptOf(first)).matchAll(/^C: (?:STOR|APPE) (.*)$/gm)];
  assert.ok(stored.length > 0);
  assert.ok(stored.every(([, name = '']) => name.startsWith('public_html/.htopen-ftps')));

  await rm(path.join(workspace.path, 'site/menü.html'));
  await using second = await deploy(server, workspace);
  assertSucceeded(second);
  assert.equal(second.outputs['deleted-files'], '["public_html/menü.html"]');
  assert.equal(second.outputs['uploaded-count'], '0');
  assert.match(second.log, /^Deleted 1 file from .*:public_html in .*, 7 unchanged\.$/m);
  const found = await tree(path.join(root.path, 'public_html'));
  assert.ok(found.delete(stateName) && found.delete('.htopen-ftps'));
  assertSameTree(found, await tree(path.join(workspace.path, 'site')));
});

const withFile = (name: string) => {
  const state = JSON.parse(stateText) as { data: object[] };
  state.data.push({ type: 'file', name, size: 3, hash: 'a'.repeat(64) });
  return JSON.stringify(state);
};

const unusable: Readonly<Record<string, readonly [text: string | undefined, reason: RegExp]>> = {
  'does not exist': [undefined, /not in "remote-dir"/],
  'is not JSON': ['<html>Not found</html>', /damaged/],
  'has a path outside remote-dir': [withFile('../../etc/passwd'), /unsafe paths/],
};

for (const [problem, [text, reason]] of Object.entries(unusable)) {
  test(`adopt: ftp-deploy-action warns and uploads every file when the state ${problem}`, async () => {
    await using root = await createWorkspace();
    await using workspace = await createWorkspace();
    await deployedByFtpDeploy(root, text);
    await cp(path.join(fixtures, 'site'), path.join(workspace.path, 'site'), { recursive: true });
    await rm(path.join(workspace.path, 'site/menü.html'));
    await using server = await serve(root);
    await using run = await deploy(server, workspace);
    assertSucceeded(run);
    const [warning = '', ...others] = run.log.match(/^::warning::.*/gm) ?? [];
    assert.match(warning, /FTP-Deploy-Action .* can't be adopted: .* Every file is uploaded\.$/);
    assert.match(warning, reason);
    assert.deepEqual(others, []);
    assert.equal(run.outputs['uploaded-count'], '7');
    assert.ok((await tree(root.path)).has('public_html/menü.html'));
  });
}

/** Fills the server as FTP-Deploy-Action does. */
async function deployedByFtpDeploy(root: Workspace, state: string | undefined): Promise<void> {
  const directory = path.join(root.path, 'public_html');
  await cp(path.join(fixtures, 'site'), directory, { recursive: true });
  if (state !== undefined) await root.write(`public_html/${stateName}`, state);
}

function deploy(
  server: EmbeddedServer,
  workspace: Workspace,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const common = { files: 'site', 'remote-dir': 'public_html', 'delete-removed': 'true' };
  return runStep(server, {
    workspace,
    inputs: { ...common, sync: 'changed', adopt: 'ftp-deploy-action', ...inputs },
  });
}
