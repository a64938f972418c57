import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, stat, symlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';

import { createAuthority } from './certificates.ts';
import { authority, connect, said, start } from './embedded-server-fixture.ts';
import type { EmbeddedServerOptions } from './embedded-server/options.ts';
import { createWorkspace } from './workspace.ts';

const content = randomBytes(100_000);

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`twelve uploads in a row all resume one TLS session over ${version}`, async () => {
    await using root = await createWorkspace();
    await using server = await start(root, { minVersion: version, maxVersion: version });
    using client = await connect(server, { version });
    await client.login('deploy', 'secret');
    for (let n = 0; n < 12; n++) {
      const bytes = content.subarray(0, n * 1000);
      assert.deepEqual(await client.upload(`${n}.bin`, bytes), [
        said.accepted,
        said.complete,
        true,
      ]);
      assert.deepEqual(await root.read(`${n}.bin`), bytes);
    }
    assert.equal(await client.command('QUIT'), '221 Goodbye.');
    assert.equal(server.controlConnections, 1);
    assert.equal(server.dataConnections, 12);
    assert.equal(server.dataConnectionsResumed, 12);
    assert.equal(server.bytesReceived, 66_000);
  });

  test(`an upload without the TLS session is refused over ${version}`, async () => {
    await using root = await createWorkspace();
    await using server = await start(root);
    using client = await connect(server, { version, resume: false });
    await client.login('deploy', 'secret');
    assert.deepEqual(await client.upload('a', content), [
      said.accepted,
      '522 SSL connection failed: session reuse required',
      false,
    ]);
    assert.equal(server.dataConnectionsResumed, 0);
  });
}

test('sessions are never resumed when the server shares no ticket keys', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { resumeData: false, requireSessionReuse: false });
  using client = await connect(server);
  await client.login('deploy', 'secret');
  assert.deepEqual(await client.upload('a', content), [said.accepted, said.complete, false]);
});

test('replies come one byte a write when asked for', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { mode: 'none', bytesPerWrite: 1 });
  const socket = net.connect(server.port, server.host);
  let chunks = 0;
  let text = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks++;
    text += chunk.toString();
    if (text.endsWith('\r\n')) break;
  }
  assert.equal(text, '220 Embedded FTPS server\r\n');
  assert.ok(chunks > text.length / 2, `${chunks} chunks`);
});

const modes: readonly (readonly [string, Partial<EmbeddedServerOptions>])[] = [
  ['implicit over IPv6', { host: '::1' }],
  ['explicit', { mode: 'explicit' }],
  ['clear text', { mode: 'none' }],
  ['one byte a write', { bytesPerWrite: 1 }],
  ['asynchronous', { asynchronous: true }],
];

for (const [name, options] of modes) {
  test(`an upload arrives whole: ${name}`, async () => {
    await using root = await createWorkspace({ 'site/a.bin': 200_000 });
    await using server = await start(root, options);
    const clear = options.mode === 'none' || options.mode === 'explicit';
    const ca = options.mode === 'none' ? undefined : authority.cert;
    using client = await connect(server, { ca, explicit: clear });
    if (options.mode === 'explicit') {
      assert.match(await client.command('USER deploy'), /^530 .*encryption/);
      assert.match(await client.command('AUTH TLS'), /^234 /);
      await client.secure();
    }
    await client.login('deploy', 'secret');
    const tls = options.mode !== 'none';
    assert.deepEqual(await client.upload('site/a.bin', content), [
      said.accepted,
      said.complete,
      tls,
    ]);
    assert.deepEqual(await client.upload('/site/empty', Buffer.alloc(0)), [
      said.accepted,
      said.complete,
      tls,
    ]);
    assert.deepEqual(await root.read('site/a.bin'), content);
    assert.equal((await root.read('site/empty')).length, 0);
  });
}

test('mutual TLS: only a client with a certificate of the authority is greeted', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { clientCa: authority.cert });
  const issued = await authority.issue({ commonName: 'deploy', usage: 'client' });
  const stranger = await (await createAuthority()).issue({ commonName: 'deploy', usage: 'client' });
  for (const client of [undefined, stranger]) {
    await assert.rejects(connect(server, client === undefined ? {} : { client }));
  }
  using client = await connect(server, { client: issued });
  await client.login('deploy', 'secret');
  assert.deepEqual(await client.upload('a', content), [said.accepted, said.complete, true]);
});

