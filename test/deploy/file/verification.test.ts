/** How uploads are verified. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { offers, createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { CommandOverride } from '../../support/embedded-server/options.ts';
import { verifications } from '../events.ts';

const largeBytes = 6_000_000;

test('no SIZE is sent when uploads are not verified', async () => {
  await using fixture = await createFixture({ 'a.txt': 'a', 'b.txt': 'b' }, {});
  const deployed = await fixture.deploy({ verifyUploads: 'none' });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'SIZE'), 0);
  assert.deepEqual(verifications(deployed.result), ['none', 'none']);
});

/** A server that supports MD5 only. The first reply can be a wrong one. */
function supportsMd5(content: Buffer | string, first?: string) {
  const right = createHash('md5').update(content).digest('hex').toUpperCase();
  return ({ verb, count }: { verb: string; count: number }): CommandOverride | undefined => {
    if (verb === 'XMD5') return `250 ${count === 1 ? (first ?? right) : right}`;
    return offers('SIZE', 'REST STREAM', 'XMD5')({ verb });
  };
}

test('a file is verified by the only hash that the server supports, and sent again when it differs', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'hello' },
    {},
    { onCommand: supportsMd5('hello', '0'.repeat(32)) },
  );
  const deployed = await fixture.deploy({ verifyUploads: 'checksum' });
  assert.equal(deployed.result.error, undefined);
  assert.equal(deployed.retried.length, 1);
  const difference = `its md5 is ${'0'.repeat(32)} instead of 5d41402abc4b2a76b9719d911017c592.`;
  assert.ok(deployed.retried[0]?.endsWith(`is damaged on the server: ${difference}`));
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.deepEqual(verifications(deployed.result), ['checksum']);
});

test('a resumed file is verified by the only hash that the server supports', async () => {
  const content = randomBytes(largeBytes);
  await using fixture = await createFixture(
    { 'large.bin': content },
    {},
    {
      onCommand: supportsMd5(content),
      onData: ({ count }) => (count === 1 ? { at: 4_500_000, data: 'reset' } : undefined),
    },
  );
  const { result } = await fixture.deploy({ verifyUploads: 'none' });
  assert.equal(result.error, undefined);
  assert.deepEqual(verifications(result), ['checksum']);
});

test('no port is requested while the server computes the hash of a large file', async () => {
  const files = { 'a.txt': 'a', 'b.txt': 'b', 'c-large.bin': largeBytes, 'd.txt': 'd' };
  await using fixture = await createFixture(files, {});
  const deployed = await fixture.deploy({ verifyUploads: 'checksum' });
  assert.equal(deployed.result.error, undefined);
  const commands = deployed.dialogue.filter((line) => line.startsWith('C: '));
  const after = (name: string) => commands[commands.indexOf(`C: STOR ${name}`) + 1];
  assert.equal(after('b.txt'), 'C: EPSV');
  assert.equal(after('c-large.bin'), 'C: HASH c-large.bin');
});
