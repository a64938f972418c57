import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeText, encodeText } from '../../../src/ftps/control/encoding.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye, loginScript } from '../../support/login-script.ts';
import { seededRandom } from '../../support/random.ts';

test('decodeText and encodeText preserve all bytes', () => {
  const next = seededRandom(7);
  for (let round = 0; round < 500; round += 1) {
    const bytes = Buffer.from(Array.from({ length: 12 }, () => Math.floor(next() * 256)));
    assert.deepEqual(encodeText(decodeText(bytes)), bytes);
  }
});

test('decodeText reads UTF-8 next to bytes that are not', () => {
  const text = decodeText(Buffer.from('J\xf6rg \xc3\xa4\xf0\x9f\x98\x80', 'latin1'));
  assert.equal(text.toWellFormed(), 'J\ufffdrg ä😀');
  assert.ok(text.endsWith('rg ä😀'));
});

test('encodeText leaves other lone surrogates to UTF-8', () => {
  assert.deepEqual(encodeText('\ud800\udc0a'.slice(1)), Buffer.from('\ufffd'));
});

dialogue(
  'CWD sends the bytes of a login directory that is not UTF-8 back to the server',
  `${loginScript({ directory: '/home/J\\xf6rg' })}
    C: CWD www
    S: 250 Ok
    C: CWD /home/J\\xf6rg
    S: 250 Ok
    C: MKD www/a
    S: 257 Created
    ${goodbye}`,
  async ({ open, dialogueLines }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    assert.equal(client.loginDirectory, '/home/J\ufffdrg');
    assert.equal(await client.probeDirectory('www'), 'exists');
    await client.createDirectories(['www/a']);
    assert.ok(dialogueLines.some(({ text }) => text === 'CWD /home/J\ufffdrg'));
    await client.quit();
  },
);
