import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { access, symlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';

import { connect, storReplies, start, startLoggedIn } from './embedded-server-fixture.ts';
import type { EmbeddedServerOptions } from './embedded-server/options.ts';
import { createWorkspace } from './workspace.ts';

const content = randomBytes(100_000);

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`EmbeddedServer resumes one TLS session for every upload over ${version}`, async () => {
    await using setup = await startLoggedIn(
      { minVersion: version, maxVersion: version },
      {},
      { version },
    );
    const { root, server, client } = setup;
    for (let count = 1; count <= 4; count++) {
      const bytes = content.subarray(0, count * 1000);
      const replies = await client.upload(`${count}.bin`, bytes);
      assert.deepEqual(replies, [storReplies.accepted, storReplies.complete, true]);
      assert.deepEqual(await root.read(`${count}.bin`), bytes);
    }
    assert.equal(server.controlConnections, 1);
    assert.equal(server.dataConnections, 4);
    assert.equal(server.dataConnectionsResumed, 4);
    assert.equal(server.bytesReceived, 10_000);
  });

  test(`EmbeddedServer rejects uploads without the TLS session over ${version}`, async () => {
    await using setup = await startLoggedIn({}, {}, { version, resume: false });
    const { server, client } = setup;
    const rejected = '522 SSL connection failed: session reuse required';
    assert.deepEqual(await client.upload('a', content), [storReplies.accepted, rejected, false]);
    assert.equal(server.dataConnectionsResumed, 0);
  });
}

const modes: readonly { name: string; options: Partial<EmbeddedServerOptions> }[] = [
  { name: 'implicit TLS over IPv6', options: { host: '::1' } },
  { name: 'explicit TLS', options: { mode: 'explicit' } },
  { name: 'no TLS', options: { mode: 'none' } },
  { name: 'no session tickets', options: { resumeData: false, requireSessionReuse: false } },
  { name: 'one byte per write', options: { bytesPerWrite: 1 } },
  { name: 'asynchronous commands', options: { asynchronous: true } },
];

for (const { name, options } of modes) {
  test(`EmbeddedServer stores uploads unchanged with ${name}`, async () => {
    await using setup = await startLoggedIn(options, { 'site/a.bin': 200_000 });
    const { root, client } = setup;
    const { mode, resumeData = true } = options;
    const replies = [storReplies.accepted, storReplies.complete, mode !== 'none' && resumeData];
    assert.deepEqual(await client.upload('site/a.bin', content), replies);
    assert.deepEqual(await client.upload('/site/empty', Buffer.alloc(0)), replies);
    assert.deepEqual(await root.read('site/a.bin'), content);
    assert.equal((await root.read('site/empty')).length, 0);
  });
}

test('EmbeddedServer writes replies in pieces when bytesPerWrite is set', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { mode: 'none', bytesPerWrite: 1 });
  const chunks: string[] = [];
  for await (const chunk of net.connect(server.port, server.host) as AsyncIterable<Buffer>) {
    chunks.push(chunk.toString());
    if (chunks.at(-1)?.endsWith('\n') === true) break;
  }
  assert.equal(chunks.join(''), '220 Embedded FTPS server\r\n');
  assert.ok(chunks.length > 10, `${chunks.length} chunks`);
});

test('EmbeddedServer replies to every command and records the dialogue', async () => {
  await using root = await createWorkspace({ 'old.txt': 'hello' });
  await using server = await start(root);
  using client = await connect(server);
  const hash = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
  const exchanges = [
    ['PWD', '530 Please login with USER and PASS.'],
    ['PROT P', '503 PROT needs PBSZ first.'],
    ['USER deploy', '331 Please specify the password.'],
    ['PASS wrong', '530 Login incorrect.'],
    ['USER deploy', '331 Please specify the password.'],
    ['PASS secret', '230 Login successful.'],
    ['STOR early.txt', '425 Use PASV or EPSV first.'],
    ['MKD www', '257 "/www" created'],
    ['MKD www', '550 Failed: EEXIST.'],
    ['CWD missing', '550 Failed: ENOENT.'],
    ['CWD www', '250 Directory successfully changed.'],
    ['PWD', '257 "/www"'],
    ['SIZE ../old.txt', '213 5'],
    ['SIZE /www', '550 Not a plain file.'],
    ['MFMT 20200102030405 /old.txt', '213 Modify=20200102030405; /old.txt'],
    ['MDTM /old.txt', '213 20200102030405'],
    ['MDTM 20210102030405 /old.txt', '213 File modification time set.'],
    ['MDTM /old.txt', '213 20210102030405'],
    ['HASH /old.txt', `213 SHA-256 0-5 ${hash} /old.txt`],
    ['RNTO nowhere', '503 RNFR required first.'],
    ['RNFR /old.txt', '350 Ready for RNTO.'],
    ['RNTO new.txt', '250 Rename successful.'],
    ['DELE new.txt', '250 File deleted.'],
    ['CWD /', '250 Directory successfully changed.'],
    ['RMD www', '250 Directory removed.'],
    ['NLST', '500 Unknown command.'],
    ['QUIT', '221 Goodbye.'],
  ] as const;
  for (const [line, reply] of exchanges) assert.equal(await client.command(line), reply, line);
  await assert.rejects(client.line());
  assert.equal(server.clientText, exchanges.map(([line]) => `${line}\r\n`).join(''));
  assert.deepEqual(server.dialogue, [
    'S: 220 Embedded FTPS server',
    ...exchanges.flatMap(([line, reply]) => [`C: ${line}`, `S: ${reply}`]),
  ]);
});

test('EmbeddedServer rejects paths that lead out of its root', async () => {
  await using outside = await createWorkspace({ 'secret.txt': 'mine' });
  await using setup = await startLoggedIn();
  const { root, client } = setup;
  await symlink(outside.path, path.join(root.path, 'link'), 'junction');
  const above = `../${path.basename(outside.path)}/secret.txt`;
  for (const line of [`SIZE ${above}`, 'SIZE link/secret.txt', 'CWD link', 'SIZE a\0b']) {
    assert.match(await client.command(line), /^550 /, line);
  }
  await client.command('EPSV');
  assert.equal(await client.command('STOR link/new.txt'), '553 Could not create file.');
  await assert.rejects(access(path.join(outside.path, 'new.txt')));
});

test('EmbeddedServer overwrites at the offset of REST and appends with APPE', async () => {
  await using setup = await startLoggedIn({}, { 'a.txt': '0123456789' });
  const { root, client } = setup;
  assert.equal(await client.command('REST 4'), '350 Restart position accepted (4).');
  await client.upload('a.txt', Buffer.from('xyz'));
  await client.upload('a.txt', Buffer.from('!'), 'APPE');
  assert.equal((await root.read('a.txt')).toString(), '0123xyz789!');
  await client.upload('a.txt', Buffer.from('new'));
  assert.equal((await root.read('a.txt')).toString(), 'new');
});
