import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';

import { authority, certificate } from './embedded-server-fixture.ts';
import type { RawClientOptions } from './raw-client.ts';
import { RawClient } from './raw-client.ts';
import type { TranscriptServer, TranscriptServerOptions } from './transcript-server.ts';
import { startTranscriptServer } from './transcript-server.ts';

const start = (script: string, options: Partial<TranscriptServerOptions> = {}) =>
  startTranscriptServer(script, { certificate, ...options });

const connect = ({ host, port }: TranscriptServer, options: Partial<RawClientOptions> = {}) =>
  RawClient.open({ host, port, ca: authority.cert, ...options });

const wholeUpload = `
  S: 220 Ready
  C: USER deploy
  S: 331 Password required
  C: PASS secret
  S: 230-Welcome
  S: 230 Logged in
  C: PBSZ 0
  S: 200 PBSZ=0
  C: PROT P
  S: 200 Protection set to Private
  C: TYPE I
  S: 200 Type set to I
  C: EPSV
  S: 229 Entering Extended Passive Mode (|||{data-port}|)
  C: STOR /www/index.html
  S: 150 Ok to send data
  D: <h1>hello</h1>\\n
  S: 226 Transfer complete
  C: EPSV
  S: 229 Entering Extended Passive Mode (|||{data-port}|)
  C: STOR /www/leer
  S: 150 Ok to send data
  D:
  S: 226 Transfer complete
  C: EPSV
  S: 229 Entering Extended Passive Mode (|||{data-port}|)
  C: STOR /www/\u65e5\u672c.bin
  S: 150 Ok to send data
  D: {300000 bytes}
  S: 226 Transfer complete
  C: QUIT
  S: 221 Goodbye
`;

async function uploadThree(client: RawClient, resumed: boolean): Promise<void> {
  assert.equal(await client.reply(), '220 Ready');
  await client.login('deploy', 'secret');
  const replies = ['150 Ok to send data', '226 Transfer complete', resumed];
  const files = [
    ['/www/index.html', Buffer.from('<h1>hello</h1>\n')],
    ['/www/leer', Buffer.alloc(0)],
    ['/www/\u65e5\u672c.bin', Buffer.alloc(300_000)],
  ] as const;
  for (const [name, bytes] of files) assert.deepEqual(await client.upload(name, bytes), replies);
  assert.equal(await client.command('QUIT'), '221 Goodbye');
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  for (const host of ['127.0.0.1', '::1'] as const) {
    for (const bytesPerWrite of [1, 7, 10_000]) {
      test(`a script is followed over ${version} on ${host}, ${bytesPerWrite} bytes a write`, async () => {
        await using server = await start(wholeUpload, { host, bytesPerWrite });
        using client = await connect(server, { version });
        await uploadThree(client, true);
        server.assertFollowed();
        assert.deepEqual(server.dataSessionsReused, [true, true, true]);
        assert.equal(server.dataBytes, 300_015);
        assert.equal(server.controlConnections, 1);
        assert.match(server.clientText, /^USER deploy\r\nPASS secret\r\n/);
      });
    }
  }
}

test('sessions are not resumed when the server is told so', async () => {
  await using server = await start(wholeUpload, { resumeData: false });
  using client = await connect(server);
  await uploadThree(client, false);
  server.assertFollowed();
  assert.deepEqual(server.dataSessionsReused, [false, false, false]);
});

test('explicit mode speaks clear text, then TLS, and forgets what was sent in between', async () => {
  await using server = await start(
    `
      S: 220 Ready
      C: AUTH TLS
      S: 234 Go
      ! tls
      C: NOOP
      S: 200 OK
    `,
    { mode: 'explicit' },
  );
  using client = await connect(server, { explicit: true });
  assert.equal(await client.reply(), '220 Ready');
  client.send('AUTH TLS\r\nUSER injected\r\n');
  assert.equal(await client.reply(), '234 Go');
  await client.secure();
  assert.equal(await client.command('NOOP'), '200 OK');
  server.assertFollowed();
});

test('clear-text mode, PASV, escapes and raw text', async () => {
  await using server = await start(
    `
      S-raw: 220-one\\r\\n220 t
      S: wo\\x21
      C: PASV
      S: 227 Entering Passive Mode (10,0,0,1,{data-port-pasv}).
      C: STOR tab\\there \\x7f
      S: 150 Go
      D: \\x00\\xff
      S: 226 Done
    `,
    { mode: 'none' },
  );
  using client = await connect(server, { ca: undefined });
  assert.equal(await client.line(), '220-one');
  assert.equal(await client.line(), '220 two!');
  const [, high, low] = /(\d+),(\d+)\)/.exec(await client.command('PASV')) ?? [];
  const data = net.connect(Number(high) * 256 + Number(low), server.host);
  assert.equal(await client.command('STOR tab\there \x7f'), '150 Go');
  data.end(Buffer.from([0, 255]));
  assert.equal(await client.reply(), '226 Done');
  server.assertFollowed();
});

test('silence, then the client ends', async () => {
  await using server = await start('S: 220 Ready\nC: NOOP\n! silence\nC: QUIT\n! client-ended');
  using client = await connect(server);
  assert.equal(await client.reply(), '220 Ready');
  for (const piece of ['NO', 'OP\r\nQU', 'IT\r', '\n']) client.send(piece);
  client.end();
  await server.finished;
  server.assertFollowed();
});

for (const [event, code] of [
  ['reset-data', 'ECONNRESET'],
  ['close-data', undefined],
] as const) {
  test(`! ${event} comes after exactly the bytes of the D line before it`, async () => {
    await using server = await start(`
      S: 220 Ready
      C: EPSV
      S: 229 (|||{data-port}|)
      C: STOR a
      D: {1000 bytes}
      ! ${event}
      S: 426 Broken
    `);
    using client = await connect(server);
    await client.reply();
    const { data } = await client.store('a');
    let failure: NodeJS.ErrnoException | undefined;
    data.on('error', (error) => (failure = error)).resume();
    data.write(Buffer.alloc(1000));
    await once(data, 'close').catch(() => undefined);
    assert.equal(failure?.code, code);
    assert.equal(await client.reply(), '426 Broken');
    server.assertFollowed();
  });
}

test('a data connection in clear text, and one with an unknown certificate, fail their handshake', async () => {
  const other = await authority.issue({ commonName: 'other', dnsNames: ['other.test'] });
  const script = `
    S: 220 Ready
    C: EPSV
    S: 229 (|||{data-port}|)
    C: STOR a
    ! data-handshake-failed
    S: 425 No
  `;
  for (const options of [{ dataClear: true }, { dataCertificate: other, resumeData: false }]) {
    await using server = await start(script, options);
    using client = await connect(server);
    await client.reply();
    await assert.rejects(client.store('a'));
    assert.equal(await client.reply(), '425 No');
    server.assertFollowed();
    assert.equal(server.dataBytes, 0);
  }
});

test('a client that refuses the certificate says nothing', async () => {
  await using server = await start('! handshake-failed');
  await assert.rejects(connect(server, { ca: certificate.cert }));
  await server.finished;
  server.assertFollowed();
  assert.equal(server.clientText, '');
});

test('a line that is none of a transcript is named', async () => {
  await assert.rejects(start('S: 220 Ready\nX: what'), /Not a line of a transcript: X: what/);
});
