import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';

import { ReplyError } from '../../src/ftps/index.ts';
import { start } from '../support/embedded-server-fixture.ts';
import { syncSettings } from '../support/sync.ts';
import { createWorkspace } from '../support/workspace.ts';
import { override, preflightAt, runPreflight } from './run-preflight.ts';

for (const mode of ['implicit', 'explicit', 'none'] as const) {
  test(`preflight checks everything up to the first upload, ${mode}`, async () => {
    const { result, dialogue } = await runPreflight({ mode }, { remoteDirectory: 'www' });
    assert.equal(result.failure, undefined);
    assert.equal(result.directory, 'exists');
    assert.equal(result.listing, 'read');
    assert.deepEqual(result.capabilities, {
      canResume: true,
      supportsSize: true,
      checksum: { verb: 'HASH', option: 'SHA-256', hash: 'sha256' },
      mtimeCommand: 'MFMT',
    });
    const { controlConnections, dataConnections, loginDirectory, tls } = result.connection;
    assert.equal(controlConnections, 1);
    assert.deepEqual(dataConnections, { total: 1, resumed: mode === 'none' ? 0 : 1 });
    assert.equal(loginDirectory, '/');
    assert.equal(tls?.protocol, mode === 'none' ? undefined : 'TLSv1.3');
    const sent = dialogue.filter((line) => line.startsWith('C: ')).slice(-5);
    assert.deepEqual(sent.slice(1), ['C: CWD www', 'C: EPSV', 'C: LIST', 'C: QUIT']);
  });
}

test('preflight returns the addresses of the host name', async () => {
  await using root = await createWorkspace();
  await using server = await start(root);
  const target = { endpoint: { host: 'localhost', port: server.port } };
  const { addresses, failure } = await preflightAt(server, { target });
  assert.equal(failure, undefined);
  assert.ok(addresses.includes('127.0.0.1'));
  assert.ok(addresses.every((address) => isIP(address) !== 0));
});

test("preflight succeeds and returns the refusal of CWD when the directory doesn't exist", async () => {
  const { result, dialogue } = await runPreflight({}, { remoteDirectory: 'new/site' });
  assert.equal(result.failure, undefined);
  assert.ok(result.directory instanceof ReplyError);
  assert.equal(result.directory.reply.code, 550);
  assert.equal(result.listing, 'read');
  assert.ok(dialogue.includes('C: CWD new/site'));
});

test("preflight doesn't probe the directory when the login directory is unknown", async () => {
  const onCommand = ({ verb }: { verb: string }) => (verb === 'PWD' ? '502 No.' : undefined);
  const { result, dialogue } = await runPreflight({ onCommand }, { remoteDirectory: 'www' });
  assert.equal(result.directory, 'unknown');
  assert.ok(!dialogue.some((line) => line.startsWith('C: CWD')));
});

for (const reply of ['550 Permission denied.', '502 Not supported.', '450 No files.']) {
  test(`preflight succeeds when a listing is refused with "${reply}"`, async () => {
    const onCommand = ({ verb }: { verb: string }) => (verb === 'LIST' ? reply : undefined);
    const { result } = await runPreflight({ onCommand });
    assert.equal(result.failure, undefined);
    assert.ok(result.listing instanceof ReplyError);
    assert.equal(`${result.listing.reply.code} ${result.listing.reply.lines.join()}`, reply);
  });
}

test('preflight aborts an endless listing', async () => {
  const { result, server } = await runPreflight({ endlessListings: true });
  assert.equal(result.failure, undefined);
  assert.equal(result.listing, 'read');
  assert.match(server.dialogue.at(-1) ?? '', /^S: 221 /);
});

test("preflight doesn't probe the login directory", async () => {
  const { result, dialogue } = await runPreflight({});
  assert.equal(result.directory, 'exists');
  assert.ok(!dialogue.some((line) => line.startsWith('C: CWD')));
});

test('preflight succeeds when MLSD is refused', async () => {
  const { result } = await runPreflight({
    onCommand: ({ verb }) => {
      if (verb === 'FEAT') return ['211-Features:', ' MLST type*;', '211 End'];
      return verb === 'MLSD' ? '550 Permission denied.' : undefined;
    },
  });
  assert.equal(result.failure, undefined);
  assert.ok(result.listing instanceof ReplyError);
});

test('preflight requires checksums only when uploads are verified by them', async () => {
  const withChecksum = await runPreflight({}, { verifyUploads: 'checksum' });
  assert.equal(withChecksum.result.failure, undefined);
  const onCommand = override('FEAT', ['211-Features:', ' SIZE', '211 End']);
  const withoutChecksum = await runPreflight({ onCommand }, { verifyUploads: 'size' });
  assert.equal(withoutChecksum.result.failure, undefined);
});

/** What a deployment says about these servers, a preflight says as well. */
const droppedParts = [
  {
    title: 'EPSV is rejected',
    onCommand: override('EPSV', '500 No.'),
    notice: "EPSV doesn't work with this server (500 No.). PASV is used.",
  },
  {
    title: 'the server names a port that is closed in its reply to EPSV',
    onCommand: override('EPSV', '229 Entering Extended Passive Mode (|||1|)'),
    notice: /^EPSV doesn't work with this server \(.*connection refused.*\)\. PASV is used\.$/,
  },
  {
    title: 'the server rejects the way back to the login directory',
    onCommand: ({ verb, argument }: { verb: string; argument: string }) =>
      verb === 'CWD' && argument === '/' ? '550 No.' : undefined,
    notice:
      "The server doesn't return to the login directory (550 No.). Directories are created without a check whether they exist.",
  },
];

for (const { title, onCommand, notice } of droppedParts) {
  test(`preflight has one notice when ${title}`, async () => {
    // To read the state, the client returns to the login directory.
    const changes = { remoteDirectory: 'www', sync: syncSettings() };
    const { result, notices } = await runPreflight({ onCommand }, changes);
    assert.equal(notices.length, 1, notices.join('\n'));
    if (typeof notice === 'string') assert.equal(notices[0], notice);
    else assert.match(notices[0] ?? '', notice);
    assert.equal(result.failure, undefined);
  });
}
