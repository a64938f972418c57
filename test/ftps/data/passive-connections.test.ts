import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

// Nothing listens on port 1 of loopback.
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

/** Two files one after the other, to see what is remembered. */
const twice = (first: string, second: string) =>
  greeted + first + stored('a') + second + stored('b') + goodbye;

describe('a data connection is made', () => {
  const ways: readonly (readonly [string, string])[] = [
    ['by EPSV', twice(extended, extended)],
    [
      'by EPSV with other delimiters',
      twice('C: EPSV\nS: 229 Ok (!!!{data-port}!)\n', 'C: EPSV\nS: 229 (~~~{data-port}~)\n'),
    ],
    [
      'by EPSV, whatever address it names',
      twice('C: EPSV\nS: 229 (|1|192.0.2.1|{data-port}|)\n', extended),
    ],
    [
      'by EPSV, with a reply of two lines',
      twice('C: EPSV\nS: 229-Entering\nS: 229 (|||{data-port}|)\n', extended),
    ],
    ['by PASV when EPSV is not known', twice(`C: EPSV\nS: 500 What?\n${passive}`, passive)],
    ['by PASV when EPSV is not done', twice(`C: EPSV\nS: 502 No\n${passive}`, passive)],
    ['by PASV when EPSV wants a protocol', twice(`C: EPSV\nS: 522 Use (1)\n${passive}`, passive)],
    ['by PASV when EPSV has an odd reply', twice(`C: EPSV\nS: 200 Ok\n${passive}`, passive)],
    ['by PASV when a 229 has no port', twice(`C: EPSV\nS: 229 Ok\n${passive}`, passive)],
    ['by PASV when a 229 has port 0', twice(`C: EPSV\nS: 229 (|||0|)\n${passive}`, passive)],
    [
      'by PASV when a 229 has port 65536',
      twice(`C: EPSV\nS: 229 (|||65536|)\n${passive}`, passive),
    ],
    [
      'to the same host, whatever a 227 says',
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
const nothingThere = `Could not open the data connection to 127.0.0.1:{port}: connection refused (ECONNREFUSED).`;

describe('no data connection is made, and no STOR sent,', () => {
  const refusals: readonly (readonly [string, string, string, string])[] = [
    // when                     dialogue                                      code              the error
    ['EPSV is refused for now', 'C: EPSV\nS: 450 Busy', 'FTPS_REPLY', '"EPSV" failed: 450 Busy'],
    [
      'both are refused',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 502 No',
      'FTPS_REPLY',
      '"PASV" failed: 502 No',
    ],
    [
      'PASV has an odd reply',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 200 Ok',
      'FTPS_REPLY',
      '"PASV" failed: 200 Ok',
    ],
    [
      'a 227 has port 0',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 227 (127,0,0,1,0,0)',
      'FTPS_PROTOCOL',
      `${noPort} "227 (127,0,0,1,0,0)".`,
    ],
    [
      'a 227 has no port',
      'C: EPSV\nS: 500 What?\nC: PASV\nS: 227 Ok',
      'FTPS_PROTOCOL',
      `${noPort} "227 Ok".`,
    ],
    [
      'nothing listens on the port',
      `C: EPSV\nS: 229 (|||${closedPort}|)`,
      'FTPS_CONNECT',
      nothingThere,
    ],
  ];
  for (const [when, says, code, sentence] of refusals) {
    dialogue(`when ${when}`, `${greeted}${says}\n${goodbye}`, async ({ open }) => {
      const client = await open();
      const source = new Bytes('hello');
      await assertFails(client.store('a', source), code, sentence);
      assert.equal(source.position, 0);
      assert.deepEqual(client.dataConnections, { total: 0, resumed: 0 });
      await client.quit();
    });
  }
});

// Once the passive ports are known to be open, waiting for TCP before STOR would only cost time.
const later = `
  ${greeted}${extended}${stored('a')}
  C: EPSV
  S: 229 (|||${closedPort}|)
  C: STOR b
  S: 425 Can't open data connection
  ${goodbye}
`;
dialogue(
  'STOR leaves together with the connect once a data connection has worked',
  later,
  async ({ open }) => {
    const client = await open();
    await client.store('a', new Bytes('hello'));
    const refused = `Uploading b failed: 425 Can't open data connection`;
    await assertFails(client.store('b', new Bytes('hello')), 'FTPS_REPLY', refused);
    await client.quit();
    assert.deepEqual(client.dataConnections, { total: 1, resumed: 1 });
  },
);

dialogue(
  'a refusal that explains a failed connect keeps it as its cause',
  later,
  async ({ open, dialogueLines }) => {
    const client = await open();
    await client.store('a', new Bytes('hello'));
    const error = await client.store('b', new Bytes('hello')).catch((failure: unknown) => failure);
    assert.equal((error as { reply?: { code: number } }).reply?.code, 425);
    assert.equal(dialogueLines.filter(({ text }) => text.startsWith('data connection')).length, 1);
    await client.quit();
  },
);
