import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reasonIn } from '../../bench/failure.ts';

const outputs = [
  // what a client wrote, and the reason
  ['curl: (18) server did not report OK, got 522', 'reply 522'],
  ["    at TLSWrap.onStreamRead {\n  code: 'ECONNRESET'\n}\n\nNode.js v24.21.0", 'ECONNRESET'],
  ['FTPError: 522 SSL connection failed\n  code: 522\n}', 'reply 522'],
  [
    'Failed to copy: 2 errors occurred:\n\t* remote error: tls: illegal parameter\n\t* unexpected EOF',
    'TLS: illegal parameter',
  ],
  ['mput: file-3.bin: Fatal error: max-retries exceeded', 'max-retries exceeded'],
  ['mput: a.bin: Access failed: 553 Could not create file.', 'reply 553 Could not create file.'],
  ['Segmentation fault', undefined],
  ['', undefined],
] as const;

for (const [output, reason] of outputs) {
  test(`reasonIn finds ${reason ?? 'nothing'} in ${JSON.stringify(output.slice(0, 40))}`, () => {
    assert.equal(reasonIn(output), reason);
  });
}
