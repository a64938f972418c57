import assert from 'node:assert/strict';

import { ReplyError } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';
import { Bytes } from '../../support/upload-sources.ts';

dialogueAfterLogin(
  'store with an offset sends REST right before STOR',
  `
    C: EPSV
    S: 229 Entering Extended Passive Mode (|||{data-port}|)
    C: REST 5000000
    S: 350 Restarting
    C: STOR large.bin
    S: 150 Go on
    D: the rest
    S: 226 Complete
    ! client-ended`,
  async ({ client }) => {
    const { bytesSent } = await client.store('large.bin', new Bytes('the rest'), {
      offset: 5_000_000,
    });
    assert.equal(bytesSent, 8);
  },
);

for (const refusal of ['501 No restart', '502 Not implemented', '450 Not now']) {
  dialogueAfterLogin(
    `store with an offset sends APPE when REST gets ${refusal}`,
    `
      C: EPSV
      S: 229 Entering Extended Passive Mode (|||{data-port}|)
      C: REST 10
      S: ${refusal}
      C: APPE large.bin
      S: 150 Go on
      D: the rest
      S: 226 Complete
      ! client-ended`,
    async ({ client }) => {
      await client.store('large.bin', new Bytes('the rest'), { offset: 10 });
    },
  );
}

dialogueAfterLogin(
  'store without an offset sends no REST',
  `
    C: EPSV
    S: 229 Entering Extended Passive Mode (|||{data-port}|)
    C: REST 3
    S: 350 Restarting
    C: STOR a
    S: 150 Go on
    D: lo
    S: 226 Complete
    C: EPSV
    S: 229 Entering Extended Passive Mode (|||{data-port}|)
    C: STOR b
    S: 150 Go on
    D: hello
    S: 226 Complete
    ! client-ended`,
  async ({ client }) => {
    await client.store('a', new Bytes('lo'), { offset: 3 });
    await client.store('b', new Bytes('hello'), { offset: 0 });
  },
);

dialogueAfterLogin(
  'store rejects with the refusal of APPE',
  `
    C: EPSV
    S: 229 Entering Extended Passive Mode (|||{data-port}|)
    C: REST 3
    S: 502 Not implemented
    C: APPE a
    S: 550 Not allowed
    ! client-ended`,
  async ({ client }) => {
    await assert.rejects(
      client.store('a', new Bytes('lo'), { offset: 3 }),
      (error) => error instanceof ReplyError && error.verb === 'APPE' && error.reply.code === 550,
    );
  },
);
