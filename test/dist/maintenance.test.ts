import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { first, second, Site } from './site.ts';
import { assertSucceeded, deployTo, errorsOf, manifestOf, serve } from './step.ts';

const page = { 'app_offline.htm': 'Back soon' };
const maintenance = { 'maintenance-file': 'app_offline.htm' };

test('maintenance-file hides the site while it changes, and is in no output, manifest or state', async () => {
  await using site = await Site.create();
  await using initial = await site.deploy({ ...first, ...page }, maintenance);
  assertSucceeded(initial);
  await using run = await site.deploy({ ...second, ...page }, maintenance);
  assertSucceeded(run);
  const up = run.log.indexOf('Visitors now see the maintenance file /www/app_offline.htm');
  const down = run.log.indexOf('Deleted the maintenance file /www/app_offline.htm');
  assert.ok(up > 0 && up < down, run.log);
  const transcript = await readFile(run.outputs['transcript'] ?? '', 'utf8');
  const changes = transcript.match(/(?:STOR|DELE) \S+(?<!htopen-ftps\S*)$/gm) ?? [];
  assert.deepEqual(changes, [
    'STOR /www/app_offline.htm',
    'STOR /www/new.html',
    'STOR /www/index.html',
    'DELE /www/old.html',
    'DELE /www/app_offline.htm',
  ]);
  assert.ok(!(await site.remoteFiles()).includes('www/app_offline.htm'));
  assert.doesNotMatch(JSON.stringify(run.outputs), /app_offline/);
  assert.doesNotMatch(JSON.stringify(await manifestOf(run)), /app_offline/);
  await using next = await site.deploy({ ...second, ...page }, maintenance);
  assertSucceeded(next);
  assert.match(next.log, /^Nothing to do: 4 files unchanged\.$/m);
});

test('maintenance-file stays with a warning when the deployment failed', async () => {
  await using workspace = await createWorkspace({ ...first, ...page });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    windowsNames: true,
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument.endsWith('old.html') ? '553 No.' : undefined,
  });
  await using run = await deployTo(server, workspace, { files: 'site', ...maintenance });
  assert.equal(run.exitCode, 1);
  assert.match(run.log, /^::warning::Visitors still see the maintenance file app_offline\.htm: /m);
  assert.ok((await tree(root.path)).has('app_offline.htm'));
});

test('a planned file in the place of maintenance-file is an error before connecting', async () => {
  await using workspace = await createWorkspace({ ...page, 'site/App_Offline.HTM': 'x' });
  const inputs = { files: 'site', ...maintenance };
  await using run = await deployTo({ host: 'ftp.example', port: 990 }, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.match(
    errorsOf(run)[0] ?? '',
    /^site\/App_Offline\.HTM can't be uploaded: .* is reserved for maintenance-file\. Leave it out with "exclude"\./,
  );
  await using excluded = await deployTo({ host: 'ftp.example', port: 990 }, workspace, {
    ...{ files: '.', 'base-dir': 'site', exclude: '*.HTM\n*.htm', 'if-no-files-found': 'ignore' },
    ...{ ...maintenance, 'dry-run': 'true' },
  });
  assertSucceeded(excluded);
});

test('a dry run names the maintenance file and opens no connection', async () => {
  await using workspace = await createWorkspace({ ...first, ...page });
  const inputs = { files: 'site', 'remote-dir': 'www', 'dry-run': 'true', ...maintenance };
  await using run = await deployTo({ host: 'ftp.example', port: 990 }, workspace, inputs);
  assertSucceeded(run);
  assert.match(run.log, /while the site changes: app_offline\.htm -> www\/app_offline\.htm$/m);
});
