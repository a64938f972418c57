import assert from 'node:assert/strict';
import { test } from 'node:test';

import { capabilitiesOf } from '../../src/deploy/capabilities.ts';
import { start } from '../support/embedded-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import { loggedInClient } from '../support/target.ts';

const nothing = {
  canResume: false,
  supportsSize: false,
  checksum: undefined,
  mtimeCommand: undefined,
};

const rows: readonly [features: readonly string[], expected: object][] = [
  [[], nothing],
  [['SIZE'], { ...nothing, supportsSize: true }],
  [['REST STREAM'], nothing],
  [['REST STREAM', 'SIZE'], { ...nothing, supportsSize: true, canResume: true }],
  [['MDTM'], { ...nothing, mtimeCommand: 'MDTM' }],
  [['MDTM', 'MFMT'], { ...nothing, mtimeCommand: 'MFMT' }],
  [['XCRC'], { ...nothing, checksum: { verb: 'XCRC', hash: 'crc32' } }],
];

for (const [features, expected] of rows) {
  test(`abilitiesOf a server that names ${features.join(', ') || 'nothing'}`, async () => {
    await using root = await createWorkspace();
    const lines = features.map((feature) => ` ${feature}`);
    await using server = await start(root, {
      onCommand: ({ verb }) =>
        verb === 'FEAT' ? ['211-Features:', ...lines, '211 End'] : undefined,
    });
    const client = await loggedInClient(server);
    assert.deepEqual(capabilitiesOf(client), expected);
    await client.quit();
  });
}

test('abilitiesOf a server that does not know FEAT', async () => {
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb }) => (verb === 'FEAT' ? '500 What?' : undefined),
  });
  const client = await loggedInClient(server);
  assert.deepEqual(capabilitiesOf(client), nothing);
  await client.quit();
});
