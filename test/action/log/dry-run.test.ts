import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { logPlan } from '../../../src/action/log/dry-run.ts';
import { Log } from '../../../src/action/log/log.ts';
import { planUploads } from '../../../src/deploy/index.ts';
import { captured } from '../stdout.ts';

/** What is written of a plan for files of these names in the current directory. */
function logged(names: readonly string[], sizeBytes: number): string {
  const files = names.map((name) => ({ path: path.resolve(name), sizeBytes, modifiedMs: 0 }));
  const mapping = { baseDirectory: process.cwd(), remoteDirectory: '/www', flatten: false };
  const plan = planUploads(files, mapping);
  return captured({}, () => {
    const log = new Log();
    logPlan(plan, log);
    log.endGroup();
  }).stdout;
}

test('showPlan writes size, local and remote path of each file', () => {
  assert.equal(
    logged(['b/c.html', 'a.txt'], 1536),
    [
      '::group::Dry run: what would be uploaded',
      '   1.5 KiB  a.txt -> /www/a.txt',
      '   1.5 KiB  b/c.html -> /www/b/c.html',
      '::endgroup::',
      '',
    ].join('\n'),
  );
});

const many: readonly [title: string, name: (n: number) => string][] = [
  ['ordinary', (n) => `assets/images/gallery/photo-${n}.jpeg`],
  ['long', (n) => `${'directory/'.repeat(20)}${n}.html`],
  ['Japanese', (n) => `${'日本語'.repeat(60)}${n}`],
];

for (const [title, name] of many) {
  test(`showPlan writes less than 1 MB for 10,000 files with ${title} names, and counts the rest`, () => {
    const stdout = logged(
      Array.from({ length: 10_000 }, (_, n) => name(n)),
      1,
    );
    assert.ok(Buffer.byteLength(stdout) < 1_000_000, String(Buffer.byteLength(stdout)));
    const shown = stdout.match(/ -> /g)?.length ?? 0;
    assert.ok(shown > 500, String(shown));
    const rest =
      shown === 10_000 ? 0 : Number(/^And (\d+) more files; the manifest/m.exec(stdout)?.[1]);
    assert.equal(shown + rest, 10_000);
  });
}
