import assert from 'node:assert/strict';

import { ReplyError } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';
import { Bytes } from '../../support/upload-sources.ts';

dialogueAfterLogin(
  'an upload goes on with REST right before STOR',
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
    `an upload goes on with APPE where REST gets ${refusal}`,
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
  'an upload from the start sends no REST, and one that follows a resumed one neither',
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
  'a refused APPE is the refusal',
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
