import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authority, certificate } from './embedded-server-fixture.ts';
import { RawClient } from './raw-client.ts';
import type { TranscriptServer } from './transcript-server.ts';
import { startTranscriptServer } from './transcript-server.ts';

const start = (script: string) => startTranscriptServer(script, { certificate });

const connect = ({ host, port }: TranscriptServer) =>
  RawClient.open({ host, port, ca: authority.cert });

/** The lines in which the two texts differ that `assertFollowed` compares. */
function differences(server: TranscriptServer): string[] {
  try {
    server.assertFollowed();
    return [];
  } catch (error) {
    assert.ok(error instanceof assert.AssertionError);
    const actual = (error.actual as string).split('\n');
    const expected = (error.expected as string).split('\n');
    return [
      ...expected.filter((line, index) => actual[index] !== line).map((line) => `- ${line}`),
      ...actual.filter((line, index) => expected[index] !== line).map((line) => `+ ${line}`),
    ];
  }
}

test('a wrong command shows as exactly two lines, and the connection ends', async () => {
  await using server = await start(`
    S: 220 Ready
    C: USER deploy
    S: 331 Password
    C: PASS secret
    S: 230 In
  `);
  using client = await connect(server);
  assert.equal(await client.command('USER deploy'), '220 Ready');
  assert.equal(await client.reply(), '331 Password');
  await assert.rejects(client.command('PASS  secret'), /The server has ended/);
  assert.deepEqual(differences(server), ['- C: PASS secret', '+ C: PASS  secret']);
  assert.equal(
    server.transcript(),
    'S: 220 Ready\nC: USER deploy\nS: 331 Password\nC: PASS  secret',
  );
});

const departures: readonly (readonly [string, string, (c: RawClient) => unknown, string[]])[] = [
  [
    'a line that ends without CR',
    'C: NOOP',
    (client) => {
      client.send('NOOP\n');
    },
    ['- C: NOOP', '+ C: NOOP (without CR)'],
  ],
  [
    'a client that ends early',
    'C: QUIT',
    (client) => {
      client[Symbol.dispose]();
    },
    ['- C: QUIT', '+ ! client-ended'],
  ],
  [
    'a client that says more than the script has',
    'C: NOOP',
    (client) => {
      client.send('NOOP\r\nSITE x\r\n');
    },
    ['+ C: SITE x'],
  ],
  [
    'a client that talks instead of sending data',
    'S: 229 (|||{data-port}|)\nD: x\nS: 226\nC: QUIT',
    (client) => {
      client.send('ABOR\r\n');
    },
    ['- D: x', '+ C: ABOR'],
  ],
];

for (const [name, script, depart, expected] of departures) {
  test(`${name} is recorded`, async () => {
    await using server = await start(`S: 220 Ready\n${script}`);
    using client = await connect(server);
    assert.equal(await client.reply(), '220 Ready');
    depart(client);
    await server.finished;
    assert.deepEqual(differences(server), expected);
  });
}

test('a script that was not completed has not been followed', async () => {
  await using server = await start('S: 220 Ready\nC: QUIT\nS: 221 Bye');
  using client = await connect(server);
  assert.equal(await client.reply(), '220 Ready');
  assert.deepEqual(differences(server), ['- C: QUIT', '- S: 221 Bye']);
});

test('wrong data and data of the wrong size are shown', async () => {
  for (const [script, happened] of [
    ['D: hello', 'D: hellO'],
    ['D: {4 bytes}', 'D: {5 bytes}'],
    ['D:', 'D: hellO'],
  ] as const) {
    await using server = await start(
      `S: 229 (|||{data-port}|)\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR a\n${script}\nS: 226 Done`,
    );
    using client = await connect(server);
    await client.reply();
    const { data } = await client.store('a');
    data.on('error', () => undefined).resume();
    data.end('hellO');
    await server.finished;
    assert.deepEqual(differences(server), [`- ${script}`, `+ ${happened}`]);
  }
});

test('a second control connection is refused unless the first was ended by the script', async () => {
  await using server = await start('S: 220 One\n! reset\nS: 220 Two\nC: QUIT\n! close');
  using first = await connect(server);
  assert.equal(await first.reply(), '220 One');
  await assert.rejects(first.line());
  using second = await connect(server);
  assert.equal(await second.reply(), '220 Two');
  await assert.rejects(connect(server));
  assert.deepEqual(differences(server), ['- C: QUIT', '- ! close', '+ ! another-connection']);
  assert.equal(server.controlConnections, 3);
});
