import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { Log } from '../../src/action/log/log.ts';
import { logPlan } from '../../src/action/plan-files.ts';
import { redactor } from './samples.ts';
import { captured } from './stdout.ts';

/** The log of a plan for local files with these names. */
function logged(names: readonly string[], sizeBytes: number): string {
  const uploads = names.map((name) => ({
    localPath: path.resolve(name),
    remotePath: `/www/${name}`,
    sizeBytes,
    modifiedMs: 0,
  }));
  return captured({}, () => {
    const log = new Log(redactor);
    logPlan(uploads, log);
    log.endGroup();
  }).stdout;
}

test('logPlan shows the size, the local path and the remote path of each file', () => {
  assert.equal(
    logged(['a.txt', 'b/c.html'], 1536),
    [
      '::group::Dry run: files that would be uploaded',
      '   1.5 KiB  a.txt -> /www/a.txt',
      '   1.5 KiB  b/c.html -> /www/b/c.html',
      '::endgroup::',
      '',
    ].join('\n'),
  );
});

const names: Readonly<Record<string, (n: number) => string>> = {
  ordinary: (n) => `assets/images/gallery/photo-${n}.jpeg`,
  long: (n) => `${'directory/'.repeat(20)}${n}.html`,
  Japanese: (n) => `${'日本語'.repeat(60)}${n}`,
};

for (const [kind, name] of Object.entries(names)) {
  test(`logPlan writes less than 1 MB for 10,000 files with ${kind} names and counts the rest`, () => {
    const all = Array.from({ length: 10_000 }, (_, n) => name(n));
    const stdout = logged(all, 1);
    assert.ok(Buffer.byteLength(stdout) < 1_000_000, String(Buffer.byteLength(stdout)));
    const shown = stdout.match(/ -> /g)?.length ?? 0;
    assert.ok(shown > 500, String(shown));
    const omitted = /^([\d,]+) more files: see the manifest for the full list$/m.exec(stdout)?.[1];
    assert.equal(shown + Number(omitted?.replaceAll(',', '') ?? 0), 10_000);
  });
}
