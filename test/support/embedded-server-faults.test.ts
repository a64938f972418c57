import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { connect, said, start } from './embedded-server-fixture.ts';
import type { EmbeddedServerOptions, UploadFault } from './embedded-server/options.ts';
import { createWorkspace } from './workspace.ts';

const content = randomBytes(100_000);

const faults: readonly (readonly [string, Partial<EmbeddedServerOptions>, unknown[], number])[] = [
  [
    'reset at byte 0',
    { onData: () => ({ at: 0, data: 'reset' }) },
    [said.accepted, said.broken, true],
    0,
  ],
  [
    'reset in the middle',
    { onData: () => ({ at: 5000, data: 'reset' }) },
    [said.accepted, said.broken, true],
    5000,
  ],
  [
    'an end in the middle',
    { onData: () => ({ at: 50, data: 'close' }) },
    [said.accepted, said.broken, true],
    50,
  ],
  [
    'an end with another final reply',
    { onData: () => ({ at: 7, data: 'close', final: '552 Quota exceeded.' }) },
    [said.accepted, '552 Quota exceeded.', true],
    7,
  ],
  [
    'another final reply at the end',
    { onData: () => ({ final: '451 Local error.' }) },
    [said.accepted, '451 Local error.', true],
    100_000,
  ],
  [
    'an early final reply',
    { onData: () => ({ at: 1, early: true }) },
    [said.accepted, said.complete, true],
    -1,
  ],
  [
    'a doubled final reply',
    { onData: () => ({ doubled: true }) },
    [said.accepted, said.complete, true],
    100_000,
  ],
];

for (const [name, options, expected, size] of faults) {
  test(`a test can ask for ${name}`, async () => {
    await using root = await createWorkspace();
    await using server = await start(root, options);
    using client = await connect(server);
    await client.login('deploy', 'secret');
    const { data, resumed } = await client.store('a.bin');
    const closed = new Promise((resolve) => data.once('close', resolve));
    data.on('error', () => undefined).resume();
    data.end(content);
    assert.deepEqual([await client.reply(), await client.reply(), resumed], expected);
    assert.equal(await closed, name.startsWith('reset'), 'whether the client saw a reset');
    if (size >= 0) assert.equal((await stat(path.join(root.path, 'a.bin'))).size, size);
    const doubled = options.onData?.({ verb: 'STOR', path: '/', session: 1, count: 1 })?.doubled;
    if (doubled === true) assert.equal(await client.reply(), said.complete);
    assert.equal(await client.command('NOOP'), '200 NOOP ok.');
  });
}

const losses: readonly (readonly [string, UploadFault, Buffer])[] = [
  ['the end of a file lost', { at: 5000, storage: 'full' }, content.subarray(0, 5000)],
  [
    'one byte of a file spoilt',
    { at: 5000, storage: 'faulty' },
    Buffer.from(content.map((byte, index) => (index === 5000 ? byte ^ 0xff : byte))),
  ],
];

for (const [name, fault, kept] of losses) {
  test(`a test can have ${name} and the upload confirmed`, async () => {
    await using root = await createWorkspace();
    await using server = await start(root, { onData: () => fault });
    using client = await connect(server);
    await client.login('deploy', 'secret');
    const replies = await client.upload('a.bin', content);
    assert.deepEqual(replies, [said.accepted, said.complete, true]);
    assert.deepEqual(await root.read('a.bin'), kept);
  });
}

test('a test can have STOR refused, which closes the port of its data connection', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb }) => (verb === 'STOR' ? ['550-Not', '550 now'] : undefined),
  });
  using client = await connect(server);
  await client.login('deploy', 'secret');
  const port = Number(/\|(\d+)\|/.exec(await client.command('EPSV'))?.[1]);
  client.send('STOR a\r\n');
  assert.equal(await client.line(), '550-Not');
  assert.equal(await client.line(), '550 now');
  assert.equal(await client.command('NOOP'), '200 NOOP ok.');
  await assert.rejects(once(net.connect(port, server.host), 'connect'), { code: 'ECONNREFUSED' });
});

test('a silent data connection stays silent until the client gives up', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { onData: () => ({ at: 10, data: 'silence' }) });
  {
    using client = await connect(server);
    await client.login('deploy', 'secret');
    const { data } = await client.store('a.bin');
    data.on('error', () => undefined).end(content);
    assert.equal(await client.reply(), said.accepted);
    while (server.bytesReceived < 10) await setImmediate();
    client.send('NOOP\r\n');
  }
  using second = await connect(server);
  await second.login('deploy', 'secret');
  assert.equal(await second.command('SIZE a.bin'), '213 10');
  assert.equal(server.maxConcurrentControlConnections, 1);
});

