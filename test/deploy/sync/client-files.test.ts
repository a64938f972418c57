import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { commandsSent } from '../../support/embedded-deployment.ts';
import { createFiles } from './files-fixture.ts';

test('ClientFiles asks for sizes and times with the port for the first file in one write, and retrieves it', async () => {
  await using fixture = await createFiles();
  const { files, server } = fixture;
  const [state, journal] = await files.statuses(['state', 'journal']);
  assert.equal(state?.size, 3);
  assert.ok(state.modifiedMs !== undefined);
  assert.deepEqual(journal, { size: 'missing', modifiedMs: undefined });
  assert.equal(await files.retrieve('journal', 100), undefined);
  assert.equal((await files.retrieve('state', 100))?.toString(), 'old');
  await assert.rejects(files.retrieve('state', 2), { code: 'STATE', reason: 'too-long' });
  assert.deepEqual(commandsSent(server, 'SIZE', 'MDTM', 'EPSV', 'RETR').slice(0, 6), [
    'SIZE state',
    'SIZE journal',
    'MDTM state',
    'MDTM journal',
    'EPSV',
    'RETR journal',
  ]);
  assert.equal(fixture.retries.length, 0);
});

test('ClientFiles lists exact sizes, and finds out which files and directories are missing', async () => {
  await using fixture = await createFiles();
  const { files } = fixture;
  const listings = await files.list(['www', 'gone']);
  assert.deepEqual(
    listings.map((one) => Object.fromEntries(one)),
    [{ 'a.html': 5, 'b.html': 0, 'c d': 1 }, {}],
  );
  assert.deepEqual(await files.sizes(['www/a.html', 'gone', 'www']), [5, 'missing', 'missing']);
  assert.deepEqual(await files.directoriesExist(['www', 'gone']), [true, false]);
  const times = await files.modificationTimes(['state', 'gone']);
  assert.ok(typeof times[0] === 'number' && times[1] === undefined);
});

test('ClientFiles stores, appends, renames and deletes, and returns permanent refusals', async () => {
  await using fixture = await createFiles();
  const { files, root } = fixture;
  assert.equal(await files.store('journal', Buffer.from('one\n')), undefined);
  assert.equal(await files.append('journal', Buffer.from('two\n')), undefined);
  assert.equal((await root.read('journal')).toString(), 'one\ntwo\n');
  assert.equal((await files.store('gone/file', Buffer.from('x')))?.kind, 'refused');
  assert.equal(await files.rename('journal', 'state'), undefined);
  assert.equal((await files.rename('journal', 'state'))?.kind, 'refused');
  const refusals = await files.deleteFiles(['www/a.html', 'gone', 'www/b.html']);
  assert.deepEqual(
    refusals.map((refusal) => refusal?.kind),
    [undefined, 'refused', undefined],
  );
  assert.equal(await files.makeDirectory('new'), undefined);
  assert.equal((await files.makeDirectory('new'))?.kind, 'refused');
  assert.equal(await files.removeDirectory('new'), undefined);
  assert.equal((await files.removeDirectory('www'))?.kind, 'refused');
  assert.equal(await files.takeAwayAndQuit('state'), 8);
  await files.connect();
  assert.equal(await files.takeAwayAndQuit('state'), 'missing');
});

test('ClientFiles compares hashes with those of local files', async () => {
  await using fixture = await createFiles();
  const { files, root } = fixture;
  const paths = ['www/a.html', 'www/b.html', 'state'];
  assert.deepEqual(await files.matchChecksums(paths), [true, true, true]);
  const other = createHash('sha256').update('other').digest('hex');
  const differing = fixture.filesWith(() => Promise.resolve(other));
  await differing.connect();
  assert.deepEqual(await differing.matchChecksums(['state', 'gone']), [false, false]);
  assert.equal((await root.read('state')).toString(), 'old');
});

test('ClientFiles repeats a command that reads over a new connection', async () => {
  await using fixture = await createFiles({
    onCommand: ({ verb, count }) => (verb === 'SIZE' && count === 2 ? 'reset' : undefined),
  });
  const { files } = fixture;
  assert.deepEqual(await files.sizes(['www/a.html', 'www/b.html']), [5, 0]);
  assert.equal(fixture.retries.length, 1);
  assert.equal(await files.connect(), 2);
});

test('ClientFiles asks only for the files again whose SIZE failed for a moment', async () => {
  await using fixture = await createFiles({
    onCommand: ({ verb, count }) => (verb === 'SIZE' && count === 1 ? '450 Busy' : undefined),
  });
  assert.deepEqual(await fixture.files.sizes(['www/a.html', 'www/b.html']), [5, 0]);
  const asked = commandsSent(fixture.server, 'SIZE');
  assert.deepEqual(asked, ['SIZE www/a.html', 'SIZE www/b.html', 'SIZE www/a.html']);
});

