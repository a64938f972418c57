/** What runs with `sync` check on the server, and what they adopt. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { NoChecksumError, StateError } from '../../src/deploy/index.ts';
import { deployWorkspace } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture, offers, timesSent } from '../support/embedded-deployment.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import {
  assertDeployed,
  changes,
  otherSite,
  outcomes,
  publishModes,
  site,
  stateName,
  sync,
} from './sync-fixture.ts';

const withoutHash = { onCommand: offers('EPSV', 'SIZE', 'MDTM', 'PBSZ', 'PROT') };
const other = { id: '2', name: 'other/name' };

test('sync with verify-uploads: none asks for no unchanged file', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture, { verifyUploads: 'none' });
  await fixture.remote.write('index.html', 'defaced');
  const second = await sync(fixture, { verifyUploads: 'none' });
  assert.equal(second.result.error, undefined);
  assert.deepEqual(changes(second), []);
  assert.equal(timesSent(second, 'SIZE') + timesSent(second, 'STAT'), 0);
  assert.equal(second.result.sync?.unverified, Object.keys(site).length);
  assert.ok(second.result.files.every((file) => file.status === 'unchanged'));
  assert.equal(await fixture.remoteText('index.html'), 'defaced');
});

test('sync with verify-uploads: none still asks for the size of a file before it is deleted', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture, { verifyUploads: 'none' });
  await fixture.remote.write('empty.txt', 'edited on the server');
  await checkOut(fixture.files, { 'index.html': site['index.html'] });
  const { result } = await sync(fixture, { verifyUploads: 'none' });
  await assertDeployed(fixture, result, ['empty.txt']);
  assert.ok(outcomes(result).includes('empty.txt kept edited'));
});

for (const publish of publishModes) {
  test(`sync with verify-uploads: checksum notices an edit that keeps the size (${publish})`, async () => {
    await using fixture = await createFixture(site, {});
    const options = { verifyUploads: 'checksum', publish } as const;
    await assertDeployed(fixture, (await sync(fixture, options)).result);
    assert.deepEqual(changes(await sync(fixture, options)), []);
    await fixture.remote.write('index.html', '<h1>9</h1>');
    const { result, notices } = await sync(fixture, options);
    await assertDeployed(fixture, result);
    assert.deepEqual(
      outcomes(result).filter((line) => !line.endsWith(' unchanged')),
      ['index.html uploaded differs-on-server'],
    );
    assert.match(notices.join(), /uploaded again: index\.html\./);
    assert.ok(result.files.every((file) => 'verified' in file && file.verified === 'checksum'));
  });
}

test('sync with verify-uploads: checksum fails on a server without checksums', async () => {
  await using fixture = await createFixture(site, {}, withoutHash);
  const failed = await sync(fixture, { verifyUploads: 'checksum' });
  assert.ok(failed.result.error instanceof NoChecksumError);
  assert.deepEqual(changes(failed), []);
});

test('sync with adopt: checksum uploads only what differs, and deletes from the second run on', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a', 'b.txt': 'b', 'c/d.txt': 'd' },
    { 'a.txt': 'a', 'b.txt': 'x', 'foreign.txt': 'not ours' },
  );
  const options = { sync: syncSettings({ adopt: 'checksum' }) };
  const first = await sync(fixture, options);
  await assertDeployed(fixture, first.result, ['foreign.txt']);
  assert.deepEqual(outcomes(first.result), [
    'a.txt unchanged',
    'b.txt uploaded new',
    'c/d.txt uploaded new',
  ]);
  await checkOut(fixture.files, { 'b.txt': 'b' });
  const second = await sync(fixture, options);
  await assertDeployed(fixture, second.result, ['foreign.txt']);
  assert.deepEqual(outcomes(second.result), [
    'b.txt unchanged',
    'a.txt deleted removed',
    'c/d.txt deleted removed',
  ]);
});

test('sync with adopt: checksum fails on a server without checksums, and changes nothing', async () => {
  await using fixture = await createFixture(site, site, withoutHash);
  const failed = await sync(fixture, { sync: syncSettings({ adopt: 'checksum' }) });
  assert.ok(failed.result.error instanceof NoChecksumError);
  assert.deepEqual(changes(failed), []);
  assert.equal(failed.result.sync?.isFound, false);
});

const ftpDeployState = '.ftp-deploy-sync-state.json';

/** The state of FTP-Deploy-Action for these files, with the folder `css`. */
function ftpDeployStateOf(files: Readonly<Record<string, string>>): string {
  const data = Object.entries(files).map(([name, content]) => ({
    ...{ type: 'file', name, size: content.length },
    hash: createHash('sha256').update(content).digest('hex'),
  }));
  const generatedTime = 1_700_000_000_000;
  const folder = { type: 'folder', name: 'css' };
  return JSON.stringify({ version: '1.0.0', generatedTime, data: [folder, ...data] });
}