test('overrides see the count over all connections, and can end them', async () => {
  await using root = await createWorkspace();
  const seen: string[] = [];
  await using server = await start(root, {
    onCommand: ({ verb, argument, session, count }) => {
      seen.push(`${session} ${verb} ${argument} ${count}`);
      if (verb === 'NOOP' && count === 1) return 'reset';
      if (verb === 'MKD') return { perform: true, reply: '421 Busy.', then: 'close' };
      if (verb === 'SYST') return 'silence';
      return undefined;
    },
  });
  using first = await connect(server);
  await assert.rejects(first.command('NOOP'));
  using second = await connect(server);
  await second.login('deploy', 'secret');
  assert.equal(await second.command('NOOP'), '200 NOOP ok.');
  assert.equal(await second.command('MKD made'), '421 Busy.');
  await assert.rejects(second.line());
  assert.ok((await stat(path.join(root.path, 'made'))).isDirectory());
  using third = await connect(server);
  third.send('SYST\r\nNOOP\r\nQUIT\r\n');
  using fourth = await connect(server);
  assert.equal(await fourth.command('NOOP'), '200 NOOP ok.');
  assert.equal(server.maxConcurrentControlConnections, 2);
  assert.deepEqual(seen.slice(0, 4), [
    '1 CONNECT  1',
    '1 NOOP  1',
    '2 CONNECT  2',
    '2 USER deploy 1',
  ]);
  assert.deepEqual(server.dialogues[2]?.slice(1, 2), ['C: SYST']);
});

for (const asynchronous of [false, true]) {
  const order = asynchronous ? 'at once' : 'after it';
  test(`a command during an upload is answered ${order}`, async () => {
    await using root = await createWorkspace();
    await using server = await start(root, { asynchronous });
    using client = await connect(server);
    await client.login('deploy', 'secret');
    const { data } = await client.store('a.bin');
    data.resume().write(content);
    assert.equal(await client.reply(), said.accepted);
    client.send('NOOP\r\n');
    const replies = asynchronous ? [await client.reply()] : [];
    data.end();
    replies.push(await client.reply());
    if (!asynchronous) replies.push(await client.reply());
    const inOrder = [said.complete, '200 NOOP ok.'];
    assert.deepEqual(replies, asynchronous ? inOrder.reverse() : inOrder);
  });
}

test('an asynchronous server loses the running upload when EPSV comes', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { asynchronous: true });
  using client = await connect(server);
  await client.login('deploy', 'secret');
  const { data } = await client.store('a.bin');
  data.on('error', () => undefined).resume();
  data.write(content);
  const closed = new Promise((resolve) => data.once('close', resolve));
  assert.equal(await client.reply(), said.accepted);
  assert.deepEqual(await client.upload('b.bin', content), [said.accepted, said.complete, true]);
  assert.equal(server.dialogue.filter((line) => line.startsWith('S: 226')).length, 1);
  await closed;
});

test('replies of an asynchronous server never mix, one byte a write', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { asynchronous: true, bytesPerWrite: 1 });
  using client = await connect(server);
  await client.login('deploy', 'secret');
  await client.command('EPSV');
  client.send('STOR a\r\nNOOP\r\nNOOP\r\n');
  const replies = [await client.reply(), await client.reply(), await client.reply()];
  assert.deepEqual(replies.sort(), [said.accepted, '200 NOOP ok.', '200 NOOP ok.']);
});

test('a passive port takes one connection and no second one', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { mode: 'none' });
  using client = await connect(server, { ca: undefined });
  await client.login('deploy', 'secret');
  const port = Number(/\|(\d+)\|/.exec(await client.command('EPSV'))?.[1]);
  const data = net.connect(port, server.host);
  await once(data, 'connect');
  assert.equal(await client.command('STOR a'), said.accepted);
  await assert.rejects(once(net.connect(port, server.host), 'connect'), { code: 'ECONNREFUSED' });
  data.end('only this');
  assert.equal(await client.reply(), said.complete);
  assert.equal((await root.read('a')).toString(), 'only this');
});

test('ABOR ends a running upload', async () => {
  await using root = await createWorkspace();
  await using server = await start(root);
  using client = await connect(server);
  await client.login('deploy', 'secret');
  const { data } = await client.store('a.bin');
  data.on('error', () => undefined).resume();
  data.write(content);
  assert.equal(await client.reply(), said.accepted);
  const closed = once(data, 'close');
  assert.equal(await client.command('ABOR'), said.broken);
  assert.equal(await client.reply(), '226 ABOR successful.');
  await closed;
});
