import assert from 'node:assert/strict';

import type { FtpsClient } from '../../../src/ftps/index.ts';
import { OptionalParts } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const announced = '\n  C: SIZE a\n  C: EPSV\n  S: 550 No such file\n  S: 229 (|||{data-port}|)\n';
const early = `${announced}  C: RETR a\n  C: EPSV\n`;

/** Asks for a file that SIZE says is missing. */
async function askEarly(client: FtpsClient): Promise<boolean> {
  await client.executeOnFiles([client.files.sizeCommand('a')], ['a'], { transferFollows: true });
  return await client.isRefusedEarly('a');
}

dialogueAfterLogin(
  'isRefusedEarly requests the port of the next transfer together with RETR, and opens none for it',
  `${early}
  S: 550 No such file
  S: 229 (|||{data-port}|)
  C: RETR b
  S: 150 Here
  L: hello
  S: 226 Done
  ! client-ended`,
  async ({ client, server }) => {
    assert.equal(await askEarly(client), true);
    const retrieved = await client.retrieve({ path: 'b', maxBytes: 10 });
    assert.ok(retrieved.outcome === 'retrieved');
    assert.equal(retrieved.bytes.toString(), 'hello');
    assert.deepEqual(server.dataSessionsReused, [true]);
  },
  { versions },
);

dialogueAfterLogin(
  'isRefusedEarly leaves the decision to RETR with a data connection when the refusal has another reason',
  `${early}  S: 425 Use PORT or PASV first\n  S: 229 (|||{data-port}|)\n  ! client-ended`,
  async ({ client }) => {
    assert.equal(await askEarly(client), false);
  },
  { versions },
);

dialogueAfterLogin(
  'isRefusedEarly closes the connection when the server accepts RETR',
  `${early}  S: 150 Here\n  ! client-ended`,
  async ({ client }) => {
    await assert.rejects(askEarly(client), { name: 'ProtocolError' });
    assert.notEqual(client.failure, undefined);
  },
  { versions },
);

// Nothing listens on this port of the loopback interface.
const unreachable = '\nC: EPSV\nS: 229 (|||1|)\n';
const passive = 'C: PASV\nS: 227 Entering Passive Mode (127,0,0,1,{data-port-pasv}).\n';
const retrieved = 'C: RETR a\nS: 150 Here\nL: hello\nS: 226 Done\n! client-ended';

for (const [title, replies, isUsable] of [
  ['and RETR was refused', 'C: RETR a\nS: 425 Failed to establish connection\n', true],
  ['and RETR had no reply', 'C: RETR a\n! close\nS: 220 Ready\n', false],
] as const) {
  const optional = new OptionalParts();
  dialogueAfterLogin(
    `retrieve waits for the data connection, and uses PASV, after a port could not be reached ${title}`,
    `${unreachable}${replies}${unreachable}${passive}${retrieved}`,
    async ({ client, open }) => {
      await assert.rejects(client.retrieve({ path: 'a', maxBytes: 10 }), (error: Error) =>
        optional.explains(error),
      );
      const next = isUsable ? client : await open();
      const retrieval = await next.retrieve({ path: 'a', maxBytes: 10 });
      assert.ok(retrieval.outcome === 'retrieved');
      assert.equal(retrieval.bytes.toString(), 'hello');
      next.destroy(new Error('The test is over.'));
    },
    { optional },
  );
}
