import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { FtpsClient, MemorySource, ReplyError } from '../../src/ftps/index.ts';
import { authority, modeOf, skipWithout, start } from '../support/real-server-fixture.ts';
import type { RealServer, ServerName } from '../support/real-servers/index.ts';
import { clientOptions } from '../support/target.ts';

/** What a server does otherwise than the others. */
interface Peculiarities {
  readonly name: ServerName;
  /** Whether it supports MLSD. */
  readonly hasMlsd: boolean;
  /** Whether STAT contains the exact sizes of files. */
  readonly hasExactStatus: boolean;
  /** Whether STAT contains hidden files. */
  readonly listsHiddenFiles: boolean;
  /** Settings that allow appending to files. */
  readonly settings?: readonly string[];
}

const servers: readonly Peculiarities[] = [
  { name: 'vsftpd', hasMlsd: false, hasExactStatus: true, listsHiddenFiles: true },
  {
    name: 'proftpd',
    hasMlsd: true,
    hasExactStatus: false,
    listsHiddenFiles: true,
    settings: ['AllowStoreRestart on'],
  },
  { name: 'pure-ftpd', hasMlsd: true, hasExactStatus: true, listsHiddenFiles: false },
  { name: 'pyftpdlib', hasMlsd: true, hasExactStatus: true, listsHiddenFiles: true },
];

const directories = Array.from({ length: 20 }, (_, index) => `site/dir-${index}`);
const filesOf = (directory: string) =>
  Array.from({ length: 25 }, (_, index) => ({
    path: `${directory}/file-${index}.html`,
    name: `file-${index}.html`,
    sizeBytes: index * 137,
  }));
const files = directories.flatMap(filesOf);
const large = Buffer.alloc(1024 * 1024, 'The quick brown fox. ');
const modified = Date.UTC(2021, 1, 3, 4, 5, 6);

/** Fills the login directory. */
async function createSite(server: RealServer): Promise<void> {
  for (const directory of directories)
    await mkdir(join(server.root, directory), { recursive: true });
  for (const { path, sizeBytes } of files) {
    await writeFile(join(server.root, path), Buffer.alloc(sizeBytes));
  }
  await writeFile(join(server.root, 'state'), 'small');
  await writeFile(join(server.root, 'large'), large);
  await writeFile(join(server.root, 'site/dir-0/.hidden'), 'x');
  await chmod(join(server.root, 'site'), 0o755);
  await server.adoptFiles();
}

for (const subject of servers) {
  const { name, settings = [] } = subject;
  describe(name, () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      test(
        `supports what an incremental deployment needs (${version})`,
        { skip: skipWithout(name) },
        async (t) => {
          await using server = await start(name, { tls: version, settings });
          await createSite(server);
          const transcript: string[] = [];
          const target = {
            host: server.host,
            port: server.port,
            mode: modeOf(name),
            ca: authority.cert,
          };
          const options = clientOptions(target, {
            onDialogue: ({ text }) => void transcript.push(text),
          });
          try {
            await exercise(subject, server, await FtpsClient.open(options));
          } catch (error) {
            t.diagnostic(transcript.slice(-40).join('\n'));
            throw error;
          }
        },
      );
    }
  });
}

async function exercise(
  subject: Peculiarities,
  server: RealServer,
  client: FtpsClient,
): Promise<void> {
  await client.login(server.username, server.password);
  await retrieveFiles(client);
  await appendToFile(client, server);
  await listDirectories(client, subject);
  await checkFiles(client);
  await deleteFiles(client);
  const answers = await client.executeOnFiles([client.files.sizeCommand('large')], ['large'], {
    andQuit: true,
  });
  assert.equal(client.files.parseSize(answers[0]!)?.bytes, large.length);
}

