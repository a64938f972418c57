import assert from 'node:assert/strict';
import { describe } from 'node:test';

import type { FtpsClient, Retrieval } from '../../../src/ftps/index.ts';
import { command, ConnectionLostError } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';
import { partsWithout } from '../../support/target.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const requested = `
  C: EPSV
  S: 229 (|||{data-port}|)
  C: RETR a
`;
/** A command after the transfer: the session is usable. */
const next = '\nC: SIZE a\nS: 213 5\n! client-ended';

async function retrieve(client: FtpsClient, maxBytes = 1_000): Promise<Retrieval> {
  return await client.retrieve({ path: 'a', maxBytes });
}

describe('retrieve returns the bytes when', () => {
  const cases: readonly (readonly [title: string, replies: string, text: string])[] = [
    ['the final reply comes last', 'S: 150 Here\nL: hello\nS: 226 Done', 'hello'],
    ['the final reply comes first', 'S: 150 Here\nS: 226 Done\nL: hello', 'hello'],
    ['the file is empty', 'S: 150 Here\nL:\nS: 226 Done', ''],
    [
      'the file has exactly the permitted length',
      'S: 125 Here\nL: 0123456789\nS: 250 Ok',
      '0123456789',
    ],
  ];
  for (const [title, replies, text] of cases) {
    dialogueAfterLogin(
      title,
      `${requested}${replies}${next}`,
      async ({ client, server }) => {
        const retrieved = await retrieve(client, 10);
        assert.ok(retrieved.outcome === 'retrieved');
        assert.equal(retrieved.bytes.toString(), text);
        assert.equal(await client.size('a'), 5);
        assert.deepEqual(server.dataSessionsReused, [true]);
      },
      { versions, byteByByte: true },
    );
  }
});

dialogueAfterLogin(
  'retrieve returns a file that arrives in many chunks',
  `${requested}S: 150 Here\nL: {300000 bytes}\nS: 226 Done${next}`,
  async ({ client }) => {
    const retrieved = await retrieve(client, 1024 * 1024);
    assert.ok(retrieved.outcome === 'retrieved');
    assert.deepEqual(retrieved.bytes, Buffer.alloc(300_000, '.\n'));
    assert.equal(await client.size('a'), 5);
  },
  { versions },
);

describe('retrieve returns the refusal, and the client stays usable, when the server', () => {
  const cases: readonly (readonly [title: string, replies: string, code: number])[] = [
    ['replies with 550', 'S: 550 No such file', 550],
    ['replies with 551', 'S: 551 No such file', 551],
    ['resets the data connection before 550', '! reset-data\nS: 550 No such file', 550],
    ['resets the data connection after 550', 'S: 550 No such file\n! reset-data', 550],
    ['leaves the secure data connection open', '! secure-data\nS: 550 Unknown error\nD:', 550],
    ['accepts first and sends nothing', 'S: 150 Here\nL:\nS: 550 No such file', 550],
  ];
  for (const [title, replies, code] of cases) {
    dialogueAfterLogin(
      title,
      `${requested}${replies}${next}`,
      async ({ client }) => {
        const retrieved = await retrieve(client);
        assert.ok(retrieved.outcome === 'refused');
        assert.equal(retrieved.refusal.reply.code, code);
        assert.equal(client.failure, undefined);
        assert.equal(await client.size('a'), 5);
      },
      { versions },
    );
  }
});

describe('retrieve rejects with the reply of the server when it', () => {
  const cases: readonly (readonly [title: string, replies: string, code: number])[] = [
    ['fails after a part of the file', 'S: 150 Here\nL: hel\nS: 550 read ECONNRESET', 550],
    ['can read no file', 'S: 150 Here\nL:\nS: 425 Error reading from file: 5', 425],
    ['aborts the transfer', 'S: 150 Here\nL: hel\n! reset-data\nS: 426 Broken', 426],
    ['rejects the data connection', 'S: 522 Session reuse required', 522],
  ];
  for (const [title, replies, code] of cases) {
    dialogueAfterLogin(
      title,
      `${requested}${replies}${next}`,
      async ({ client }) => {
        await assert.rejects(retrieve(client), (error: Error) => {
          assert.ok('reply' in error);
          assert.equal((error.reply as { code: number }).code, code);
          return true;
        });
        assert.equal(await client.size('a'), 5);
      },
      { versions },
    );
  }
});

dialogueAfterLogin(
  'retrieve rejects when the data connection is reset, whatever the final reply',
  `${requested}S: 150 Here\nL: hel\n! reset-data\nS: 226 Done${next}`,
  async ({ client }) => {
    await assert.rejects(retrieve(client), ConnectionLostError);
    assert.equal(await client.size('a'), 5);
  },
  { versions },
);

dialogueAfterLogin(
  'retrieve rejects when the control connection is closed without a final reply',
  `${requested}S: 150 Here\nL: hello\n! close`,
  async ({ client }) => {
    await assert.rejects(retrieve(client), { code: 'FTPS_LOST', connection: 'control' });
    assert.ok(client.failure);
  },
);

dialogueAfterLogin(
  'retrieve rejects when the data connection stays open and silent',
  `${requested}S: 150 Here\n! secure-data\nS: 226 Done\n! silence\nD:${next}`,
  async ({ client }) => {
    await assert.rejects(retrieve(client), { code: 'FTPS_TIMEOUT' });
    assert.equal(await client.size('a'), 5);
  },
  { timeoutMs: 300 },
);

describe('retrieve rejects with a protocol error, and the client closes the connection, after', () => {
  for (const reply of ['200 Ok', '226 Done', '229 (|||1025|)', '350 Go on', '213 5']) {
    dialogueAfterLogin(
      `the first reply ${reply}`,
      `${requested}S: ${reply}\n! client-ended`,
      async ({ client }) => {
        await assert.rejects(retrieve(client), { code: 'FTPS_PROTOCOL' });
        assert.ok(client.failure);
      },
    );
  }
});

dialogueAfterLogin(
  'retrieve cuts off a file that is too long, and the client stays usable',
  `${requested}S: 150 Here\nL: {500000 bytes}\nS: 426 Broken${next}`,
  async ({ client }) => {
    assert.deepEqual(await retrieve(client, 100_000), { outcome: 'cut-off' });
    assert.equal(await client.size('a'), 5);
  },
  { versions },
);

dialogueAfterLogin(
  'retrieve cuts off a file that arrives too slowly',
  `${requested}S: 150 Here\n! secure-data\nD:\nS: 426 Broken${next}`,
  async ({ client }) => {
    const retrieved = await client.retrieve({ path: 'a', maxBytes: 10, maxMs: 50 });
    assert.deepEqual(retrieved, { outcome: 'cut-off' });
    assert.equal(await client.size('a'), 5);
  },
);

dialogueAfterLogin(
  'retrieve rejects with the reason when it is aborted',
  `${requested}! secure-data\nS: 150 Here\nD:\nS: 426 Broken\n! client-ended`,
  async ({ client, reported }) => {
    const retrieving = retrieve(client);
    await reported('150 Here');
    const reason = new Error('The run was cancelled.');
    client.abortTransfer(reason);
    await assert.rejects(retrieving, reason);
  },
);

const askAbout = (...names: readonly string[]) => [
  ...names.map((name) => command('SIZE', name)),
  ...names.map((name) => command('MDTM', name)),
];

dialogueAfterLogin(
  'executeAll requests the port for the next transfer in the same write',
  `
    C: SIZE a
    C: SIZE b
    C: MDTM a
    C: MDTM b
    C: EPSV
    S: 213 5
    S: 550 No such file
    S: 213 20260701120000.789
    S: 550 No such file
    S: 229 (|||{data-port}|)
    C: RETR a
    S: 150 Here
    L: hello
    S: 226 Done
    C: EPSV
    S: 229 (|||{data-port}|)
    C: RETR b
    S: 550 No such file
    ! client-ended`,
  async ({ client }) => {
    const answers = await client.executeAll(askAbout('a', 'b'), { transferFollows: true });
    assert.equal(client.files.parseSize(answers[0]!)?.bytes, 5);
    assert.equal(client.files.parseModified(answers[2]!), Date.UTC(2026, 6, 1, 12, 0, 0, 789));
    assert.equal((await retrieve(client)).outcome, 'retrieved');
    const second = await client.retrieve({ path: 'b', maxBytes: 10 });
    assert.equal(second.outcome, 'refused');
  },
);

dialogueAfterLogin(
  'executeAll requests no port when pipelining is off',
  `
    C: SIZE a
    S: 213 5
    C: MDTM a
    S: 213 20260701120000
    C: EPSV
    S: 229 (|||{data-port}|)
    C: RETR a
    S: 150 Here
    L: hello
    S: 226 Done
    ! client-ended`,
  async ({ client }) => {
    await client.executeAll(askAbout('a'), { transferFollows: true });
    assert.equal((await retrieve(client)).outcome, 'retrieved');
  },
  { optional: partsWithout('pipelining') },
);

dialogueAfterLogin(
  'a transfer requests another port when the server rejected the pipelined EPSV',
  `
    C: SIZE a
    C: EPSV
    S: 213 5
    S: 425 Try later
    C: EPSV
    S: 229 (|||{data-port}|)
    C: RETR a
    S: 150 Here
    L: hello
    S: 226 Done
    ! client-ended`,
  async ({ client }) => {
    await client.executeAll([client.files.sizeCommand('a')], { transferFollows: true });
    assert.equal((await retrieve(client)).outcome, 'retrieved');
    assert.equal(client.pipeliningMode, 'off');
  },
);
