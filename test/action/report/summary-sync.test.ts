import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RunReport } from '../../../src/action/report/report.ts';
import { summary } from '../../../src/action/report/summary.ts';
import {
  deletedFile,
  failedFile,
  keptFile,
  pendingFile,
  redactor,
  report,
  reportedError,
  syncOutcome,
  unchangedFile,
  uploadedFile,
} from '../samples.ts';

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

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
  assert.match(
    text,
    /^<h3>✅ FTPS upload: 2 files \(20 B\), 1 deleted → <code>ftp\.example<\/code></,
  );
  const [, counts = ''] = /<tr><td>(.*?)<\/td><td>20\u00a0B<\/td>/.exec(text) ?? [];
  assert.equal(plain(counts), '1 new, 1 changed, 1 deleted, 1 unchanged, 1 kept');
  assert.match(text, /<td>1\.5\u00a0s<\/td>/);
  const rows = [...text.matchAll(/<tr><td><code>(.)<\/code>.*<td>(.*)<\/td><\/tr>/g)];
  assert.deepEqual(
    rows.map(([, name, status]) => `${name ?? ''} ${status ?? ''}`),
    [
      'b ✅ uploaded (new)',
      'c ✅ uploaded (missing or different on the server)',
      'd 🗑️ deleted',
      'e 📌 kept: changed on the server',
    ],
  );
});

test('summary says when nothing had to be done, and whether unchanged files were checked', () => {
  const files = [unchangedFile('a'), unchangedFile('b')];
  const text = html(report({ files, sync: syncOutcome({ unverified: 2 }) }));
  assert.match(text, /^<h3>✅ FTPS upload: nothing to do, 2 files unchanged → </);
  const [, counts = ''] = /<tr><td>(.*?)<\/td><td>1\.5\u00a0s<\/td>/.exec(text) ?? [];
  assert.equal(
    plain(counts),
    '0 new, 0 changed, 0 deleted, 2 unchanged (not checked on the server)',
  );
  assert.doesNotMatch(text, /Verified<\/th>|<strong>Files/);
});

test('summary says when files were only deleted', () => {
  const sync = syncOutcome({ otherFiles: [deletedFile('d')] });
  const text = html(report({ files: [unchangedFile('a')], sync }));
  assert.match(text, /^<h3>✅ FTPS upload: 1 file deleted → /);
});

test('summary of a failed run with sync counts deleted and unchanged files', () => {
  const sync = syncOutcome({ otherFiles: [deletedFile('d'), keptFile('e', 'to-be-deleted')] });
  const files = [unchangedFile('a'), failedFile('b')];
  const text = html(report({ files, sync, error: reportedError('No.') }));
  assert.match(text, /<th>Not attempted<\/th><th>Deleted<\/th><th>Unchanged<\/th>/);
  assert.match(text, /<td>0<\/td><td>1<\/td><td>1<\/td><td>1\.5\u00a0s<\/td>/);
  assert.match(text, /<summary>1 deleted, 1 not deleted<\/summary>/);
  assert.match(text, /<code>e<\/code>.*📌 not deleted/);
});

test('summary counts only deletions when nothing else was left to do', () => {
  const sync = syncOutcome({ otherFiles: [keptFile('b', 'to-be-deleted')] });
  const error = reportedError('Too many deletions.');
  assert.match(
    html(report({ files: [unchangedFile('a')], sync, error })),
    /^<p>Not attempted: 1 deletion\. Unchanged: 1 file\.<\/p>$/m,
  );
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
    /^<h3>📋 Dry run: 1 new, 1 changed, 1 deleted, 1 unchanged → <code>ftp\.example<\/code></,
  );
  assert.match(text, /<code>b<\/code><\/td><td align="right">10\u00a0B<\/td><td>changed</);
  assert.match(text, /<code>c<\/code><\/td><td><\/td><td>🗑️ to be deleted</);
  assert.match(
    text,
    /<code>d<\/code><\/td><td><\/td><td>📌 kept: excluded, but exists in the workspace</,
  );
  assert.doesNotMatch(text, /<code>a<\/code>/);
});