async function retrieveFiles(client: FtpsClient): Promise<void> {
  const answers = await client.executeAll(
    [client.files.sizeCommand('missing'), client.files.sizeCommand('state')],
    { transferFollows: true },
  );
  assert.equal(client.files.parseSize(answers[1]!)?.bytes, 5);
  const missing = await client.retrieve({ path: 'missing', maxBytes: 100 });
  assert.equal(missing.outcome, 'refused');
  const small = await client.retrieve({ path: 'state', maxBytes: 5 });
  assert.ok(small.outcome === 'retrieved' && small.bytes.toString() === 'small');
  const whole = await client.retrieve({ path: 'large', maxBytes: 2 * large.length });
  assert.ok(whole.outcome === 'retrieved' && whole.bytes.equals(large));
}

async function appendToFile(client: FtpsClient, server: RealServer): Promise<void> {
  const append = async (text: string, offset: number) => {
    const followUps = [client.files.sizeCommand('journal')];
    const source = new MemorySource(text);
    const { replies } = await client.store('journal', source, { append: true, offset, followUps });
    assert.equal(client.files.parseSize(replies[0]!)?.bytes, offset + text.length);
  };
  await append('first\n', 0);
  await append('second\n', 6);
  assert.equal(await readFile(join(server.root, 'journal'), 'utf8'), 'first\nsecond\n');
}

async function listDirectories(client: FtpsClient, subject: Peculiarities): Promise<void> {
  const requests = [...directories, 'site/missing', '.'].map((path) => ({
    path,
    accepts: () => true,
  }));
  const listings = await client.listByStatus(requests);
  for (const [index, directory] of directories.entries()) {
    for (const { name, sizeBytes } of filesOf(directory)) {
      const entry = listings[index]?.get(name);
      assert.equal(entry?.isFile, true, `${directory}/${name}`);
      if (subject.hasExactStatus) assert.equal(entry.sizeBytes, sizeBytes);
      else assert.ok(entry.sizeBytes === undefined || entry.sizeBytes === sizeBytes, name);
    }
    assert.equal(listings[index]?.size, index === 0 && subject.listsHiddenFiles ? 26 : 25);
  }
  assert.equal(listings[20]?.size ?? 0, 0);
  assert.equal(listings[21]?.get('site')?.isFile, false);
  const listing = await client.listDirectory({ path: 'site/dir-3', accepts: () => true });
  if (!subject.hasMlsd) {
    assert.equal(listing.outcome, 'refused');
    return;
  }
  assert.ok(listing.outcome === 'listed');
  for (const { name, sizeBytes } of filesOf('site/dir-3')) {
    const entry = listing.entries.get(name);
    assert.deepEqual([entry?.isFile, entry?.sizeBytes], [true, sizeBytes]);
  }
  const missing = await client.listDirectory({ path: 'site/missing', accepts: () => true });
  assert.equal(missing.outcome, 'refused');
}

async function checkFiles(client: FtpsClient): Promise<void> {
  const sizes = await client.files.sizes([...files.map(({ path }) => path), 'missing', 'site']);
  assert.deepEqual(
    sizes.slice(0, -2),
    files.map(({ sizeBytes }) => sizeBytes),
  );
  assert.ok(sizes.at(-1) instanceof ReplyError && sizes.at(-2) instanceof ReplyError);
  const now = await client.files.modified('journal');
  assert.ok(now !== undefined && Math.abs(now - Date.now()) < 60_000, `${now}`);
  await client.executeAll([client.modificationTimeCommand('state', new Date(modified))]);
  assert.equal(await client.files.modified('state'), modified);
  await assert.rejects(client.files.modified('missing'), ReplyError);
}

async function deleteFiles(client: FtpsClient): Promise<void> {
  const refusals = await client.files.deleteAll([
    ...filesOf('site/dir-5').map(({ path }) => path),
    ...filesOf('site/dir-6').map(({ path }) => path),
    'missing',
  ]);
  assert.deepEqual(
    refusals.map((refusal) => refusal?.reply.code),
    [...Array.from({ length: 50 }, () => undefined), 550],
  );
  assert.equal(await client.files.removeDirectory('site/dir-5'), undefined);
  assert.ok(await client.files.removeDirectory('site/dir-7'));
  assert.ok(await client.files.removeDirectory('site/missing'));
  assert.equal(await client.files.createDirectory('site/new'), undefined);
  assert.ok(await client.files.createDirectory('site/new'));
}
