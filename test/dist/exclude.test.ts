import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { first, Site } from './site.ts';
import { assertSucceeded, deployTo, errorsOf, serve } from './step.ts';

const files = {
  'site/index.html': 'one',
  'site/.env': 'TOKEN=1',
  'site/node_modules/x/index.js': 'x',
  'site/node_modules/y.js': 'y',
};

test('exclude keeps files from being uploaded and names them', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: 'site', exclude: '# secrets\n.env\nnode_modules/\n*.bak' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.deepEqual([...(await tree(root.path)).keys()], ['index.html']);
  assert.match(run.log, /^Excluded \.env, node_modules\/$/m);
  assert.match(run.log, /^::warning::Lines of "exclude" that match nothing: \*\.bak\. /m);
});

test('a dry run lists what is excluded', async () => {
  await using workspace = await createWorkspace(files);
  const inputs = { files: 'site', exclude: '.env\nnode_modules/', 'dry-run': 'true' };
  await using run = await deployTo({ host: 'ftp.example', port: 990 }, workspace, inputs);
  assertSucceeded(run);
  assert.match(
    run.log,
    /^::group::Dry run: excluded files and directories\r?\n\.env\r?\nnode_modules\/\r?\n::endgroup::/m,
  );
});

test('the error says so when exclude leaves out everything', async () => {
  await using workspace = await createWorkspace(files);
  const inputs = { files: 'site', exclude: '*', 'dry-run': 'true' };
  await using run = await deployTo({ host: 'ftp.example', port: 990 }, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.match(
    errorsOf(run)[0] ?? '',
    /, apart from what "exclude" leaves out\.\nChange "files" or "exclude"/,
  );
});

test('sync keeps files on the server that are excluded later', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const exclude = { exclude: 'css/' };
  await using run = await site.deploy(first, exclude);
  assertSucceeded(run);
  assert.match(run.log, /^::notice::.*"exclude".* have changed since the last deployment/m);
  assert.match(run.log, /^::warning::.* still exist locally.*: css\/a\.css, css\/b\.css\./m);
  await using next = await site.deploy(first, exclude);
  assertSucceeded(next);
  assert.equal(next.outputs['deleted-count'], '0');
  assert.equal((await site.remoteFiles()).length, 4);
  await using back = await site.deploy(first);
  assertSucceeded(back);
  assert.equal(back.outputs['unchanged-count'], '4');
});