test('ClientFiles sends a change once, and throws when its outcome is unknown', async () => {
  await using fixture = await createFiles({
    onCommand: ({ verb }) => (verb === 'DELE' ? 'reset' : undefined),
  });
  const { files } = fixture;
  const isTransient = (error: Error) => files.isTransient(error);
  await assert.rejects(files.deleteFiles(['state']), isTransient);
  // Not over another connection before the caller has noticed that there is one.
  await assert.rejects(files.store('journal', Buffer.from('x')), isTransient);
  assert.deepEqual(commandsSent(fixture.server, 'DELE', 'STOR'), ['DELE state']);
  assert.equal(await files.connect(), 2);
  assert.equal(await files.store('journal', Buffer.from('x')), undefined);
});

test('ClientFiles throws when an upload fails after it has begun, even permanently', async () => {
  await using fixture = await createFiles({
    onData: () => ({ final: '552 Disk full' }),
  });
  const { files } = fixture;
  await assert.rejects(files.store('state', Buffer.from('new')), (error: Error) =>
    files.isTransient(error),
  );
});

test('ClientFiles stops listing directories when the connection breaks with it', async () => {
  await using fixture = await createFiles({
    onCommand: ({ verb }) => (verb === 'STAT' ? 'reset' : undefined),
  });
  const { files } = fixture;
  assert.deepEqual(await files.list(['www']), [new Map()]);
  assert.deepEqual(await files.list(['www']), [new Map()]);
  assert.deepEqual(fixture.dropped, ['listings']);
  assert.deepEqual(await files.sizes(['www/a.html']), [5]);
  assert.equal(commandsSent(fixture.server, 'STAT').length, 1);
  assert.equal(fixture.retries.length, 0);
});

test('ClientFiles names files without their directory on a server that rejects paths', async () => {
  await using fixture = await createFiles({
    onCommand: ({ verb, argument }) =>
      verb !== 'CWD' && argument.includes('/') ? '550 No paths' : undefined,
  });
  const { files, root, server } = fixture;
  fixture.optional.drop('paths', '550 No paths');
  assert.deepEqual(await files.list(['www']), [new Map()]);
  const [page, gone] = await files.statuses(['www/a.html', 'gone/x']);
  assert.equal(page?.size, 5);
  assert.ok(page.modifiedMs !== undefined);
  assert.deepEqual(gone, { size: 'missing', modifiedMs: undefined });
  assert.deepEqual(await files.sizes(['www/a.html', 'state', 'gone/x']), [5, 3, 'missing']);
  assert.deepEqual(await files.matchChecksums(['www/a.html', 'state']), [true, true]);
  assert.equal((await files.retrieve('www/a.html', 100))?.toString(), 'hello');
  assert.equal(await files.retrieve('gone/x', 100), undefined);
  assert.equal(await files.store('www/new', Buffer.from('x')), undefined);
  assert.equal((await files.store('gone/x', Buffer.from('x')))?.kind, 'refused');
  assert.equal(await files.rename('www/new', 'www/b.html'), undefined);
  assert.equal((await root.read('www/b.html')).toString(), 'x');
  assert.equal(await files.takeAwayAndQuit('www/b.html'), 1);
  await files.connect();
  assert.equal(await files.makeDirectory('www/d'), undefined);
  assert.equal(await files.removeDirectory('www/d'), undefined);
  const refusals = await files.deleteFiles(['www/a.html', 'gone/x', 'state']);
  assert.deepEqual(
    refusals.map((refusal) => refusal?.kind),
    [undefined, 'refused', undefined],
  );
  assert.equal(commandsSent(server, 'STAT').length, 0);
});

test('ClientFiles goes back to the login directory before commands with relative paths', async () => {
  await using fixture = await createFiles();
  const { files } = fixture;
  const leave = async () => {
    assert.deepEqual(await files.directoriesExist(['www']), [true]);
  };
  await leave();
  assert.equal((await files.statuses(['state']))[0]?.size, 3);
  await leave();
  assert.equal((await files.retrieve('state', 100))?.toString(), 'old');
  await leave();
  assert.equal((await files.modificationTimes(['state'])).includes(undefined), false);
  await leave();
  assert.deepEqual((await files.list(['www']))[0]?.size, 3);
  await leave();
  assert.equal(await files.rename('state', 'state-2'), undefined);
  await leave();
  assert.equal(await files.makeDirectory('www/d'), undefined);
  await leave();
  assert.deepEqual(await files.deleteFiles(['state-2']), [undefined]);
});

test('ClientFiles does not trust a number in a sentence as a size', async () => {
  await using fixture = await createFiles({
    onCommand: ({ verb }) => (verb === 'SIZE' ? '213 File size: 5' : undefined),
  });
  const { files } = fixture;
  assert.deepEqual(await files.sizes(['www/a.html']), ['unknown']);
  assert.equal((await files.statuses(['www/a.html']))[0]?.size, 'unknown');
  assert.equal(await files.takeAwayAndQuit('www/a.html'), 'unknown');
});
