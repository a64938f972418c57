import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RunReport } from '../../../src/action/report/report.ts';
import { summary } from '../../../src/action/report/summary.ts';
import {
  deletedFile,
  keptFile,
  pendingFile,
  redactor,
  report,
  syncOutcome,
  unchangedFile,
  uploadedFile,
} from '../samples.ts';

function html(run: RunReport): string {
  return summary(run, redactor);
}

test('summary counts new, changed, unchanged, deleted and kept files, and lists all but the unchanged', () => {
  const text = html(
    report({
      files: [
        unchangedFile('a'),
        uploadedFile('b', { reason: 'new' }),
        uploadedFile('c', { reason: 'differs-on-server' }),
      ],
      sync: syncOutcome({ otherFiles: [deletedFile('d'), keptFile('e', 'edited')] }),
    }),
  );
  assert.match(text, /<h3>✅ 2 files uploaded to <code>ftp\.example<\/code>, 1 deleted<\/h3>/);
  for (const name of ['New', 'Changed', 'Unchanged', 'Deleted', 'Kept']) {
    assert.match(text, new RegExp(`>${name}</th><td>1 file<`));
  }
  const rows = [...text.matchAll(/<tr><td><code>(.)<\/code>.*<td>(.*)<\/td><\/tr>/g)];
  assert.deepEqual(
    rows.map(([, name, status]) => `${name ?? ''} ${status ?? ''}`),
    [
      'b ✅ uploaded (new)',
      'c ✅ uploaded (differs-on-server)',
      'd 🗑️ deleted',
      'e 📌 kept (edited)',
    ],
  );
});

test('summary says when nothing had to be done, and whether unchanged files were checked', () => {
  const files = [unchangedFile('a'), unchangedFile('b')];
  const text = html(report({ files, sync: syncOutcome({ unverified: 2 }) }));
  assert.match(text, /^<h3>✅ Nothing to do: 2 files unchanged<\/h3>/);
  assert.match(text, /Unchanged<\/th><td>2 files \(not checked on the server\)</);
});

test('summary of a dry run with sync shows what would be uploaded, deleted and kept', () => {
  const text = html(
    report({
      files: [unchangedFile('a'), { ...pendingFile('b'), reason: 'changed' }],
      isDryRun: true,
      sync: syncOutcome({
        otherFiles: [keptFile('c', 'to-be-deleted'), keptFile('d', 'excluded')],
      }),
    }),
  );
  assert.match(
    text,
    /^<h3>📋 Dry run: <code>ftp\.example<\/code>: 1 new, 1 changed, 1 deleted, 1 unchanged</,
  );
  assert.match(text, /<code>b<\/code><\/td><td>10\u00a0B<\/td><td>changed</);
  assert.match(text, /<code>c<\/code><\/td><td><\/td><td>🗑️ to be deleted</);
  assert.match(text, /<code>d<\/code><\/td><td><\/td><td>📌 kept \(excluded\)</);
  assert.doesNotMatch(text, /<code>a<\/code>/);
});
