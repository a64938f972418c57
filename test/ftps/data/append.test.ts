import assert from 'node:assert/strict';

import { MemorySource } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';

dialogueAfterLogin(
  'store appends with APPE, without REST',
  `
    C: EPSV
    S: 229 (|||{data-port}|)
    C: APPE a
    S: 150 Go on
    D: \\n{"end":"failed"}\\n
    S: 226 Complete
    C: SIZE a
    S: 213 118
    ! client-ended`,
  async ({ client }) => {
    const source = new MemorySource('\n{"end":"failed"}\n');
    const followUps = [client.files.sizeCommand('a')];
    const stored = await client.store('a', source, { append: true, offset: 100, followUps });
    assert.equal(stored.bytesSent, 18);
    assert.equal(client.files.parseSize(stored.replies[0]!)?.bytes, 118);
  },
);

dialogueAfterLogin(
  'store rejects when the server refuses APPE',
  `
    C: EPSV
    S: 229 (|||{data-port}|)
    C: APPE a
    S: 502 Not implemented
    ! client-ended`,
  async ({ client }) => {
    const storing = client.store('a', new MemorySource('x'), { append: true });
    await assert.rejects(storing, { verb: 'APPE' });
  },
);

dialogueAfterLogin(
  'store sends bytes in memory that are longer than a buffer',
  `
    C: EPSV
    S: 229 (|||{data-port}|)
    C: STOR a
    S: 150 Go on
    D: {1000000 bytes}
    S: 226 Complete
    ! client-ended`,
  async ({ client }) => {
    const { bytesSent } = await client.store('a', new MemorySource(Buffer.alloc(1_000_000)));
    assert.equal(bytesSent, 1_000_000);
  },
);
