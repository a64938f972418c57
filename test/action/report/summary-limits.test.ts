import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RunReport } from '../../../src/action/report/report.ts';
import { summary } from '../../../src/action/report/summary.ts';
import { failedFile, redactor, report, reportedError, uploadedFile } from '../samples.ts';

/** The summary of a report. */
function html(run: RunReport): string {
  return summary(run, redactor);
}

const names: Readonly<Record<string, (n: number) => string>> = {
  ordinary: (n) => `assets/images/gallery/photo-${n}.jpeg`,
  long: (n) => `${'directory/'.repeat(20)}${n}.html`,
  Japanese: (n) => `${'日本語'.repeat(60)}${n}`,
  hostile: (n) => `${'"'.repeat(250)}${n}`,
};

for (const [kind, name] of Object.entries(names)) {
  for (const isDryRun of [false, true]) {
    test(`summary of 20,000 ${isDryRun ? 'planned' : 'uploaded'} files with ${kind} names stays below 500 KB`, () => {
      const files = Array.from({ length: 20_000 }, (_, n) => uploadedFile(name(n)));
      const text = html(report({ files, isDryRun }));
      assert.ok(Buffer.byteLength(text) < 500_000, String(Buffer.byteLength(text)));
      const shown = text.match(/<tr><td><code>/g)?.length ?? 0;
      assert.ok(shown >= 100, String(shown));
      const number = shown.toLocaleString('en-US');
      assert.ok(text.includes(`<strong>Files</strong> (first ${number} of 20,000)</summary>`));
      assert.ok(text.includes(`<p>Showing ${number} of 20,000 files. The manifest`));
    });
  }
}

test('summary of 3,000 failures stays below 500 KB', () => {
  const name = '"'.repeat(250);
  const files = Array.from({ length: 3_000 }, (_, n) => failedFile(`${name}${n}`, new Error(name)));
  const text = html(report({ files, error: reportedError(`x\n  ${'"'.repeat(10_000)}`) }));
  assert.ok(Buffer.byteLength(text) < 500_000, String(Buffer.byteLength(text)));
});

test('summary of many files shows the failures, and names the largest and the slowest file', () => {
  const files = Array.from({ length: 2000 }, (_, n) => uploadedFile(String(n)));
  files[1_500] = uploadedFile('slow', { milliseconds: 61_000 });
  files[1_600] = uploadedFile('large', { sizeBytes: 3 * 1024 ** 3 });
  const error = reportedError('No.');
  const text = html(report({ files: [...files, failedFile('the one')], error }));
  assert.match(text, /<tr><td>❌ <code>the one<\/code>/);
  assert.match(text, /<summary>2,000 uploaded files \(first 299 of 2,000\)<\/summary>/);
  assert.match(
    text,
    /Largest: <code>large<\/code>, 3\.0 GiB<br>\nSlowest: <code>slow<\/code>, 1 min 1 s/,
  );
});
