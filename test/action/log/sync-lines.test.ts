import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatCounts, keptLines, waitingLine } from '../../../src/action/log/sync-lines.ts';
import { keptFile, syncOutcome } from '../samples.ts';

const counts = { new: 3, changed: 2, deleted: 1, unchanged: 4_994, kept: 0 };

test('formatCounts shows the plan in one line', () => {
  assert.equal(formatCounts(counts), '3 new, 2 changed, 1 deleted, 4,994 unchanged');
  assert.equal(
    formatCounts({ ...counts, kept: 1_000 }),
    '3 new, 2 changed, 1 deleted, 4,994 unchanged, 1,000 kept',
  );
});

test('waitingLine names the other run if it is known', () => {
  assert.match(waitingLine({ runId: '7', job: 'deploy', attempt: 2 }), /\(run 7, job deploy, att/);
  assert.match(
    waitingLine(undefined),
    /^Another run seems to be deploying to the same directory\./,
  );
});

test('keptLines name the first ten files that stay on the server as requested', () => {
  const otherFiles = [
    keptFile('db', 'protected'),
    ...Array.from({ length: 1_012 }, (_, n) => keptFile(`f${n}`, 'not-requested')),
  ];
  const [first = '', second = '', ...others] = keptLines(syncOutcome({ otherFiles }));
  assert.match(first, /^Not deleted because of "never-delete": db\.$/);
  assert.match(
    second,
    /^No longer part of .*: f0, f1, .*, f9, and 1,002 more\. To delete .* "delete-removed: true"\.$/,
  );
  assert.deepEqual(others, []);
});

test('keptLines omit files whose reason is a warning of its own, or that a dry run would delete', () => {
  const otherFiles = [keptFile('a', 'edited'), keptFile('b', 'to-be-deleted')];
  assert.deepEqual(keptLines(syncOutcome({ otherFiles })), []);
});

test('keptLines and waitingLine show no control characters', () => {
  const lines = [
    ...keptLines(syncOutcome({ otherFiles: [keptFile('a\u001b[2J', 'protected')] })),
    waitingLine({ runId: '\n::error::x', job: 'j\u001b', attempt: 1 }),
  ];
  assert.doesNotMatch(lines.join(''), /[\u001b\n]/);
});
