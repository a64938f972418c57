import assert from 'node:assert/strict';
import { appendFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { LocalFileError } from '../../../src/deploy/index.ts';
import { createFixture } from '../../support/embedded-deployment.ts';

const largeBytes = 6_000_000;
const large = { 'large.bin': largeBytes };

const tampering: readonly (readonly [string, (file: string) => void, RegExp])[] = [
  [
    'has grown',
    (file) => {
      appendFileSync(file, 'more');
    },
    /changed .*(grown|now has 6000004)/,
  ],
  [
    'has shrunk',
    (file) => {
      truncateSync(file, 5_500_000);
    },
    /changed .*now has 5500000/,
  ],
  [
    'was rewritten with the same size',
    (file) => {
      writeFileSync(file, Buffer.alloc(largeBytes));
      utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    },
    /changed .*was written at/,
  ],
];

for (const publish of ['direct', 'atomic'] as const) {
  for (const [how, tamper, message] of tampering) {
    test(`a local file that ${how} meanwhile fails by name, ${publish}`, async () => {
      let file = '';
      await using fixture = await createFixture(
        { ...large, 'z.txt': 'z' },
        { 'large.bin': 'old' },
        {
          onData: ({ count }) =>
            count === 1
              ? {
                  at: 1_000,
                  meanwhile: () => {
                    tamper(file);
                  },
                }
              : undefined,
        },
      );
      file = path.join(fixture.files.path, 'large.bin');
      const { result, retried } = await fixture.deploy({ publish });
      assert.ok(result.error instanceof LocalFileError, String(result.error));
      assert.match(result.error.message, message);
      assert.match(result.error.message, /large\.bin/);
      assert.deepEqual(retried, []);
      assert.deepEqual(
        result.files.map(({ status }) => status),
        ['failed', 'uploaded'],
      );
      const names = publish === 'direct' ? ['z.txt'] : ['large.bin', 'z.txt'];
      assert.deepEqual(await fixture.remoteNames(), names);
      if (publish === 'atomic') assert.equal(await fixture.remoteText('large.bin'), 'old');
    });
  }
}

test('a local file that has vanished fails by name, and the others go on', async () => {
  let file = '';
  await using fixture = await createFixture(
    { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' },
    {},
    {
      onData: ({ count }) =>
        count === 1
          ? {
              meanwhile: () => {
                rmSync(file);
              },
            }
          : undefined,
    },
  );
  file = path.join(fixture.files.path, 'b.txt');
  const { result } = await fixture.deploy();
  assert.ok(result.error instanceof LocalFileError);
  assert.match(result.error.message, /b\.txt cannot be opened/);
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['uploaded', 'failed', 'uploaded'],
  );
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'c.txt']);
});
