import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { tree } from '../support/workspace.ts';
import { first, remaining, second, Site } from './site.ts';
import { assertSucceeded, manifestOf, uploadedPaths } from './step.ts';

/** Commands that change something on the server. */
const changing = /^(STOR|APPE|MKD|RMD|DELE|RNFR|RNTO|MFMT|SITE)\b/m;

test('sync uploads what has changed, deletes what is gone and reports both', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  assert.match(initial.log, /^4 new, 0 changed, 0 deleted, 0 unchanged$/m);
  await using run = await site.deploy(second);
  assertSucceeded(run);

  assert.match(run.log, /^1 new, 1 changed, 1 deleted, 2 unchanged$/m);
  assert.match(run.log, /^\[1\/2\] \/www\/new\.html .*  new$/m);
  assert.match(run.log, /^\[2\/2\] \/www\/index\.html .*  changed$/m);
  assert.match(run.log, /^\/www\/old\.html {2}deleted$/m);
  assert.match(run.log, /^Uploaded 2 files .* all verified by size, 1 deleted, 2 unchanged\.$/m);
  assert.ok(run.log.indexOf('1 new, 1 changed') < run.log.indexOf('[1/2]'));
  const { outputs } = run;
  assert.deepEqual(uploadedPaths(run).sort(), ['/www/index.html', '/www/new.html']);
  assert.equal(outputs['deleted-files'], '["/www/old.html"]');
  assert.equal(outputs['deleted-count'], '1');
  assert.equal(outputs['unchanged-count'], '2');
  assert.equal(outputs['changed'], 'true');
  const files = ['www/css/a.css', 'www/css/b.css', 'www/index.html', 'www/new.html'];
  assert.deepEqual(await site.remoteFiles(), files);

  const manifest = await manifestOf(run);
  const state = { path: '/www/.htopen-ftps', found: true, generation: 2, written: true };
  assert.deepEqual(manifest.run['state'], state);
  assert.deepEqual(
    manifest.files.map(({ remote, status, reason }) => [remote, status, reason]),
    [
      ['/www/css/a.css', 'unchanged', null],
      ['/www/css/b.css', 'unchanged', null],
      ['/www/index.html', 'uploaded', 'changed'],
      ['/www/new.html', 'uploaded', 'new'],
      ['/www/old.html', 'deleted', 'removed'],
    ],
  );
  assert.match(run.summary, /^<h3>✅ FTPS upload: 2 files \(7 B\), 1 deleted → /);
  assert.doesNotMatch(run.summary, /a\.css/);
});

test('sync ends in one line and writes nothing when nothing has changed', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = site.server.clientText.length;
  await using run = await site.deploy(first);
  assertSucceeded(run);
  assert.match(run.log, /^Nothing to do: 4 files unchanged\.$/m);
  assert.equal(run.outputs['changed'], 'false');
  assert.equal(run.outputs['unchanged-count'], '4');
  const sent = site.server.clientText.slice(before);
  assert.match(sent, /^RETR \/www\/\.htopen-ftps\r?$/m);
  assert.doesNotMatch(sent, changing);
  assert.match(run.summary, /^<h3>✅ FTPS upload: nothing to do, 4 files unchanged → /);
});

test('a dry run with sync compares with the server and changes nothing', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, { 'dry-run': 'true' });
  assertSucceeded(run);
  assert.match(run.log, /^new +3 B {2}site\/new\.html -> \/www\/new\.html$/m);
  assert.match(run.log, /^changed +4 B {2}site\/index\.html -> \/www\/index\.html$/m);
  assert.match(run.log, /^deleted +\/www\/old\.html$/m);
  assert.match(
    run.log,
    /^Dry run: 1 new, 1 changed, 1 deleted, 2 unchanged\. Nothing was changed/m,
  );
  assert.equal(run.outputs['pending-count'], '2');
  assert.equal(run.outputs['deleted-count'], '0');
  assert.equal(run.outputs['changed'], 'false');
  assert.deepEqual(await tree(site.root.path), before);
});

test('a preflight with sync describes the state', async () => {
  await using site = await Site.create();
  await using missing = await site.deploy(first, { preflight: 'true' });
  assertSucceeded(missing);
  assert.match(missing.log, /State +no state yet at "\/www\/\.htopen-ftps"/);
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const before = await tree(site.root.path);
  await using run = await site.deploy(second, { preflight: 'true' });
  assertSucceeded(run);
  assert.match(run.log, /State +"\/www\/\.htopen-ftps" lists 4 files, written 2/);
  assert.deepEqual(await tree(site.root.path), before);
});

