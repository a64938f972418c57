/** What a user reads about a run with `sync`, beyond the plan. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createFixture } from '../support/embedded-deployment.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import { nextAttempt, outcomes, site, stateName, sync } from './sync-fixture.ts';

test('sync has no notice for a first deployment, and says that the inputs have changed', async () => {
  await using fixture = await createFixture(site, {});
  const first = await sync(fixture);
  assert.deepEqual(first.notices, []);
  const selection = { files: ['**', '!x'], exclude: [], baseDir: '.', flatten: false };
  const second = await sync(fixture, { sync: syncSettings({ selection }) });
  assert.equal(second.notices.length, 1);
  assert.match(second.notices[0] ?? '', /^The inputs that select the files .* have changed/);
});

test('sync says that there is no record when files are on the server already', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await rm(path.join(fixture.remote.path, stateName));
  await rm(path.join(fixture.remote.path, 'css/main.css'));
  const { notices } = await sync(fixture);
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /no record .*\(4 of them are on the server already\)/);
});

test('sync says once that a damaged state is not used', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await fixture.remote.write(stateName, 'damaged');
  const { notices } = await sync(fixture);
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /can't be used .* every file is uploaded and nothing is deleted/);
});

test('sync names the files that only the next run deletes, and how two workflows share a directory', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await checkOut(fixture.files, { 'index.html': site['index.html'], 'other.html': 'x' });
  const selection = { files: ['docs'], exclude: [], baseDir: 'docs', flatten: false };
  const { notices } = await sync(fixture, { sync: syncSettings({ selection }) });
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /deployment: css\/main\.css, css\/print\.css, .*"state-file"/);
});

test('sync names the files of the last deployment when the new one has none of them', async () => {
  await using fixture = await createFixture({ 'a.html': 'a', 'b.html': 'b' }, {});
  const settings = syncSettings({ maxDeletions: { value: 50, isPercentage: true } });
  await sync(fixture, { sync: settings });
  await checkOut(fixture.files, { 'c.html': 'c' });
  const { notices } = await sync(fixture, { sync: settings });
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /no file in common .*"remote-dir".*\(a\.html, b\.html\)/);
});

test('sync names the directory when state-file records a deployment to another one', async () => {
  await using fixture = await createFixture(site, {});
  const settings = syncSettings({ stateFile: 'private/site.state' });
  await sync(fixture, { remoteDirectory: 'www', sync: settings });
  const { result } = await sync(fixture, { remoteDirectory: 'htdocs', sync: settings });
  assert.equal(result.error?.message, 'The state on the server belongs to a deployment to www.');
});

const bundles = (version: number) =>
  Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`js/${n}-${version}.js`, `${version}`]));

for (const refused of ['js/3-2.js', 'index.html']) {
  test(`sync doesn't count replaced bundles after a run that failed at ${refused}`, async () => {
    let isRefused = false;
    await using fixture = await createFixture(
      { 'index.html': '1', ...bundles(1) },
      {},
      {
        onCommand: ({ verb, argument }) =>
          isRefused && verb === 'STOR' && argument === refused ? '553 Not now.' : undefined,
      },
    );
    const maxDeletions = { value: 50, isPercentage: true };
    await sync(fixture, { sync: syncSettings({ maxDeletions }) });
    await checkOut(fixture.files, { 'index.html': '2', ...bundles(2) });
    isRefused = true;
    const failed = await sync(fixture, { sync: syncSettings({ maxDeletions }) });
    assert.ok(failed.result.error);
    isRefused = false;
    const { result } = await sync(fixture, { sync: { ...nextAttempt, maxDeletions } });
    assert.equal(result.error, undefined);
    assert.equal(result.sync?.counts?.deleted, 12);
  });
}

test('sync calls a file new that an unfinished run announced, but never stored', async () => {
  let isRefused = true;
  await using fixture = await createFixture(
    { 'a.html': 'a', 'b.html': 'b' },
    {},
    {
      onCommand: ({ verb, argument }) =>
        isRefused && verb === 'STOR' && argument === 'a.html' ? '452 Disk full.' : undefined,
    },
  );
  const failed = await sync(fixture, { retries: 0 });
  assert.ok(failed.result.error);
  isRefused = false;
  const { result } = await sync(fixture);
  assert.deepEqual(
    outcomes(result).filter((line) => line.endsWith('uploaded new')).length,
    result.sync?.counts?.new,
  );
  assert.ok(outcomes(result).includes('a.html uploaded new'));
  assert.equal(result.sync?.counts?.changed, 0);
});

const misses = [
  { line: './css/**', remedy: 'write css/**' },
  { line: 'css\\print.css', remedy: 'write css/print.css' },
  { line: 'www/css/', remedy: 'write /css/' },
  { line: 'CSS/*', remedy: 'case matters: there is css/print.css' },
];

for (const { line, remedy } of misses) {
  test(`sync warns when "never-delete" misses a file that it deletes by a typo: ${line}`, async () => {
    await using fixture = await createFixture(site, {});
    const settings = syncSettings({ neverDelete: [line, 'uploads/**'] });
    const options = { sync: settings, remoteDirectory: '/www' };
    const first = await sync(fixture, options);
    assert.deepEqual(first.notices, []);
    await rm(path.join(fixture.files.path, 'css/print.css'));
    const { notices } = await sync(fixture, options);
    assert.deepEqual(notices, [
      `Lines of "never-delete" that match nothing, although they may be meant for files that are deleted: ${line} (${remedy}). They are .gitignore patterns relative to "remote-dir".`,
    ]);
  });
}

test('sync has no notice about lines of "never-delete" that are a precaution or protect another file', async () => {
  await using fixture = await createFixture(site, {});
  const settings = syncSettings({ neverDelete: ['uploads/**', 'Main.css', '# CSS', 'INDEX.html'] });
  await sync(fixture, { sync: settings });
  await rm(path.join(fixture.files.path, 'css/print.css'));
  const { notices, result } = await sync(fixture, { sync: settings });
  assert.deepEqual(notices, []);
  assert.ok(outcomes(result).includes('css/print.css deleted removed'));
});
