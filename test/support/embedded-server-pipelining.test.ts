/** Commands that come before the replies to those before them, several in one write. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { connect, said, start } from './embedded-server-fixture.ts';
import type { EmbeddedServer } from './embedded-server/embedded-server.ts';
import type { CommandOverride, EmbeddedServerOptions } from './embedded-server/options.ts';
import type { RawClient } from './raw-client.ts';
import { createWorkspace } from './workspace.ts';

const content = randomBytes(100_000);
const ahead = 'a.bin\r\nNOOP\r\nSIZE a.bin\r\nEPSV';

async function loggedIn(server: EmbeddedServer): Promise<RawClient> {
  const client = await connect(server);
  await client.login('deploy', 'secret');
  return client;
}

/** STOR and what is behind it in one write, then the bytes; so many replies, or `end`. */
async function storeAhead(client: RawClient, commands: string, replies: number) {
  const { data } = await client.store(commands);
  data
    .on('error', () => undefined)
    .resume()
    .end(content);
  const got: string[] = [];
  while (got.length < replies) got.push(await client.reply().catch(() => 'end'));
  return got.map((reply) => (reply.startsWith('229 ') ? '229' : reply));
}

for (const refusesLateCommands of [false, true]) {
  const kind = refusesLateCommands ? 'a server that refuses late commands' : 'the server';
  test(`${kind} does what stands behind STOR in one write when the upload is over`, async () => {
    await using root = await createWorkspace();
    await using server = await start(root, { refusesLateCommands });
    using client = await loggedIn(server);
    const replies = await storeAhead(client, ahead, 5);
    const inOrder = [said.accepted, said.complete, '200 NOOP ok.', '213 100000', '229'];
    assert.deepEqual(replies, inOrder);
    assert.deepEqual(await root.read('a.bin'), content);
    assert.equal(server.dialogue.at(-2), 'C: EPSV');
  });
}

test('the port of an EPSV behind STOR serves the next upload', async () => {
  await using root = await createWorkspace();
  await using server = await start(root);
  using client = await loggedIn(server);
  const ports = [await client.command('EPSV')];
  for (const name of ['a', 'b', 'c']) {
    const { data } = await client.storeAt(ports.at(-1)!, `${name}\r\nSIZE ${name}\r\nEPSV`);
    data.resume().end(name);
    const replies = [await client.reply(), await client.reply(), await client.reply()];
    assert.deepEqual(replies, [said.accepted, said.complete, '213 1']);
    ports.push(await client.reply());
  }
  assert.equal(new Set(ports).size, 4);
  assert.equal((await root.read('c')).toString(), 'c');
});

test('directories and renames in one write are done one after the other', async () => {
  await using root = await createWorkspace({ a: 'a', b: 'b' });
  await using server = await start(root);
  using client = await loggedIn(server);
  const dialogue = [
    ['MKD d', '257 "/d" created'],
    ['MKD d/e', '257 "/d/e" created'],
    ['MKD no/e', '550 Failed: ENOENT.'],
    ['RNFR a', '350 Ready for RNTO.'],
    ['RNTO d/e/a', '250 Rename successful.'],
    ['RNFR no', '550 Failed: ENOENT.'],
    ['RNTO b', '503 RNFR required first.'],
    ['RNFR b', '350 Ready for RNTO.'],
    ['RNTO d/e/a', '250 Rename successful.'],
  ] as const;
  client.send(dialogue.map(([command]) => `${command}\r\n`).join(''));
  for (const [command, reply] of dialogue) assert.equal(await client.reply(), reply, command);
  assert.equal((await root.read('d/e/a')).toString(), 'b');
  const spoken = dialogue.flatMap(([command, reply]) => [`C: ${command}`, `S: ${reply}`]);
  assert.deepEqual(server.dialogue.slice(-spoken.length), spoken);
});

test('an asynchronous server answers what stands behind STOR after its 150, before its 226', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { asynchronous: true });
  using client = await loggedIn(server);
  const { data } = await client.store('a.bin\r\nNOOP\r\nSIZE a.bin');
  const replies = [await client.reply(), await client.reply(), await client.reply()];
  assert.deepEqual(replies, [said.accepted, '200 NOOP ok.', '213 0']);
  data.resume().end(content);
  assert.equal(await client.reply(), said.complete);
  assert.deepEqual(await root.read('a.bin'), content);
});

