import assert from 'node:assert/strict';
import { test } from 'node:test';

import { capabilityLines } from '../../../src/action/report/capability-lines.ts';

const nothing = {
  canResume: false,
  supportsSize: false,
  checksum: undefined,
  mtimeCommand: undefined,
};

test('serverOffers says what a server offers that names everything', () => {
  const hash = { verb: 'HASH', option: 'SHA-256', hash: 'sha256' } as const;
  const all = {
    canResume: true,
    supportsSize: true,
    checksum: hash,
    mtimeCommand: 'MFMT',
  } as const;
  assert.deepEqual(capabilityLines(all, { publish: 'direct' }), [
    'A large upload that breaks goes on where it broke off (REST STREAM).',
    '"verify-uploads: size" compares sizes (SIZE).',
    '"verify-uploads: checksum" compares checksums (HASH SHA-256).',
    '"preserve-mtime: true" sets the times of modification (MFMT).',
    '"publish: direct" needs no right but to upload.',
  ]);
});

test('serverOffers says what does not work with a server that names nothing', () => {
  assert.deepEqual(capabilityLines(nothing, { publish: 'staged' }), [
    'An upload that breaks begins again: the server does not name both REST STREAM and SIZE.',
    'The server does not name SIZE; if it does not know it, "verify-uploads: size" compares nothing.',
    'It offers no checksum, so that "verify-uploads: checksum" fails.',
    'The server names no command that sets times of modification, so that "preserve-mtime: true" may do nothing.',
    '"publish: staged" needs the right to rename and to delete, which no server tells: the first deployment shows it.',
  ]);
});

test('serverOffers knows checksums by a command of their own, and MDTM', () => {
  const checksum = { verb: 'XMD5', hash: 'md5' } as const;
  const offers = capabilityLines(
    { ...nothing, checksum, mtimeCommand: 'MDTM' },
    { publish: 'atomic' },
  );
  assert.equal(offers[2], '"verify-uploads: checksum" compares checksums (XMD5).');
  assert.match(offers[3] ?? '', /is tried by MDTM/);
});