test('sync warns about a file that was changed on the server, and uploads it again', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  await site.root.write('www/css/a.css', 'edited');
  await using run = await site.deploy(first);
  assertSucceeded(run);
  assert.match(run.log, /^::warning::Files that haven't changed locally .*: css\/a\.css\.$/m);
  assert.match(run.log, /a\.css .*uploaded again: missing or different on the server$/m);
  assert.equal(run.outputs['uploaded-files'], '["/www/css/a.css"]');
});

test('sync keeps files that must not be deleted, and says why', async () => {
  await using site = await Site.create();
  const more = { 'site/edited.html': 'mine', 'site/docs/a.pdf': 'pdf' };
  await using initial = await site.deploy({ ...first, ...more });
  assertSucceeded(initial);
  await site.root.write('www/edited.html', 'edited by hand');
  await using run = await site.deploy(remaining, { 'never-delete': 'docs/' });
  assertSucceeded(run);
  assert.match(run.log, /^::warning::.* were changed on the server .*: edited\.html\.$/m);
  assert.match(run.log, /^Not deleted .*"never-delete": \/www\/docs\/a\.pdf\.$/m);
  assert.equal(run.outputs['deleted-files'], '["/www/old.html"]');
  const { files } = await manifestOf(run);
  assert.deepEqual(
    files.flatMap(({ remote, status, reason }) => (status === 'kept' ? [[remote, reason]] : [])),
    [
      ['/www/docs/a.pdf', 'protected'],
      ['/www/edited.html', 'edited'],
    ],
  );
});

test('sync without delete-removed names what stays on the server', async () => {
  await using site = await Site.create();
  const keeping = { 'delete-removed': 'false' };
  await using initial = await site.deploy(first, keeping);
  assertSucceeded(initial);
  await using run = await site.deploy(second, keeping);
  assertSucceeded(run);
  assert.match(run.log, /^No longer part .*: \/www\/old\.html\. .*"delete-removed: true"\.$/m);
  assert.equal(run.outputs['deleted-count'], '0');
  assert.ok((await site.remoteFiles()).includes('www/old.html'));
});

test('sync deletes nothing in the run after the inputs that select files have changed', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  const changed = { files: 'site/**' };
  await using run = await site.deploy(second, changed);
  assertSucceeded(run);
  assert.match(run.log, /^::warning::The inputs that select the files .* have changed/m);
  assert.ok((await site.remoteFiles()).includes('www/old.html'));
  await using next = await site.deploy(second, changed);
  assertSucceeded(next);
  assert.equal(next.outputs['deleted-files'], '["/www/old.html"]');
});

test('sync with verify-uploads: none sends each file once to a drop box that is emptied', async () => {
  await using site = await Site.create();
  const inputs = {
    'delete-removed': 'false',
    'verify-uploads': 'none',
    'state-file': '/box.state',
  };
  await using initial = await site.deploy(first, inputs);
  assertSucceeded(initial);
  await rm(path.join(site.root.path, 'www'), { recursive: true });
  await mkdir(path.join(site.root.path, 'www'));
  await using unchanged = await site.deploy(first, inputs);
  assertSucceeded(unchanged);
  assert.match(
    unchanged.log,
    /^Nothing to do: 4 files unchanged \(not checked on the server\)\.$/m,
  );
  await using run = await site.deploy(second, inputs);
  assertSucceeded(run);
  assert.deepEqual(uploadedPaths(run).sort(), ['/www/index.html', '/www/new.html']);
  assert.deepEqual(await site.remoteFiles(), ['box.state', 'www/index.html', 'www/new.html']);
});

test('sync names the deleted files in a group of their own, and ends with their number', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  await using run = await site.deploy(remaining);
  assertSucceeded(run);
  assert.match(run.log, /^::group::Deleted files\n\/www\/old\.html {2}deleted\n::endgroup::$/m);
  assert.match(run.log, /^Deleted 1 file from .*:\/www in .*, 3 unchanged\.$/m);
  assert.match(run.summary, /^<h3>✅ FTPS upload: 1 file deleted → <code>/);
});

test('a dry run with sync that fails lists no files as if they would be uploaded', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy(first);
  assertSucceeded(initial);
  await using run = await site.deploy(remaining, { 'dry-run': 'true', 'max-deletions': '0' });
  assert.equal(run.exitCode, 1);
  assert.match(run.log, /^0 new, 0 changed, 1 deleted, 3 unchanged$/m);
  assert.match(run.log, /^deleted +\/www\/old\.html$/m);
  assert.doesNotMatch(run.log + run.summary, /a\.css/);
});
