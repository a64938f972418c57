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

const keepAliveMs = 200;
const options = { keepAliveMs };

/** An upload that lasts until the first sign of life has been sent. */
async function uploadSlowly({ client, reported }: LoggedInFixture): Promise<void> {
  const noop = reported('NOOP');
  await client.store('a', new Bytes('hello', () => noop));
}

/** What a server says to an upload during which a NOOP comes. */
const script = (...said: readonly string[]) => `
  C: EPSV
  S: 229 Entering Extended Passive Mode (|||{data-port}|)
  C: STOR a
  S: 150 Go on
  D: hello
  C: NOOP
  ${said.join('\n')}
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

for (const [how, said] of orders) {
  dialogueAfterLogin(
    `NOOP during an upload may be answered ${how}`,
    script(...said) + next,
    async (speaker) => {
      await uploadSlowly(speaker);
      assert.equal(await speaker.client.size('a'), 5);
    },
    options,
  );
}

dialogueAfterLogin(
  'NOOP is sent also after another command has been refused',
  `C: SIZE a\nS: 550 No such file${script('S: 226 Complete', 'S: 200 NOOP ok')}${next}`,
  async (speaker) => {
    await assert.rejects(speaker.client.size('a'), { code: 'FTPS_REPLY' });
    await uploadSlowly(speaker);
    assert.equal(await speaker.client.size('a'), 5);
  },
  options,
);

for (const refusal of ['500 Unknown command', '450 Transfer in progress']) {
  dialogueAfterLogin(
    `NOOP is not sent again after ${refusal}`,
    `${script(`S: ${refusal}`, 'S: 226 Complete')}
      C: EPSV
      S: 229 Entering Extended Passive Mode (|||{data-port}|)
      C: STOR b
      S: 150 Go on
      D: slow
      S: 226 Complete
      ! client-ended`,
    async (speaker) => {
      await uploadSlowly(speaker);
      // As long as three signs of life would take.
      const slow = new Bytes('slow', () => delay(3 * keepAliveMs));
      await speaker.client.store('b', slow);
    },
    options,
  );
}

dialogueAfterLogin(
  'a short upload gets by without a sign of life',
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
  'the 200 for NOOP is not the end of the upload when none follows',
  `${script('S: 200 NOOP ok')}
    ! close`,
  async (speaker) => {
    await assert.rejects(uploadSlowly(speaker), ConnectionLostError);
  },
  options,
);

dialogueAfterLogin(
  'a second 200 is no end of an upload during which a NOOP was sent',
  `${script('S: 200 NOOP ok', 'S: 200 Complete')}
    ! client-ended`,
  async (speaker) => {
    await assert.rejects(uploadSlowly(speaker), ProtocolError);
  },
  options,
);

dialogueAfterLogin(
  "a refusal of the upload is not taken for NOOP's",
  script('S: 200 NOOP ok', 'S: 552 Disk full') + next,
  async (speaker) => {
    await assert.rejects(
      uploadSlowly(speaker),
      (error) => error instanceof ReplyError && error.verb === 'STOR' && error.reply.code === 552,
    );
    assert.equal(await speaker.client.size('a'), 5);
  },
  options,
);

test('no more than 60 signs of life wait for an answer', async () => {
  await using silent = await listen('127.0.0.1', () => undefined);
  const endpoint = { host: '127.0.0.1', port: silent.port };
  const told: string[] = [];
  const control = new ControlConnection(
    await connectTcp({ connection: 'control', endpoint, timeoutMs: 5_000 }),
    {
      ...{ endpoint, timeoutMs: 5_000 },
      onDialogue: ({ text }) => told.push(text),
    },
  );
  for (let beat = 0; beat < 100; beat += 1) control.keepAlive();
  control.fail(new Error('the test is over'));
  assert.deepEqual(told, Array(60).fill('NOOP'));
});