test('sync with adopt: ftp-deploy-action uploads what changed, and deletes from the second run on', async () => {
  const old = { 'index.html': '1', 'css/a.css': 'a', 'css/gone.css': 'b', 'lost.txt': 'c' };
  await using fixture = await createFixture(
    { 'index.html': '2', 'css/a.css': 'a', 'lost.txt': 'c' },
    { ...old, [ftpDeployState]: ftpDeployStateOf(old), 'foreign.txt': 'not ours' },
  );
  await rm(path.join(fixture.remote.path, 'lost.txt'));
  const options = { sync: syncSettings({ adopt: 'ftp-deploy-action' }) };
  const first = await sync(fixture, options);
  const foreign = [ftpDeployState, 'foreign.txt'];
  await assertDeployed(fixture, first.result, [...foreign, 'css/gone.css']);
  assert.deepEqual(outcomes(first.result), [
    'css/a.css unchanged',
    'index.html uploaded changed',
    'lost.txt uploaded differs-on-server',
    'css/gone.css kept adopted',
  ]);
  assert.match(first.notices.join(), /its file \.ftp-deploy-sync-state\.json is no longer needed/);
  const second = await sync(fixture, options);
  await assertDeployed(fixture, second.result, foreign);
  assert.ok(outcomes(second.result).includes('css/gone.css deleted removed'));
  await checkOut(fixture.files, { 'index.html': '2' });
  await assertDeployed(fixture, (await sync(fixture, options)).result, foreign);
  // FTP-Deploy-Action may have found this directory on the server.
  assert.ok((await fixture.remoteNames()).includes('css'));
});

for (const [kind, content] of [
  ['damaged', '{"data":[{"type":"file","name":"../etc/passwd","size":1,"hash":""}]}'],
  ['empty', ''],
] as const) {
  test(`sync with adopt: ftp-deploy-action uploads everything if its state is ${kind}`, async () => {
    await using fixture = await createFixture(site, { [ftpDeployState]: content });
    const { result } = await sync(fixture, { sync: syncSettings({ adopt: 'ftp-deploy-action' }) });
    await assertDeployed(fixture, result, [ftpDeployState]);
    assert.ok(outcomes(result).every((outcome) => outcome.endsWith(' uploaded new')));
  });
}

test('sync: all takes over the directory of another repository, and deletes nothing', async () => {
  await using fixture = await createFixture({ ...site, 'theirs.txt': 'theirs' }, {});
  await sync(fixture);
  await checkOut(fixture.files, otherSite);
  const refused = await sync(fixture, { sync: syncSettings({ repository: other }) });
  assert.ok(refused.result.error instanceof StateError);
  assert.equal(refused.result.error.reason, 'other-deployment');
  assert.deepEqual(changes(refused), []);

  const all = syncSettings({ repository: other, mode: 'all' });
  const first = await sync(fixture, { sync: all });
  const theirs = ['empty.txt', 'img/a b.png', 'theirs.txt'];
  await assertDeployed(fixture, first.result, theirs);
  assert.ok(first.result.files.every(({ status }) => status === 'uploaded'));
  assert.equal(first.result.sync?.generation, 2);
  assert.match(first.notices.join(), /taken over from another deployment, so nothing is deleted/);

  await checkOut(fixture.files, { 'index.html': '3' });
  const second = await sync(fixture, { sync: syncSettings({ repository: other }) });
  await assertDeployed(fixture, second.result, theirs);
  const former = await sync(fixture);
  assert.ok(former.result.error instanceof StateError);
});

