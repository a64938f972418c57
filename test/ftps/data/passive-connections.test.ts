import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

// Nothing listens on this port of the loopback interface.
const closedPort = 1;

const stored = (name: string) => `
  C: STOR ${name}
  S: 150 Ok
  D: hello
  S: 226 Done
`;
const extended = 'C: EPSV\nS: 229 (|||{data-port}|)\n';
const passive = 'C: PASV\nS: 227 Entering Passive Mode (127,0,0,1,{data-port-pasv}).\n';
const greeted = 'S: 220 Ready\n';

/** Two uploads, of which the second uses what the client has learned. */
const twice = (first: string, second: string) =>
  greeted + first + stored('a') + second + stored('b') + goodbye;

describe('store opens a data connection', () => {
  const ways: readonly (readonly [title: string, script: string])[] = [
    ['by EPSV', twice(extended, extended)],
    [
      'by EPSV with other delimiters',
      twice('C: EPSV\nS: 229 Ok (!!!{data-port}!)\n', 'C: EPSV\nS: 229 (~~~{data-port}~)\n'),
    ],
    [
      'by EPSV and ignores the address in the reply',
      twice('C: EPSV\nS: 229 (|1|192.0.2.1|{data-port}|)\n', extended),
    ],
    [
      'by EPSV with a multi-line reply',
      twice('C: EPSV\nS: 229-Entering\nS: 229 (|||{data-port}|)\n', extended),
    ],
    ['by PASV when EPSV is unknown', twice(`C: EPSV\nS: 500 What?\n${passive}`, passive)],
    ['by PASV when EPSV is not implemented', twice(`C: EPSV\nS: 502 No\n${passive}`, passive)],
    [
      'by PASV when EPSV requires a protocol',
      twice(`C: EPSV\nS: 522 Use (1)\n${passive}`, passive),
    ],
    [
      'by PASV when EPSV gets an unexpected reply',
      twice(`C: EPSV\nS: 200 Ok\n${passive}`, passive),
    ],
    [
      'by PASV when the reply to EPSV contains no port',
      twice(`C: EPSV\nS: 229 Ok\n${passive}`, passive),
    ],
    [
      'by PASV when the reply to EPSV contains port 0',
      twice(`C: EPSV\nS: 229 (|||0|)\n${passive}`, passive),
    ],
    [
      'by PASV when the reply to EPSV contains port 65536',
      twice(`C: EPSV\nS: 229 (|||65536|)\n${passive}`, passive),
    ],
    [
      'by PASV and ignores the address in the reply',
      twice(
        'C: EPSV\nS: 500 What?\nC: PASV\nS: 227 (192,0,2,1,{data-port-pasv})\n',
        'C: PASV\nS: 227 =0,0,0,0,{data-port-pasv}\n',
      ),
    ],
  ];
  for (const [title, script] of ways) {
    dialogue(title, script, async ({ open, server }) => {
      const client = await open();
      await client.store('a', new Bytes('hello'));
      await client.store('b', new Bytes('hello'));
      await client.quit();
      assert.deepEqual(client.dataConnections, { total: 2, resumed: 2 });
      assert.equal(server.dataBytes, 10);
    });
  }

  dialogue(
    'over IPv6',
    twice(extended, extended),
    async ({ open, server }) => {
      assert.equal(server.host, '::1');
      const client = await open();
      await client.store('a', new Bytes('hello'));
      await client.store('b', new Bytes('hello'));
      await client.quit();
    },
    { server: { host: '::1' }, versions: ['TLSv1.2', 'TLSv1.3'] },
  );
});

const noPort = 'Protocol error: the reply contains no usable port (RFC 2428, section 3). Received';
const connectionRefused = `Could not open the data connection to 127.0.0.1:{port}: connection refused (ECONNREFUSED).`;

describe('store does not send STOR', () => {
  const refusals: readonly (readonly [
    condition: string,
    script: string,
    code: string,
    message: string,
  ])[] = [
    [
      'EPSV is rejected temporarily',
      'C: EPSV\nS: 450 Busy',
      'FTPS_REPLY',
      '"EPSV" failed: 450 Busy',
    ],
    [
      'EPSV and PASV are rejected',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 502 No',
      'FTPS_REPLY',
      '"PASV" failed: 502 No',
    ],
    [
      'PASV gets an unexpected reply',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 200 Ok',
      'FTPS_REPLY',
      '"PASV" failed: 200 Ok',
    ],
    [
      'the reply to PASV contains port 0',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 227 (127,0,0,1,0,0)',
      'FTPS_PROTOCOL',
      `${noPort} "227 (127,0,0,1,0,0)".`,
    ],
    [
      'the reply to PASV contains no port',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 227 Ok',
      'FTPS_PROTOCOL',
      `${noPort} "227 Ok".`,
    ],
    [
      'the port refuses connections',
      `C: EPSV\nS: 229 (|||${closedPort}|)\nC: PASV\nS: 227 (127,0,0,1,0,${closedPort})`,
      'FTPS_CONNECT',
      connectionRefused,
    ],
    [
      'the port refuses connections and PASV is not supported',
      `C: EPSV\nS: 229 (|||${closedPort}|)\nC: PASV\nS: 502 No`,
      'FTPS_CONNECT',
      connectionRefused,
    ],
  ];
  for (const [condition, script, code, message] of refusals) {
    dialogue(`when ${condition}`, `${greeted}${script}\n${goodbye}`, async ({ open }) => {
      const client = await open();
      const source = new Bytes('hello');
      await assertFails(client.store('a', source), code, message);
      assert.equal(source.position, 0);
      assert.deepEqual(client.dataConnections, { total: 0, resumed: 0 });
      await client.quit();
    });
  }
});

// After the first success, the client no longer waits for TCP before it sends STOR.
const secondFails = `
  ${greeted}${extended}${stored('a')}
  C: EPSV
  S: 229 (|||${closedPort}|)
  C: STOR b
  S: 425 Can't open data connection
  ${goodbye}
`;
dialogue(
  'store sends STOR without waiting for TCP after a transfer has succeeded',
  secondFails,
  async ({ open }) => {
    const client = await open();
    await client.store('a', new Bytes('hello'));
    const message = `Uploading b failed: 425 Can't open data connection`;
    await assertFails(client.store('b', new Bytes('hello')), 'FTPS_REPLY', message);
    await client.quit();
    assert.deepEqual(client.dataConnections, { total: 1, resumed: 1 });
  },
);

dialogue(
  'store counts no data connection that could not be opened',
  secondFails,
  async ({ open, dialogueLines }) => {
    const client = await open();
    await client.store('a', new Bytes('hello'));
    const error = await client.store('b', new Bytes('hello')).catch((failure: unknown) => failure);
    assert.equal((error as { reply?: { code: number } }).reply?.code, 425);
    assert.equal(dialogueLines.filter(({ text }) => text.startsWith('data connection')).length, 1);
    await client.quit();
  },
);
