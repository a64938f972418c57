import assert from 'node:assert/strict';
import { test } from 'node:test';

import { UploadBuffers } from '../../../src/ftps/data/upload-source.ts';

test('UploadBuffers.at returns the same buffers each time', () => {
  const buffers = new UploadBuffers();
  const first = Array.from({ length: buffers.count }, (_, index) => buffers.at(index));
  assert.equal(new Set(first).size, 4);
  assert.deepEqual([...new Set(first.map(({ length }) => length))], [256 * 1024]);
  for (const [index, buffer] of first.entries()) assert.equal(buffers.at(index), buffer);
});

test('UploadBuffers.at returns other buffers after a reset', () => {
  const buffers = new UploadBuffers();
  const before = buffers.at(0);
  buffers.reset();
  assert.notEqual(buffers.at(0), before);
});
