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
  'every data connection resumes the TLS session',
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
  'a server that does not resume is served all the same, and counted',
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
  "The certificate of the data connection to 127.0.0.1:{port} isn't trusted: it isn't the control connection's certificate, and the TLS session wasn't resumed.";
const inClear =
  "The data connection to 127.0.0.1:{port} isn't encrypted: the server sent plaintext instead of TLS.";

// What the server sees of a client that hangs up: under TLS 1.2 its handshake has ended before.
const hungUp = { 'TLSv1.2': 'D: {0 bytes}', 'TLSv1.3': '! data-handshake-failed' } as const;
const certificates = { dataCertificate: impostor, resumeData: false };
const opened = 'S: 220 Ready\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR a\nS: 150 Ok\n';

describe('no byte of a file goes over a data connection', () => {
  for (const version of versions) {
    for (const [title, server, seen, code, sentence] of [
      ['with another certificate', certificates, hungUp[version], 'FTPS_CERTIFICATE', changed],
      ['in clear text', { plaintextData: true }, hungUp['TLSv1.3'], 'FTPS_TLS', inClear],
    ] as const) {
      for (const says of ['426 Broken', '226 Done']) {
        dialogue(
          `${title} that ends in ${says}`,
          `${opened}${seen}\nS: ${says}\n${goodbye}`,
          async (fixture) => {
            const client = await fixture.open();
            const source = new Bytes('hello');
            const error = await assertFails(client.store('a', source), code, sentence);
            assert.equal((error as { connection?: string }).connection, 'data');
            assert.deepEqual([source.position, fixture.server.dataBytes], [0, 0]);
            await client.quit();
          },
          { versions: [version], server, tls: { pins: [], verify: false } },
        );
      }
    }

    // The impostor's own session must not become the proof that it is the same server.
    const twice = `${opened}${hungUp[version]}\nS: 426 Broken\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR b\nS: 150 Ok\n${hungUp[version]}\nS: 426 Broken\n${goodbye}`;
    dialogue(
      'with another certificate, at the second try either',
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

  const never =
    'S: 220 Ready\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR a\nS: 150 Ok\n! silence\n! client-ended';
  dialogue(
    'on which no TLS comes about',
    never,
    async ({ open, server }) => {
      const client = await open();
      const source = new Bytes('hello');
      const sentence =
        'Timed out after 0.3 s waiting for the TLS handshake with the data connection to 127.0.0.1:{port}.';
      await assertFails(client.store('a', source), 'FTPS_TIMEOUT', sentence);
      assert.deepEqual([source.position, server.dataBytes], [0, 0]);
    },
    { timeoutMs: 300 },
  );
});
