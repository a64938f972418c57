import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';

import { FileHash } from '../../../src/deploy/file/file-hash.ts';

const bytes = Buffer.from('The quick brown fox jumps over the lazy dog');
const sha256 = createHash('sha256').update(bytes).digest('hex');

for (const name of ['sha512', 'sha1', 'md5'] as const) {
  test(`FileHash computes ${name} in addition to SHA-256`, () => {
    const hash = new FileHash(name);
    hash.update(bytes.subarray(0, 10));
    hash.update(bytes.subarray(10));
    assert.equal(hash.sha256, sha256);
    assert.equal(hash.checksum, createHash(name).update(bytes).digest('hex'));
    assert.equal(hash.sha256, sha256);
  });
}

test('FileHash computes CRC-32 with leading zeros', () => {
  const hash = new FileHash('crc32');
  hash.update(bytes.subarray(0, 10));
  hash.update(bytes.subarray(10));
  assert.equal(hash.checksum, crc32(bytes).toString(16).padStart(8, '0'));
  assert.equal(new FileHash('crc32').checksum, '00000000');
});

test('FileHash returns SHA-256 as the checksum when no other hash is needed', () => {
  for (const name of [undefined, 'sha256'] as const) {
    const hash = new FileHash(name);
    hash.update(bytes);
    assert.equal(hash.checksum, sha256);
  }
});
