/** Servers whose EPSV names a port that can't be reached, and servers that run out of ports. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ConnectionError, OptionalParts, ReplyError } from '../../../src/ftps/index.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

const greeted = 'S: 220 Ready\n';
// Nothing listens on this port of the loopback interface.
const unreachable = 'C: EPSV\nS: 229 (|||1|)\n';
const passive = 'C: PASV\nS: 227 Entering Passive Mode (127,0,0,1,{data-port-pasv}).\n';
const unreachablePassive = 'C: PASV\nS: 227 (127,0,0,1,0,1)\n';
const stored = (name: string) => `C: STOR ${name}\nS: 150 Ok\nD: hello\nS: 226 Done\n`;

describe('after the port of EPSV could not be reached', () => {
  const dropped: string[] = [];
  const optional = new OptionalParts((part, reason) => dropped.push(`${part}: ${reason}`));
  dialogue(
    'store uses PASV, also on the next connection',
    `${greeted}${unreachable}${passive}${stored('a')}${passive}${stored('b')}${goodbye}
    ! close
    ${greeted}${passive}${stored('c')}${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await client.store('a', new Bytes('hello'));
      await client.store('b', new Bytes('hello'));
      await client.quit();
      const next = await open();
      await next.store('c', new Bytes('hello'));
      await next.quit();
      assert.equal(dropped.length, 1);
      assert.match(
        dropped[0] ?? '',
        /^extended-passive: Could not open the data connection to 127\.0\.0\.1:1: connection refused/,
      );
    },
    { optional },
  );

  dialogue(
    'store uses EPSV as before when the port of PASV could not be reached either',
    `${greeted}${unreachable}${unreachablePassive}${unreachable}
    C: EPSV\nS: 229 (|||{data-port}|)\n${stored('a')}${goodbye}`,
    async ({ open }) => {
      const client = await open();
      const error = /Could not open the data connection to 127\.0\.0\.1:1: connection refused/;
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        await assert.rejects(client.store('a', new Bytes('hello')), (thrown: Error) => {
          assert.ok(thrown instanceof ConnectionError);
          assert.match(thrown.message, error);
          return true;
        });
      }
      await client.store('a', new Bytes('hello'));
      await client.quit();
    },
  );

  dialogue(
    'store tries PASV again after it was refused temporarily',
    `${greeted}${unreachable}C: PASV\nS: 450 Try again later\n${unreachable}${passive}${stored('a')}${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await assert.rejects(client.store('a', new Bytes('hello')), ConnectionError);
      await client.store('a', new Bytes('hello'));
      await client.quit();
    },
  );

  dialogue(
    'store does not try PASV over IPv6',
    `${greeted}${unreachable}${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await assert.rejects(client.store('a', new Bytes('hello')), ConnectionError);
      await client.quit();
    },
    { server: { host: '::1' } },
  );

  dialogue(
    'list uses PASV',
    `${greeted}${unreachable}${passive}C: LIST\nS: 150 Here\nL: a\nS: 226 Done\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await client.list();
      await client.quit();
    },
  );
});

describe('a session without free ports', () => {
  for (const [title, refusal] of [
    ['EPSV', 'C: EPSV\nS: 425 Cannot open passive connection\n'],
    ['PASV', 'C: PASV\nS: 425 Cannot open passive connection\n'],
  ] as const) {
    dialogue(
      `is closed by the client after the second temporary refusal of ${title}`,
      `${greeted}${refusal}${refusal}! client-ended`,
      async ({ open }) => {
        const client = await open();
        const message = `"${title}" failed: 425 Cannot open passive connection`;
        await assertFails(client.store('a', new Bytes('hello')), 'FTPS_REPLY', message);
        await assertFails(client.store('a', new Bytes('hello')), 'FTPS_REPLY', message);
        assert.ok(client.failure instanceof ReplyError);
      },
      { optional: withoutExtendedPassive(title === 'PASV') },
    );
  }

  const refused = 'C: EPSV\nS: 425 No port\n';
  const extended = 'C: EPSV\nS: 229 (|||{data-port}|)\n';
  dialogue(
    'stays open when a port is free after each refusal',
    `${greeted}${refused}${extended}${stored('a')}${refused}${extended}${stored('b')}${goodbye}`,
    async ({ open }) => {
      const client = await open();
      for (const name of ['a', 'b']) {
        await assert.rejects(client.store(name, new Bytes('hello')), ReplyError);
        await client.store(name, new Bytes('hello'));
      }
      await client.quit();
    },
  );
});

function withoutExtendedPassive(isDropped: boolean): OptionalParts {
  const parts = new OptionalParts();
  if (isDropped) parts.drop('extended-passive', 'in this test');
  return parts;
}
