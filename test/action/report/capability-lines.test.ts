import assert from 'node:assert/strict';
import { test } from 'node:test';

import { capabilityLines } from '../../../src/action/report/capability-lines.ts';

const nothing = {
  canResume: false,
  supportsSize: false,
  checksum: undefined,
  mtimeCommand: undefined,
};

test('capabilityLines describe a server that announces everything', () => {
  const hash = { verb: 'HASH', option: 'SHA-256', hash: 'sha256' } as const;
  const all = {
    canResume: true,
    supportsSize: true,
    checksum: hash,
    mtimeCommand: 'MFMT',
  } as const;
  assert.deepEqual(capabilityLines(all, { publish: 'direct' }), [
    'Interrupted large uploads can be resumed (REST STREAM).',
    '"verify-uploads: size" compares file sizes (SIZE).',
    '"verify-uploads: checksum" compares checksums (HASH SHA-256).',
    '"preserve-mtime: true" sets modification times (MFMT).',
    '"publish: direct" needs upload permission only.',
  ]);
});

test('capabilityLines describe the limits of a server that announces nothing', () => {
  assert.deepEqual(capabilityLines(nothing, { publish: 'staged' }), [
    "Interrupted uploads restart from the beginning: the server doesn't announce both REST STREAM and SIZE.",
    'The server doesn\'t announce SIZE. If it doesn\'t support it, "verify-uploads: size" has no effect.',
    'The server doesn\'t support checksums, so "verify-uploads: checksum" fails.',
    'The server announces no command that sets modification times, so "preserve-mtime: true" may have no effect.',
    '"publish: staged" needs permission to rename and delete, which can\'t be checked without uploading.',
  ]);
});

test('capabilityLines describe commands for one hash, and MDTM', () => {
  const checksum = { verb: 'XMD5', hash: 'md5' } as const;
  const lines = capabilityLines(
    { ...nothing, checksum, mtimeCommand: 'MDTM' },
    { publish: 'atomic' },
  );
  assert.equal(lines[2], '"verify-uploads: checksum" compares checksums (XMD5).');
  assert.match(lines[3] ?? '', /uses MDTM\. Some servers only support reading/);
});