test('sync: all uploads every file to its own directory', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  const { result } = await sync(fixture, { sync: syncSettings({ mode: 'all' }) });
  await assertDeployed(fixture, result);
  assert.ok(outcomes(result).every((outcome) => outcome.endsWith(' uploaded requested')));
});

test('sync deletes nothing below the state of another deployment', async () => {
  const files = {
    'index.html': '1',
    'blog/old.html': '2',
    'blog/a/b/old.html': '3',
    'old/x.txt': '4',
  };
  await using fixture = await createFixture(files, {});
  await sync(fixture);
  await deployBlog(fixture);
  await checkOut(fixture.files, { 'index.html': '1' });
  const before = await tree(path.join(fixture.remote.path, 'blog'));
  const { result, dialogue, notices } = await sync(fixture);
  assert.equal(result.error, undefined);
  assertSameTree(await tree(path.join(fixture.remote.path, 'blog')), before);
  assert.deepEqual(outcomes(result), [
    'index.html unchanged',
    'blog/a/b/old.html kept other-deployment',
    'blog/old.html kept other-deployment',
    'old/x.txt deleted removed',
  ]);
  assert.match(notices.join(), /another deployment has its state in their directory or above it/);
  const asked = (line: string) => dialogue.indexOf(`C: SIZE ${line}/${stateName}`);
  const deleted = dialogue.indexOf('C: DELE old/x.txt');
  for (const directory of ['blog', 'blog/a', 'blog/a/b', 'old']) {
    assert.ok(asked(directory) !== -1 && asked(directory) < deleted, directory);
  }
});

/** Deploys to the directory `blog` of the same server, from another repository. */
async function deployBlog({ server }: DeploymentFixture): Promise<void> {
  await using local = await createWorkspace({ 'post.html': 'post' });
  const settings = syncSettings({ repository: other });
  await deployWorkspace(local, server, { sync: settings, remoteDirectory: 'blog' });
}

const mebibyte = 1 << 20;

for (const publish of publishModes) {
  test(`sync says in the journal what grows before it uploads 16 MiB (${publish})`, async () => {
    const journals = new Map<string, string>();
    await using fixture = await createFixture(
      { 'large.bin': 16 * mebibyte, 'small.bin': mebibyte },
      {},
      {
        onData: ({ path: file }) => {
          const name = file.slice(1);
          return {
            meanwhile: async () => {
              const journal = path.join(fixture.remote.path, `${stateName}.journal`);
              journals.set(name, await readFile(journal, 'utf8').catch(() => ''));
            },
          };
        },
      },
    );
    const { result } = await sync(fixture, { publish });
    await assertDeployed(fixture, result);
    const announced = [...journals].filter(([name, journal]) =>
      journal.includes(`"uploading":"${name}"`),
    );
    assert.equal(announced.length, 1);
    const pattern = publish === 'direct' ? /^large\.bin$/ : /^\.up-/;
    assert.match(announced[0]?.[0] ?? '', pattern);
  });
}

test('sync sends only commands that read in a dry run', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await checkOut(fixture.files, otherSite);
  const settings = syncSettings({ isDryRun: true });
  for (const verifyUploads of ['size', 'checksum', 'none'] as const) {
    const { result, dialogue } = await sync(fixture, { sync: settings, verifyUploads });
    assert.equal(result.error, undefined);
    const reading =
      /^C: (?:USER|PASS|PBSZ|PROT|FEAT|OPTS|TYPE|STRU|MODE|PWD|CWD|SIZE|MDTM|EPSV|RETR|STAT|MLSD|HASH|XSHA256|QUIT)\b/;
    assert.deepEqual(
      dialogue.filter((line) => line.startsWith('C: ') && !reading.test(line)),
      [],
    );
  }
});
