import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

const opened = `
  S: 220 Ready
  C: EPSV
  S: 229 (|||{data-port}|)
  C: STOR a
`;

describe('store succeeds when', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;
  const orders: readonly (readonly [title: string, script: string])[] = [
    ['150 and 226 arrive', 'S: 150 Ok\nD: hello\nS: 226 Done'],
    ['the preliminary reply is 125', 'S: 125 Open\nD: hello\nS: 226 Done'],
    ['the final reply is 250', 'S: 150 Ok\nD: hello\nS: 250 Done'],
    ['150 arrives twice', 'S: 150 Ok\nS: 150 Still\nD: hello\nS: 226 Done'],
    [
      'another preliminary reply arrives during the transfer',
      'S: 150 Ok\nD: hello\nS: 110 Marker\nS: 226 Done',
    ],
    ['226 has two lines', 'S: 150 Ok\nD: hello\nS: 226-File\nS: 226 0.1 seconds'],
    [
      '150 and 226 are multi-line replies',
      'S: 150-a\nS: 226 b\nS: 150 c\nD: hello\nS: 226-\nS:\nS: 226 d',
    ],
    ['replies end with LF', 'S-raw: 150 Ok\\n\nD: hello\nS-raw: 226 Done\\n'],
  ];
  for (const [title, replies] of orders) {
    dialogue(
      title,
      `${opened}${replies}\n${goodbye}`,
      async ({ open, server }) => {
        const client = await open();
        const { bytesSent } = await client.store('a', new Bytes('hello'));
        assert.equal(bytesSent, 5);
        assert.deepEqual(client.dataConnections, { total: 1, resumed: 1 });
        await client.quit();
        assert.deepEqual(server.dataSessionsReused, [true]);
      },
      { versions },
    );
  }
});

describe('store uploads a file', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;
  for (const [title, sizeBytes] of [
    ['without content', 0],
    ['of one byte', 1],
    ['that fills one buffer', 256 * 1024],
    ['of one byte more than all buffers', 4 * 256 * 1024 + 1],
    ['of 3 MB', 3_000_000],
  ] as const) {
    const script = `${opened}S: 150 Ok\nD: {${sizeBytes} bytes}\nS: 226 Done\n${goodbye}`;
    dialogue(
      title,
      script,
      async ({ open }) => {
        const client = await open();
        const source = new Bytes(Buffer.alloc(sizeBytes, 'x'));
        const { bytesSent } = await client.store('a', source);
        assert.equal(bytesSent, sizeBytes);
        await client.quit();
      },
      { versions },
    );
  }

  const exact = `${opened}S: 150 Ok\nD: \\x00\\r\\n\\n\\xff\\x1aend\nS: 226 Done\n${goodbye}`;
  dialogue(
    'without changes to its bytes',
    exact,
    async ({ open }) => {
      const client = await open();
      await client.store('a', new Bytes(Buffer.from('\0\r\n\n\xff\x1aend', 'latin1')));
      await client.quit();
    },
    { versions },
  );
});

const three = ['a', 'b/ü 日本.txt', '- #%20"[x]'].map(
  (name, index) => `
    C: EPSV
    S: 229 (|||{data-port}|)
    C: STOR ${name.startsWith('-') ? './' : ''}${name}
    S: 150 Ok
    D:${' x'.repeat(index).trimEnd()}
    S: 226 Done
  `,
);

dialogue(
  'store uploads several files over one control connection',
  `S: 220 Ready\n${three.join('')}${goodbye}`,
  async ({ open, server }) => {
    const client = await open();
    await client.store('a', new Bytes(''));
    await client.store('b/ü 日本.txt', new Bytes('x'));
    await client.store('- #%20"[x]', new Bytes('x x'));
    await client.quit();
    assert.deepEqual(client.dataConnections, { total: 3, resumed: 3 });
    assert.deepEqual(
      [server.controlConnections, server.dataSessionsReused],
      [1, [true, true, true]],
    );
  },
  { versions: ['TLSv1.2', 'TLSv1.3'] },
);

dialogue(
  'store never sends a path with a line break',
  `S: 220 Ready\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await assert.rejects(client.store('a\r\nDELE b', new Bytes('x')), { code: 'FTPS_COMMAND' });
    await client.quit();
  },
);

// The TLS handshake is complete, but there is no preliminary reply.
const noReply = `${opened}D: {0 bytes}\n! client-ended`;
dialogue(
  'store sends no data before the preliminary reply',
  noReply,
  async ({ open, server }) => {
    const client = await open();
    const source = new Bytes('hello');
    const message = 'Timed out after 0.5 s waiting for the reply to STOR from 127.0.0.1:{port}.';
    await assertFails(client.store('a', source), 'FTPS_TIMEOUT', message);
    assert.deepEqual([source.position, server.dataSessionsReused], [0, [true]]);
  },
  { timeoutMs: 500, versions: ['TLSv1.2', 'TLSv1.3'] },
);
