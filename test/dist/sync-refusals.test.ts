import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { tree } from '../support/workspace.ts';
import { first, second, Site } from './site.ts';
import { assertSucceeded, errorsOf, manifestOf } from './step.ts';

test('sync fails before any change when too many files would be deleted, and lists them', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, { 'max-deletions': '0' });
  assert.equal(run.exitCode, 1);
  const [error = ''] = errorsOf(run);
  assert.match(
    error,
    /^1 of 4 files would be deleted, more than max-deletions: 0 allows\. Nothing was changed\.\n/,
  );
  assert.match(error, /\n {2}old\.html\n.*"max-deletions: 100%"/);
  assert.match(run.log, /^1 new, 1 changed, 1 deleted, 2 unchanged$/m);
  assert.equal(run.outputs['changed'], 'false');
  assert.match(
    run.summary,
    /<p>Not attempted: 2 files \(7 B\), 1 deletion\. Unchanged: 2 files\.<\/p>/,
  );
  const manifest = await manifestOf(run);
  assert.equal((manifest.run['error'] as { code: string }).code, 'DELETE_LIMIT');
  assert.deepEqual(manifest.files.at(-1)?.['reason'], 'to-be-deleted');
  assert.deepEqual(await tree(site.root.path), before);
});

test("sync fails before any change when the state is another repository's", async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, {}, '2');
  assert.equal(run.exitCode, 1);
  const [error = ''] = errorsOf(run);
  assert.match(error, /belongs to a deployment of owner\/site-1\.\nNothing was changed\./);
  assert.match(error, /"state-file".*"sync: all"/);
  const manifest = await manifestOf(run);
  assert.equal((manifest.run['error'] as { code: string }).code, 'STATE');
  assert.deepEqual(await tree(site.root.path), before);

  await using preflight = await site.deploy(second, { preflight: 'true' }, '2');
  assert.equal(preflight.exitCode, 1);
  assert.match(errorsOf(preflight)[0] ?? '', /belongs to a deployment of owner\/site-1/);

  await using taken = await site.deploy(second, { sync: 'all' }, '2');
  assertSucceeded(taken);
  assert.equal(taken.outputs['uploaded-count'], '4');
  assert.equal(taken.outputs['deleted-count'], '0');
});

test('sync: all uploads every file again and deletes nothing that is still deployed', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  await using run = await site.deploy(first, { sync: 'all' });
  assertSucceeded(run);
  assert.equal(run.outputs['uploaded-count'], '4');
  assert.equal(run.outputs['unchanged-count'], '0');
});

test('sync suggests another name for the state when the server prohibits dot files', async () => {
  await using site = await Site.create({
    onCommand: ({ verb, argument }) =>
      (verb === 'STOR' || verb === 'APPE') && argument.includes('/.')
        ? '553 Prohibited file name.'
        : undefined,
  });
  await using run = await site.deploy(first);
  assert.equal(run.exitCode, 1);
  assert.match(errorsOf(run)[0] ?? '', /set "state-file: htopen-ftps\.state"/);
  assert.deepEqual(await site.remoteFiles(), []);
  await using other = await site.deploy(first, { 'state-file': 'htopen-ftps.state' });
  assertSucceeded(other);
});

test("adopt imports FTP-Deploy-Action's state and leaves its file", async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first, { 'state-file': '/elsewhere/state' });
  assertSucceeded(initial);
  const data = Object.entries(first).map(([name, content]) => ({
    type: 'file',
    name: name.slice('site/'.length),
    size: content.length,
    hash: createHash('sha256').update(content).digest('hex'),
  }));
  const stateName = 'www/.ftp-deploy-sync-state.json';
  await site.root.write(stateName, JSON.stringify({ version: '1.0.0', data }));
  const adopt = { adopt: 'ftp-deploy-action' };
  await using run = await site.deploy(second, adopt);
  assertSucceeded(run);
  assert.equal(run.outputs['uploaded-count'], '2');
  assert.equal(run.outputs['deleted-count'], '0');
  assert.match(run.log, /\.ftp-deploy-sync-state\.json is no longer needed .* you can delete it/);
  await using next = await site.deploy(second, adopt);
  assertSucceeded(next);
  assert.equal(next.outputs['deleted-files'], '["/www/old.html"]');
  assert.ok((await site.remoteFiles()).includes(stateName));
});
