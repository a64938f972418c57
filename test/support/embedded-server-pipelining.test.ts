/** How the embedded server treats commands that it receives before it has replied to earlier ones. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { storReplies, startLoggedIn } from './embedded-server-fixture.ts';
import type { CommandOverride, EmbeddedServerOptions } from './embedded-server/options.ts';
import type { RawClient } from './raw-client.ts';

const content = randomBytes(100_000);

/** Sends STOR and further commands in one write, then the file; returns this many replies, or `end`. */
async function storePipelined(client: RawClient, commands: string, replies: number) {
  const { data } = await client.store(commands);
  data
    .on('error', () => undefined)
    .resume()
    .end(content);
  const received: string[] = [];
  while (received.length < replies) received.push(await client.reply().catch(() => 'end'));
  return received.map((reply) => (reply.startsWith('229 ') ? '229' : reply));
}

for (const refusesLateCommands of [false, true]) {
  const options = refusesLateCommands ? ' with refusesLateCommands' : '';
  test(`EmbeddedServer${options} performs commands pipelined with STOR after the upload`, async () => {
    await using setup = await startLoggedIn({ refusesLateCommands });
    const { root, client } = setup;
    const replies = await storePipelined(client, 'a.bin\r\nNOOP\r\nSIZE a.bin\r\nEPSV', 5);
    const inOrder = [
      storReplies.accepted,
      storReplies.complete,
      '200 NOOP ok.',
      '213 100000',
      '229',
    ];
    assert.deepEqual(replies, inOrder);
    assert.deepEqual(await root.read('a.bin'), content);
  });
}

test('EmbeddedServer with asynchronous replies to pipelined commands before the final reply', async () => {
  await using setup = await startLoggedIn({ asynchronous: true, bytesPerWrite: 1 });
  const { root, client } = setup;
  const { data } = await client.store('a.bin\r\nNOOP\r\nSIZE a.bin');
  const replies = [await client.reply(), await client.reply(), await client.reply()];
  assert.deepEqual(replies, [storReplies.accepted, '200 NOOP ok.', '213 0']);
  data.resume().end(content);
  assert.equal(await client.reply(), storReplies.complete);
  assert.deepEqual(await root.read('a.bin'), content);
});

test('EmbeddedServer with asynchronous drops the running upload when EPSV arrives', async () => {
  await using setup = await startLoggedIn({ asynchronous: true });
  const { root, server, client } = setup;
  const port = await client.command('EPSV');
  const data = await client.connectData(port);
  const closed = new Promise((resolve) => data.once('close', resolve));
  client.send('STOR a.bin\r\nEPSV\r\n');
  assert.equal(await client.reply(), storReplies.accepted);
  const next = await client.reply();
  assert.match(next, /^229 /);
  await closed;
  assert.equal((await root.read('a.bin')).length, 0);
  const second = await client.storeAt(next, 'b.bin');
  second.data.resume().end(content);
  assert.deepEqual(
    [await client.reply(), await client.reply()],
    [storReplies.accepted, storReplies.complete],
  );
  assert.equal(server.dialogue.filter((line) => line.startsWith('S: 226')).length, 1);
});

test('EmbeddedServer with refusesLateCommands replies to later writes during the upload', async () => {
  await using setup = await startLoggedIn({ refusesLateCommands: true });
  const { client } = setup;
  const { data } = await client.store('a.bin\r\nSIZE a.bin');
  assert.equal(await client.reply(), storReplies.accepted);
  const late = [
    ['NOOP', '200 NOOP ok.'],
    ['EPSV', '450 EPSV: data transfer in progress'],
    ['STOR b.bin', '450 STOR: data transfer in progress'],
    ['RNFR a.bin', '450 RNFR: data transfer in progress'],
    ['MKD d', '257 "/d" created'],
  ] as const;
  for (const [command, reply] of late) assert.equal(await client.command(command), reply);
  data.resume().end(content);
  assert.equal(await client.reply(), storReplies.complete);
  assert.equal(await client.reply(), '213 100000');
  assert.match(await client.command('EPSV'), /^229 /);
});

const twice = (normal: string) => normal + normal;
const overrides: readonly { verb: string; override: CommandOverride; codes: string }[] = [
  { verb: 'EPSV', override: '425 No port.', codes: '150 226 213 425' },
  { verb: 'EPSV', override: 'close', codes: '150 226 213 end' },
  { verb: 'SIZE', override: 'silence', codes: '150 226' },
  { verb: 'SIZE', override: { perform: true }, codes: '150 226 229' },
  { verb: 'SIZE', override: { reply: '421 Bye.', then: 'close' }, codes: '150 226 421 end' },
  { verb: 'STOR', override: { perform: true, raw: twice }, codes: '150 226 226 213 229' },
  { verb: 'STOR', override: { perform: true }, codes: '150 213 229' },
];

for (const { verb, override, codes } of overrides) {
  test(`EmbeddedServer overrides a pipelined ${verb} with ${JSON.stringify(override)}`, async () => {
    const onCommand: EmbeddedServerOptions['onCommand'] = (context) =>
      context.verb === verb && (verb !== 'EPSV' || context.count === 2) ? override : undefined;
    await using setup = await startLoggedIn({ onCommand });
    const { client } = setup;
    const count = codes.split(' ').length;
    const replies = await storePipelined(client, 'a.bin\r\nSIZE a.bin\r\nEPSV', count);
    assert.equal(replies.map((reply) => reply.slice(0, 3)).join(' '), codes);
  });
}
