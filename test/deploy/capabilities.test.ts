import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ServerCapabilities } from '../../src/deploy/capabilities.ts';
import { capabilitiesOf } from '../../src/deploy/capabilities.ts';
import { start } from '../support/embedded-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import { loggedInClient } from '../support/target.ts';

const none: ServerCapabilities = {
  canResume: false,
  supportsSize: false,
  checksum: undefined,
  mtimeCommand: undefined,
};

interface FeatureCase {
  readonly features: readonly string[];
  readonly expected: Partial<ServerCapabilities>;
}

const cases: readonly FeatureCase[] = [
  { features: [], expected: {} },
  { features: ['SIZE'], expected: { supportsSize: true } },
  { features: ['REST STREAM'], expected: {} },
  { features: ['REST STREAM', 'SIZE'], expected: { supportsSize: true, canResume: true } },
  { features: ['MDTM'], expected: { mtimeCommand: 'MDTM' } },
  { features: ['MDTM', 'MFMT'], expected: { mtimeCommand: 'MFMT' } },
  { features: ['XCRC'], expected: { checksum: { verb: 'XCRC', hash: 'crc32' } } },
];

for (const { features, expected } of cases) {
  test(`capabilitiesOf reads a FEAT reply with ${features.join(', ') || 'no features'}`, async () => {
    await using root = await createWorkspace();
    const lines = features.map((feature) => ` ${feature}`);
    await using server = await start(root, {
      onCommand: ({ verb }) =>
        verb === 'FEAT' ? ['211-Features:', ...lines, '211 End'] : undefined,
    });
    const client = await loggedInClient(server);
    assert.deepEqual(capabilitiesOf(client), { ...none, ...expected });
    await client.quit();
  });
}

test("capabilitiesOf returns none when the server doesn't support FEAT", async () => {
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb }) => (verb === 'FEAT' ? '500 What?' : undefined),
  });
  const client = await loggedInClient(server);
  assert.deepEqual(capabilitiesOf(client), none);
  await client.quit();
});
