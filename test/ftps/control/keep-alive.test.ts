import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { ControlConnection } from '../../../src/ftps/control/control-connection.ts';
import { ConnectionLostError, ProtocolError, ReplyError } from '../../../src/ftps/index.ts';
import { connectTcp } from '../../../src/ftps/tcp.ts';
import { listen } from '../../support/listener.ts';
import type { LoggedInFixture } from '../../support/dialogue.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';
import { Bytes } from '../../support/upload-sources.ts';

const keepAliveMs = 400;
const options = { keepAliveMs };

/** Uploads a file that can be read only after a NOOP was sent. */
async function uploadSlowly({ client, reported }: LoggedInFixture): Promise<void> {
  const noop = reported('NOOP');
  await client.store('a', new Bytes('hello', () => noop));
}

/** An upload during which a NOOP is sent, with the remaining lines of the server. */
const script = (...lines: readonly string[]) => `
  C: EPSV
  S: 229 Entering Extended Passive Mode (|||{data-port}|)
  C: STOR a
  S: 150 Go on
  D: hello
  C: NOOP
  ${lines.join('\n')}
`;

const next = `
  C: SIZE a
  S: 213 5
  ! client-ended`;

const orders = [
  ['in order, after the 226', ['S: 226 Complete', 'S: 200 NOOP ok']],
  ['at once, before the 226', ['S: 200 NOOP ok', 'S: 226 Complete']],
  ['with 500 at once', ['S: 500 Unknown command', 'S: 226 Complete']],
  ['with 450 at once', ['S: 450 Transfer in progress', 'S: 226 Complete']],
  ['with 502 in order', ['S: 226 Complete', 'S: 502 Not implemented']],
] as const;

for (const [order, lines] of orders) {
  dialogueAfterLogin(
    `an upload succeeds when the server replies to NOOP ${order}`,
    script(...lines) + next,
    async (fixture) => {
      await uploadSlowly(fixture);
      assert.equal(await fixture.client.size('a'), 5);
    },
    options,
  );
}

dialogueAfterLogin(
  'keepAlive sends NOOP after another command was rejected',
  `C: SIZE a\nS: 550 No such file${script('S: 226 Complete', 'S: 200 NOOP ok')}${next}`,
  async (fixture) => {
    await assert.rejects(fixture.client.size('a'), { code: 'FTPS_REPLY' });
    await uploadSlowly(fixture);
    assert.equal(await fixture.client.size('a'), 5);
  },
  options,
);

for (const refusal of ['500 Unknown command', '450 Transfer in progress']) {
  dialogueAfterLogin(
    `keepAlive sends no more NOOP after ${refusal}`,
    `${script(`S: ${refusal}`, 'S: 226 Complete')}
      C: EPSV
      S: 229 Entering Extended Passive Mode (|||{data-port}|)
      C: STOR b
      S: 150 Go on
      D: slow
      S: 226 Complete
      ! client-ended`,
    async (fixture) => {
      await uploadSlowly(fixture);
      // Long enough for three NOOPs.
      const slow = new Bytes('slow', () => delay(3 * keepAliveMs));
      await fixture.client.store('b', slow);
    },
    options,
  );
}

dialogueAfterLogin(
  'a short upload sends no NOOP',
  `
    C: EPSV
    S: 229 Entering Extended Passive Mode (|||{data-port}|)
    C: STOR a
    S: 150 Go on
    D: hello
    S: 226 Complete
    ! client-ended`,
  async ({ client }) => {
    await client.store('a', new Bytes('hello'));
  },
  { keepAliveMs: 60_000 },
);

dialogueAfterLogin(
  'an upload without a final reply fails although NOOP got 200',
  `${script('S: 200 NOOP ok')}
    ! close`,
  async (fixture) => {
    await assert.rejects(uploadSlowly(fixture), ConnectionLostError);
  },
  options,
);

dialogueAfterLogin(
  'an upload during which a NOOP was sent does not succeed with 200',
  `${script('S: 200 NOOP ok', 'S: 200 Complete')}
    ! client-ended`,
  async (fixture) => {
    await assert.rejects(uploadSlowly(fixture), ProtocolError);
  },
  options,
);

dialogueAfterLogin(
  'a refusal of the upload is not taken for a reply to NOOP',
  script('S: 200 NOOP ok', 'S: 552 Disk full') + next,
  async (fixture) => {
    await assert.rejects(
      uploadSlowly(fixture),
      (error) => error instanceof ReplyError && error.verb === 'STOR' && error.reply.code === 552,
    );
    assert.equal(await fixture.client.size('a'), 5);
  },
  options,
);

test('keepAlive sends no NOOP while 60 have got no reply', async () => {
  await using silent = await listen('127.0.0.1', () => undefined);
  const endpoint = { host: '127.0.0.1', port: silent.port };
  const sent: string[] = [];
  const control = new ControlConnection(
    await connectTcp({ connection: 'control', endpoint, timeoutMs: 5_000 }),
    {
      ...{ endpoint, timeoutMs: 5_000 },
      onDialogue: ({ text }) => sent.push(text),
    },
  );
  for (let count = 0; count < 100; count += 1) control.keepAlive();
  control.fail(new Error('the test is over'));
  assert.deepEqual(sent, Array(60).fill('NOOP'));
});

dialogueAfterLogin(
  'an upload that may have been rejected instead of NOOP succeeds only with 226',
  `${script('S: 450 Disk full', 'S: 250 NOOP ok')}
    ! client-ended`,
  async (fixture) => {
    await assert.rejects(uploadSlowly(fixture), ProtocolError);
  },
  options,
);

dialogueAfterLogin(
  'list succeeds when the server replies to NOOP during the listing',
  `
    C: EPSV
    S: 229 Entering Extended Passive Mode (|||{data-port}|)
    C: LIST
    S: 150 Here
    C: NOOP
    S: 200 NOOP ok
    L: a
    S: 226 Done
    ! client-ended`,
  async ({ client }) => {
    await client.list();
    assert.equal(client.failure, undefined);
  },
  options,
);
