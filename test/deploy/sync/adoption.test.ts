import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeFtpDeployState } from '../../../src/deploy/sync/adoption.ts';

// cspell:ignore Über

const sha256 = 'a'.repeat(64);
const decode = (text: string) => decodeFtpDeployState(Buffer.from(text));
const withFile = (file: object) => decode(JSON.stringify({ data: [{ type: 'file', ...file }] }));

test('decodeFtpDeployState returns files with size and hash, and no folders', () => {
  const data = [
    { type: 'folder', name: 'Über uns' },
    { type: 'file', name: 'Über uns/a b.html', size: 0, hash: sha256 },
    { type: 'file', name: './c.html', size: 3, hash: 'md5' },
  ];
  assert.deepEqual(
    [...(decode(JSON.stringify({ version: '1.0.0', data })) ?? [])],
    [
      ['Über uns/a b.html', { sizeBytes: 0, sha256 }],
      ['c.html', { sizeBytes: 3, sha256: null }],
    ],
  );
});

for (const text of ['', 'null', '[]', '{}', '{"data":{}}', '{"data":[1]}', '<html></html>']) {
  test(`decodeFtpDeployState rejects ${JSON.stringify(text)}`, () => {
    assert.equal(decode(text), undefined);
  });
}

const unsafe = ['../a', 'a/../../b', '/a', 'a//b', '', '.', 'a\r\nDELE b', 'a\0b'];
for (const name of unsafe) {
  test(`decodeFtpDeployState rejects a state with the path ${JSON.stringify(name)}`, () => {
    assert.equal(withFile({ name, size: 1, hash: sha256 }), undefined);
  });
}

for (const size of [-1, 1.5, '1', null, undefined]) {
  test(`decodeFtpDeployState rejects a state with the size ${JSON.stringify(size)}`, () => {
    assert.equal(withFile({ name: 'a', size, hash: sha256 }), undefined);
  });
}