test('an EPSV behind STOR costs an asynchronous server the upload', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { asynchronous: true });
  using client = await loggedIn(server);
  const port = await client.command('EPSV');
  const data = await client.connectData(port);
  const closed = new Promise((resolve) => data.once('close', resolve));
  client.send('STOR a.bin\r\nEPSV\r\n');
  assert.equal(await client.reply(), said.accepted);
  const next = await client.reply();
  assert.match(next, /^229 /);
  await closed;
  assert.equal((await root.read('a.bin')).length, 0);
  const second = await client.storeAt(next, 'b.bin');
  second.data.resume().end(content);
  assert.deepEqual([await client.reply(), await client.reply()], [said.accepted, said.complete]);
  assert.equal(server.dialogue.filter((line) => line.startsWith('S: 226')).length, 1);
});

test('a server that refuses late commands answers them while the upload runs', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { refusesLateCommands: true });
  using client = await loggedIn(server);
  const { data } = await client.store('a.bin\r\nSIZE a.bin');
  assert.equal(await client.reply(), said.accepted);
  const late = [
    ['NOOP', '200 NOOP ok.'],
    ['EPSV', '450 EPSV: data transfer in progress'],
    ['STOR b.bin', '450 STOR: data transfer in progress'],
    ['RNFR a.bin', '450 RNFR: data transfer in progress'],
    ['MKD d', '257 "/d" created'],
  ] as const;
  for (const [command, reply] of late) assert.equal(await client.command(command), reply);
  data.resume().end(content);
  assert.equal(await client.reply(), said.complete);
  assert.equal(await client.reply(), '213 100000');
  assert.match(await client.command('EPSV'), /^229 /);
});

const faults: readonly (readonly [string, string, CommandOverride, string[]])[] = [
  ['EPSV', 'refused', '425 No port.', ['226', '213', '425']],
  ['SIZE', 'refused', '550 No such file.', ['226', '550', '229']],
  ['SIZE', 'reset', 'reset', ['226', 'end']],
  ['SIZE', 'silent', 'silence', ['226']],
  ['SIZE', 'not answered', { perform: true }, ['226', '229']],
  ['SIZE', 'answered by 421', { reply: '421 Closing.', then: 'close' }, ['226', '421', 'end']],
  ['STOR', 'confirmed twice', { perform: true, raw: twice }, ['226', '226', '213', '229']],
  ['STOR', 'not confirmed', { perform: true }, ['213', '229']],
  ['EPSV', 'reset', 'reset', ['226', '213', 'end']],
];

function twice(normal: string): string {
  return normal + normal;
}

for (const [verb, what, override, expected] of faults) {
  test(`a test can have ${verb} ${what} among commands in one write`, async () => {
    await using root = await createWorkspace();
    const onCommand: EmbeddedServerOptions['onCommand'] = (context) =>
      context.verb === verb && (verb !== 'EPSV' || context.count === 2) ? override : undefined;
    await using server = await start(root, { onCommand });
    using client = await loggedIn(server);
    const replies = await storeAhead(client, 'a.bin\r\nSIZE a.bin\r\nEPSV', expected.length + 1);
    assert.deepEqual(
      replies.map((reply) => reply.slice(0, 3)),
      ['150', ...expected],
    );
  });
}

test('a refused STOR leaves what stands behind it to be done', async () => {
  await using root = await createWorkspace({ 'a.bin': 'old' });
  await using server = await start(root, {
    onCommand: ({ verb }) => (verb === 'STOR' ? '550 Not now.' : undefined),
  });
  using client = await loggedIn(server);
  await client.command('EPSV');
  client.send('STOR a.bin\r\nSIZE a.bin\r\nEPSV\r\n');
  const replies = [await client.reply(), await client.reply(), await client.reply()];
  assert.deepEqual(replies.slice(0, 2), ['550 Not now.', '213 3']);
  assert.match(replies[2]!, /^229 /);
});
