import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';

import { ReplyError } from '../../src/ftps/index.ts';
import { start } from '../support/embedded-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import { override, preflightAt, tried } from './preflight-trial.ts';

for (const mode of ['implicit', 'explicit', 'none'] as const) {
  test(`a preflight tries everything up to the first STOR, ${mode}`, async () => {
    const { result, dialogue } = await tried({ mode }, { remoteDirectory: 'www' });
    assert.equal(result.failure, undefined);
    assert.equal(result.directory, 'there');
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
    const sent = dialogue.filter((line) => line.startsWith('C: ')).slice(-6);
    assert.deepEqual(sent.slice(1), ['C: CWD www', 'C: CWD /', 'C: EPSV', 'C: LIST', 'C: QUIT']);
  });
}

test('a preflight tells the addresses of a name', async () => {
  await using root = await createWorkspace();
  await using server = await start(root);
  const target = { endpoint: { host: 'localhost', port: server.port } };
  const { addresses, failure } = await preflightAt(server, { target });
  assert.equal(failure, undefined);
  assert.ok(addresses.includes('127.0.0.1'));
  assert.ok(addresses.every((address) => isIP(address) !== 0));
});

test('a preflight has the refusal of a directory that is not there, which is no failure', async () => {
  const { result, dialogue } = await tried({}, { remoteDirectory: 'new/site' });
  assert.equal(result.failure, undefined);
  assert.ok(result.directory instanceof ReplyError);
  assert.equal(result.directory.reply.code, 550);
  assert.equal(result.listing, 'read');
  assert.ok(dialogue.includes('C: CWD new/site'));
});

test('a preflight does not look for a directory without a way back', async () => {
  const onCommand = ({ verb }: { verb: string }) => (verb === 'PWD' ? '502 No.' : undefined);
  const { result, dialogue } = await tried({ onCommand }, { remoteDirectory: 'www' });
  assert.equal(result.directory, 'unknown');
  assert.ok(!dialogue.some((line) => line.startsWith('C: CWD')));
});

for (const reply of ['550 Permission denied.', '502 Not here.', '450 Nothing to see.']) {
  test(`a preflight takes "${reply}" to a listing for what it is: no listings here`, async () => {
    const onCommand = ({ verb }: { verb: string }) => (verb === 'LIST' ? reply : undefined);
    const { result } = await tried({ onCommand });
    assert.equal(result.failure, undefined);
    assert.ok(result.listing instanceof ReplyError);
    assert.equal(`${result.listing.reply.code} ${result.listing.reply.lines.join()}`, reply);
  });
}

test('a preflight breaks off a listing without an end', async () => {
  const { result, server } = await tried({ endlessListings: true });
  assert.equal(result.failure, undefined);
  assert.equal(result.listing, 'read');
  assert.ok(result.milliseconds < 5_000);
  assert.match(server.dialogue.at(-1) ?? '', /^S: 221 /);
});

test('a preflight takes the login directory for there, without looking', async () => {
  const { result, dialogue } = await tried({});
  assert.equal(result.directory, 'there');
  assert.ok(!dialogue.some((line) => line.startsWith('C: CWD')));
});

test('a preflight takes a refusal of MLSD for what it is: no listings here', async () => {
  const { result } = await tried({
    onCommand: ({ verb }) => {
      if (verb === 'FEAT') return ['211-Features:', ' MLST type*;', '211 End'];
      return verb === 'MLSD' ? '550 Permission denied.' : undefined;
    },
  });
  assert.equal(result.failure, undefined);
  assert.ok(result.listing instanceof ReplyError);
});

test('a preflight tells how long it took', async () => {
  const started = performance.now();
  const { result } = await tried({});
  assert.ok(result.milliseconds > 0);
  assert.ok(result.milliseconds <= performance.now() - started);
});

test('a preflight needs a checksum only where checksums are to be compared', async () => {
  const withChecksum = await tried({}, { verifyUploads: 'checksum' });
  assert.equal(withChecksum.result.failure, undefined);
  const onCommand = override('FEAT', ['211-Features:', ' SIZE', '211 End']);
  const withoutChecksum = await tried({ onCommand }, { verifyUploads: 'size' });
  assert.equal(withoutChecksum.result.failure, undefined);
});
