import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { connect, storReplies, start, startLoggedIn } from './embedded-server-fixture.ts';
import type { UploadFault } from './embedded-server/options.ts';
import { createWorkspace } from './workspace.ts';

const content = randomBytes(100_000);
const corrupted = Buffer.from(content.map((byte, index) => (index === 5000 ? byte ^ 0xff : byte)));

interface FaultCase {
  readonly fault: UploadFault;
  readonly final: string;
  /** What the server stores; absent where that depends on timing. */
  readonly stored?: Buffer;
}

const start5000 = content.subarray(0, 5000);
const faults: readonly FaultCase[] = [
  { fault: { at: 0, data: 'reset' }, final: storReplies.broken, stored: content.subarray(0, 0) },
  { fault: { at: 5000, data: 'reset' }, final: storReplies.broken, stored: start5000 },
  { fault: { at: 5000, data: 'close', final: '552 Full.' }, final: '552 Full.', stored: start5000 },
  { fault: { final: '451 Local error.' }, final: '451 Local error.', stored: content },
  { fault: { at: 1, early: true }, final: storReplies.complete },
  { fault: { doubled: true }, final: storReplies.complete, stored: content },
  { fault: { at: 5000, storage: 'full' }, final: storReplies.complete, stored: start5000 },
  { fault: { at: 5000, storage: 'faulty' }, final: storReplies.complete, stored: corrupted },
];

for (const { fault, final, stored } of faults) {
  test(`EmbeddedServer injects ${JSON.stringify(fault)} into an upload`, async () => {
    await using setup = await startLoggedIn({ onData: () => fault });
    const { root, client } = setup;
    const { data, resumed } = await client.store('a.bin');
    const closed = new Promise((resolve) => data.once('close', resolve));
    data
      .on('error', () => undefined)
      .resume()
      .end(content);
    assert.deepEqual(
      [await client.reply(), await client.reply(), resumed],
      [storReplies.accepted, final, true],
    );
    assert.equal(await closed, fault.data === 'reset', 'whether the client saw a reset');
    if (stored !== undefined) assert.deepEqual(await root.read('a.bin'), stored);
    if (fault.doubled === true) assert.equal(await client.reply(), final);
    assert.equal(await client.command('NOOP'), '200 NOOP ok.');
  });
}

test('EmbeddedServer keeps a silenced data connection open until the client closes', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, { onData: () => ({ at: 10, data: 'silence' }) });
  {
    using client = await connect(server);
    await client.login('deploy', 'secret');
    const { data } = await client.store('a.bin');
    data.on('error', () => undefined).end(content);
    assert.equal(await client.reply(), storReplies.accepted);
    while (server.bytesReceived < 10) await setImmediate();
  }
  using second = await connect(server);
  await second.login('deploy', 'secret');
  assert.equal(await second.command('SIZE a.bin'), '213 10');
  assert.equal(server.maxConcurrentControlConnections, 1);
});

test('EmbeddedServer accepts one connection per passive port, and none after a rejected STOR', async () => {
  await using setup = await startLoggedIn({
    mode: 'none',
    onCommand: ({ verb, count }) => (verb === 'STOR' && count === 2 ? '550 Not now' : undefined),
  });
  const { root, server, client } = setup;
  const isClosed = (port: number) =>
    assert.rejects(once(net.connect(port, server.host), 'connect'), { code: 'ECONNREFUSED' });
  const portOf = (reply: string) => Number(/\|(\d+)\|/.exec(reply)?.[1]);

  const first = portOf(await client.command('EPSV'));
  const data = net.connect(first, server.host);
  await once(data, 'connect');
  assert.equal(await client.command('STOR a'), storReplies.accepted);
  await isClosed(first);
  data.end('only this');
  assert.equal(await client.reply(), storReplies.complete);
  assert.equal((await root.read('a')).toString(), 'only this');

  const second = portOf(await client.command('EPSV'));
  assert.equal(await client.command('STOR b'), '550 Not now');
  await isClosed(second);
});

test('EmbeddedServer counts commands across connections and lets onCommand end them', async () => {
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
  assert.equal(await second.command('MKD new'), '421 Busy.');
  await assert.rejects(second.line());
  using third = await connect(server);
  third.send('SYST\r\nNOOP\r\nQUIT\r\n');
  using fourth = await connect(server);
  await fourth.login('deploy', 'secret');
  assert.equal(await fourth.command('CWD new'), '250 Directory successfully changed.');
  assert.equal(server.maxConcurrentControlConnections, 2);
  assert.deepEqual(seen.slice(0, 3), ['1 CONNECT  1', '1 NOOP  1', '2 CONNECT  2']);
});