test('a whole dialogue is recorded, and what the client sent', async () => {
  await using root = await createWorkspace({ 'old.txt': 'hello' });
  await using server = await start(root);
  using client = await connect(server);
  const steps = [
    ['PWD', '530 Please login with USER and PASS.'],
    ['PROT P', '503 PROT needs PBSZ first.'],
    ['USER deploy', '331 Please specify the password.'],
    ['PASS wrong', '530 Login incorrect.'],
    ['USER deploy', '331 Please specify the password.'],
    ['PASS secret', '230 Login successful.'],
    ['FEAT', '211 End'],
    ['OPTS UTF8 ON', '200 Done.'],
    ['STOR early.txt', '425 Use PASV or EPSV first.'],
    ['EPSV ALL', '200 EPSV ALL ok.'],
    ['MKD www', '257 "/www" created'],
    ['MKD www', '550 Failed: EEXIST.'],
    ['CWD www', '250 Directory successfully changed.'],
    ['CWD missing', '550 Failed: ENOENT.'],
    ['PWD', '257 "/www"'],
    ['SIZE ../old.txt', '213 5'],
    ['SIZE /www', '550 Not a plain file.'],
    ['MFMT 20200102030405 /old.txt', '213 Modify=20200102030405; /old.txt'],
    ['MDTM /old.txt', '213 20200102030405'],
    ['MDTM 20210102030405 /old.txt', '213 File modification time set.'],
    ['MDTM /old.txt', '213 20210102030405'],
    [
      'HASH /old.txt',
      '213 SHA-256 0-5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 /old.txt',
    ],
    ['RNTO nowhere', '503 RNFR required first.'],
    ['RNFR /old.txt', '350 Ready for RNTO.'],
    ['RNTO new.txt', '250 Rename successful.'],
    ['DELE new.txt', '250 File deleted.'],
    ['CWD /', '250 Directory successfully changed.'],
    ['RMD www', '250 Directory removed.'],
    ['LIST', '425 Use PASV or EPSV first.'],
    ['NLST', '500 Unknown command.'],
    ['NOOP', '200 NOOP ok.'],
    ['QUIT', '221 Goodbye.'],
  ] as const;
  for (const [line, reply] of steps) assert.equal(await client.command(line), reply, line);
  await assert.rejects(client.line());

  assert.equal(server.clientText, steps.map(([line]) => `${line}\r\n`).join(''));
  assert.deepEqual(server.dialogues.length, 1);
  assert.equal(server.dialogue[0], 'S: 220 Embedded FTPS server');
  assert.equal(server.dialogue.filter((line) => line.startsWith('C: ')).length, steps.length);
  assert.equal(server.dialogue.at(-1), 'S: 221 Goodbye.');
});

test('PASV tells a port that works, and a second upload needs a second one', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { mode: 'none' });
  using client = await connect(server, { ca: undefined });
  await client.login('deploy', 'secret');
  const reply = await client.command('PASV');
  const [, high, low] = /\(127,0,0,1,(\d+),(\d+)\)/.exec(reply) ?? [];
  const data = net.connect(Number(high) * 256 + Number(low), '127.0.0.1');
  data.end('by PASV');
  assert.equal(await client.command('STOR a'), said.accepted);
  assert.equal(await client.reply(), said.complete);
  assert.equal((await root.read('a')).toString(), 'by PASV');
  assert.equal(await client.command('STOR a'), '425 Use PASV or EPSV first.');
});

test('no path leads out of the root', async () => {
  await using outside = await createWorkspace({ 'secret.txt': 'mine' });
  await using root = await createWorkspace();
  await symlink(outside.path, path.join(root.path, 'link'), 'junction');
  await using server = await start(root);
  using client = await connect(server);
  await client.login('deploy', 'secret');
  const name = path.basename(outside.path);
  for (const line of [
    `SIZE ../${name}/secret.txt`,
    `SIZE ${outside.path}/secret.txt`,
    'SIZE link/secret.txt',
    'CWD link',
    'MKD link/new',
    'SIZE a\0b',
  ]) {
    assert.match(await client.command(line), /^550 /, line);
  }
  await client.command('EPSV');
  assert.equal(await client.command('STOR link/new.txt'), '553 Could not create file.');
  await assert.rejects(access(path.join(outside.path, 'new.txt')));
});

test('REST continues at an offset and keeps what lies behind; APPE appends', async () => {
  await using root = await createWorkspace({ 'a.txt': '0123456789' });
  await using server = await start(root);
  using client = await connect(server);
  await client.login('deploy', 'secret');
  assert.equal(await client.command('REST 4'), '350 Restart position accepted (4).');
  await client.upload('a.txt', Buffer.from('xyz'));
  assert.equal((await root.read('a.txt')).toString(), '0123xyz789');
  await client.upload('a.txt', Buffer.from('!'), 'APPE');
  assert.equal((await root.read('a.txt')).toString(), '0123xyz789!');
  await client.upload('a.txt', Buffer.from('new'));
  assert.equal((await root.read('a.txt')).toString(), 'new');
});

test('a 256 MiB upload takes no more memory than its buffers', async () => {
  await using root = await createWorkspace();
  await using server = await start(root);
  using client = await connect(server);
  await client.login('deploy', 'secret');
  const { data } = await client.store('big.bin');
  data.resume();
  const before = process.memoryUsage().rss;
  let peak = before;
  const chunk = randomBytes(1 << 20);
  for (let n = 0; n < 256; n++) {
    if (!data.write(chunk)) await once(data, 'drain');
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  data.end();
  assert.equal(await client.reply(), said.accepted);
  assert.equal(await client.reply(), said.complete);
  assert.equal((await stat(path.join(root.path, 'big.bin'))).size, 256 << 20);
  assert.ok(peak - before < 100 << 20, `${(peak - before) >> 20} MiB`);
});
