import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { authority } from '../../support/embedded-server-fixture.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const impostor = await authority.issue({ commonName: 'localhost', dnsNames: ['localhost'] });

const file = `
  C: EPSV
  S: 229 (|||{data-port}|)
  C: STOR a
  S: 150 Ok
  D: hello
  S: 226 Done
`;
const twelve = `S: 220 Ready\n${file.repeat(12)}${goodbye}`;

dialogue(
  'each data connection resumes the TLS session',
  twelve,
  async ({ open, server, dialogueLines }) => {
    const client = await open();
    for (let count = 0; count < 12; count++) await client.store('a', new Bytes('hello'));
    await client.quit();
    assert.deepEqual(client.dataConnections, { total: 12, resumed: 12 });
    assert.deepEqual(server.dataSessionsReused, new Array(12).fill(true));
    const notes = dialogueLines.filter(
      ({ text }) => text === 'data connection: TLS session resumed',
    );
    assert.equal(notes.length, 12);
  },
  { versions },
);

dialogue(
  'uploads succeed without TLS session resumption, and are counted',
  `S: 220 Ready\n${file}${goodbye}`,
  async ({ open, server, dialogueLines }) => {
    const client = await open();
    await client.store('a', new Bytes('hello'));
    await client.quit();
    assert.deepEqual(client.dataConnections, { total: 1, resumed: 0 });
    assert.deepEqual(server.dataSessionsReused, [false]);
    assert.ok(
      dialogueLines.some(({ text }) => text === 'data connection: TLS session not resumed'),
    );
  },
  { versions, server: { resumeData: false } },
);

const changed =
  "The certificate on the data connection to 127.0.0.1:{port} isn't trusted: it isn't the control connection's certificate, and the TLS session wasn't resumed.";
const plaintext =
  "The data connection to 127.0.0.1:{port} isn't encrypted: the server sent plaintext instead of TLS";
const refusedInClear =
  'The data connection to 127.0.0.1:{port} was lost during the TLS handshake: the server sent unencrypted data';

// What the server notices when the client closes the connection: under TLS 1.2 its handshake is already complete.
const closed = { 'TLSv1.2': 'D: {0 bytes}', 'TLSv1.3': '! data-handshake-failed' } as const;
const certificates = { dataCertificate: impostor, resumeData: false };
const opened = 'S: 220 Ready\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR a\nS: 150 Ok\n';

describe('store sends no data on a connection', () => {
  for (const version of versions) {
    const cases = [
      {
        title: 'with another certificate',
        server: certificates,
        outcome: closed[version],
        code: 'FTPS_CERTIFICATE',
        message: changed,
      },
      {
        title: 'without TLS',
        server: { plaintextData: 'This is not TLS.' },
        outcome: closed['TLSv1.3'],
        code: 'FTPS_TLS',
        message: `${plaintext}.`,
      },
      {
        title: 'that another FTP port has answered',
        server: { plaintextData: '220 Welcome\u001B[31m' },
        outcome: closed['TLSv1.3'],
        code: 'FTPS_TLS',
        message: `${plaintext} ("220 Welcome\\x1b[31m").`,
      },
      {
        title: 'on which the server sends an unencrypted refusal',
        server: { plaintextData: '421 Too many connections from secret' },
        outcome: closed['TLSv1.3'],
        code: 'FTPS_LOST',
        message: `${refusedInClear} ("421 Too many connections from ***").`,
      },
    ];
    for (const { title, server, outcome, code, message } of cases) {
      // What the server sends instead of TLS is read on another data connection.
      const again =
        code === 'FTPS_CERTIFICATE'
          ? ''
          : `C: EPSV\nS: 229 (|||{data-port}|)\n! data-handshake-failed\n`;
      for (const reply of ['426 Broken', '226 Done']) {
        dialogue(
          `${title} when the final reply is ${reply}`,
          `${opened}${outcome}\nS: ${reply}\n${again}${goodbye}`,
          async (fixture) => {
            const client = await fixture.open();
            const source = new Bytes('hello');
            const error = await assertFails(client.store('a', source), code, message);
            assert.equal((error as { connection?: string }).connection, 'data');
            assert.deepEqual([source.position, fixture.server.dataBytes], [0, 0]);
            await client.quit();
          },
          { versions: [version], server, tls: { pins: [], verify: false }, secrets: ['secret'] },
        );
      }
    }

    // The impostor's session must not be accepted as a proof of identity by the next connection.
    const twice = `${opened}${closed[version]}\nS: 426 Broken\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR b\nS: 150 Ok\n${closed[version]}\nS: 426 Broken\n${goodbye}`;
    dialogue(
      'with another certificate on the second attempt either',
      twice,
      async ({ open, server }) => {
        const client = await open();
        for (const name of ['a', 'b']) {
          await assertFails(client.store(name, new Bytes('hello')), 'FTPS_CERTIFICATE', changed);
        }
        assert.equal(server.dataBytes, 0);
        await client.quit();
      },
      { versions: [version], server: certificates },
    );
  }

  const silent =
    'S: 220 Ready\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR a\nS: 150 Ok\n! silence\n! client-ended';
  dialogue(
    'without a complete TLS handshake',
    silent,
    async ({ open, server }) => {
      const client = await open();
      const source = new Bytes('hello');
      const message =
        'Timed out after 0.3 s waiting for the TLS handshake on the data connection to 127.0.0.1:{port}.';
      await assertFails(client.store('a', source), 'FTPS_TIMEOUT', message);
      assert.deepEqual([source.position, server.dataBytes], [0, 0]);
    },
    { timeoutMs: 300 },
  );
});

for (const [text, quoted] of [
  ['421 Too many connections', ' ("421 Too many connections")'],
  ['This is not TLS.', ''],
]) {
  dialogue(
    `store takes "${text}" instead of TLS for a fault after a connection with TLS`,
    `S: 220 Ready\n${file}${opened.replace('S: 220 Ready\n', '')}! data-handshake-failed\nS: 226 Done\nC: EPSV\nS: 229 (|||{data-port}|)\n! data-handshake-failed\n${goodbye}`,
    async ({ open, dialogueLines }) => {
      const client = await open();
      await client.store('a', new Bytes('hello'));
      const message = `${refusedInClear}${quoted}.`;
      await assertFails(client.store('a', new Bytes('hello')), 'FTPS_LOST', message);
      await client.quit();
      const notes = dialogueLines.filter(({ text: line }) => line.startsWith('unencrypted data'));
      assert.equal(notes.length, quoted === '' ? 0 : 1);
    },
    { server: { plaintextData: text, plaintextDataFrom: 2 } },
  );
}
