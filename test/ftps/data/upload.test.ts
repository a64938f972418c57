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

describe('an upload is done when', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;
  const orders: readonly (readonly [string, string])[] = [
    ['150 comes first, 226 last', 'S: 150 Ok\nD: hello\nS: 226 Done'],
    ['125 comes instead of 150', 'S: 125 Open\nD: hello\nS: 226 Done'],
    ['250 comes instead of 226', 'S: 150 Ok\nD: hello\nS: 250 Done'],
    ['150 comes twice', 'S: 150 Ok\nS: 150 Still\nD: hello\nS: 226 Done'],
    ['a 1yz comes in the middle', 'S: 150 Ok\nD: hello\nS: 110 Marker\nS: 226 Done'],
    ['226 has two lines', 'S: 150 Ok\nD: hello\nS: 226-File\nS: 226 0.1 seconds'],
    [
      '150 and 226 have many lines',
      'S: 150-a\nS: 226 b\nS: 150 c\nD: hello\nS: 226-\nS:\nS: 226 d',
    ],
    ['replies end with a bare LF', 'S-raw: 150 Ok\\n\nD: hello\nS-raw: 226 Done\\n'],
  ];
  for (const [title, answer] of orders) {
    dialogue(
      title,
      `${opened}${answer}\n${goodbye}`,
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

describe('a file arrives', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;
  for (const [title, sizeBytes] of [
    ['of no bytes', 0],
    ['of one byte', 1],
    ['of just one buffer', 256 * 1024],
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
    'with every byte as it was',
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
  'many files go over one control connection',
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

dialogue('a path with a line break is never sent', `S: 220 Ready\n${goodbye}`, async ({ open }) => {
  const client = await open();
  await assert.rejects(client.store('a\r\nDELE b', new Bytes('x')), { code: 'FTPS_COMMAND' });
  await client.quit();
});

// The data connection has its TLS by then; only the server's agreement is missing.
const unanswered = `${opened}D: {0 bytes}\n! client-ended`;
dialogue(
  'no byte of a file leaves before the server has agreed to take it',
  unanswered,
  async ({ open, server }) => {
    const client = await open();
    const source = new Bytes('hello');
    const sentence = 'Timed out after 0.5 s waiting for the reply to STOR from 127.0.0.1:{port}.';
    await assertFails(client.store('a', source), 'FTPS_TIMEOUT', sentence);
    assert.deepEqual([source.position, server.dataSessionsReused], [0, [true]]);
  },
  { timeoutMs: 500, versions: ['TLSv1.2', 'TLSv1.3'] },
);
