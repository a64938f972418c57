import assert from 'node:assert/strict';
import { test } from 'node:test';

import { closingLines } from '../../../src/action/log/closing-lines.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import {
  connection,
  deletedFile,
  failedFile,
  keptFile,
  pendingFile,
  plaintextConnection,
  report,
  reportedError,
  syncOutcome,
  unchangedFile,
  unconnected,
  uploadedFile,
} from '../samples.ts';

const error = reportedError('It failed.');
const preflight = { lines: [], capabilities: [] };
const planned = unconnected({ files: [pendingFile('a'), pendingFile('b')], isDryRun: true });
const passed =
  "All checks passed. Nothing was changed on the server. Write permission can't be checked without uploading.";

const cases: readonly {
  readonly when: string;
  readonly run: RunReport;
  readonly lines: readonly string[];
}[] = [
  {
    when: 'all files were verified by size',
    run: report({ remoteDir: 'www' }),
    lines: ['Uploaded 2 files (20 B) to ftp.example:www in 1.5 s, all verified by size.'],
  },
  {
    when: 'files went to the login directory after retries',
    run: report({ retries: 3 }),
    lines: ['Uploaded 2 files (20 B) to ftp.example in 1.5 s, all verified by size, 3 retries.'],
  },
  {
    when: 'only some files were verified',
    run: report({
      files: [
        uploadedFile('a', { verified: 'checksum' }),
        uploadedFile('b', { verified: 'none' }),
        uploadedFile('c'),
      ],
    }),
    lines: [
      'Uploaded 3 files (30 B) to ftp.example in 1.5 s, 1 verified by size, 1 verified by checksum.',
    ],
  },
  {
    when: 'no file was verified',
    run: report({ files: [uploadedFile('a', { verified: 'none' })] }),
    lines: ['Uploaded 1 file (10 B) to ftp.example in 1.5 s.'],
  },
  {
    when: 'the run failed',
    run: report({ error, files: [uploadedFile('a'), failedFile('b')], retries: 1 }),
    lines: ['Uploaded 1 of 2 files (10 B) to ftp.example in 1.5 s, all verified by size, 1 retry.'],
  },
  {
    when: 'not all data connections resumed the TLS session',
    run: report({ connection: { ...connection, dataConnections: { total: 2, resumed: 1 } } }),
    lines: [
      '1 of 2 data connections did not resume the TLS session. Their certificates were verified instead.',
      'Uploaded 2 files (20 B) to ftp.example in 1.5 s, all verified by size.',
    ],
  },
  {
    when: 'the connection was unencrypted',
    run: report({ connection: plaintextConnection }),
    lines: ['Uploaded 2 files (20 B) to ftp.example in 1.5 s, all verified by size.'],
  },
  { when: 'there were no files to upload', run: unconnected({ files: [] }), lines: [] },
  {
    when: 'it was a dry run',
    run: planned,
    lines: [
      'Dry run: 2 files (20 B) would be uploaded to ftp.example:990. No connection was opened.',
    ],
  },
  { when: 'a dry run found no files', run: { ...planned, files: [] }, lines: [] },
  { when: 'a dry run failed', run: { ...planned, error }, lines: [] },
  {
    when: 'files were uploaded, deleted and unchanged',
    run: report({
      files: [uploadedFile('a'), unchangedFile('b'), unchangedFile('c')],
      sync: syncOutcome({ otherFiles: [deletedFile('d'), keptFile('e', 'edited')] }),
    }),
    lines: [
      'Uploaded 1 file (10 B) to ftp.example in 1.5 s, all verified by size, 1 deleted, 2 unchanged.',
    ],
  },
  {
    when: 'files were only deleted',
    run: report({
      files: [unchangedFile('b')],
      sync: syncOutcome({ otherFiles: [deletedFile('d')] }),
    }),
    lines: ['Deleted 1 file from ftp.example in 1.5 s, 1 unchanged.'],
  },
  {
    when: 'nothing had changed',
    run: report({
      files: Array.from({ length: 5_000 }, (_, n) => unchangedFile(`${n}`)),
      sync: syncOutcome({ isWritten: false }),
      isChanged: false,
    }),
    lines: ['Nothing to do: 5,000 files unchanged.'],
  },
  {
    when: 'only the record of the deployment was updated',
    run: report({ files: [unchangedFile('a')], sync: syncOutcome(), isChanged: true }),
    lines: ['Nothing to do: 1 file unchanged. The record of the deployment was updated.'],
  },
  {
    when: 'unchanged files were not checked',
    run: report({ files: [unchangedFile('a')], sync: syncOutcome({ unverified: 1 }) }),
    lines: ['Nothing to do: 1 file unchanged (not checked on the server).'],
  },
  {
    when: 'a run with unchanged files failed',
    run: report({ error, files: [unchangedFile('a'), failedFile('b')], sync: syncOutcome() }),
    lines: ['Uploaded 0 of 1 file (0 B) to ftp.example in 1.5 s, 1 unchanged.'],
  },
  {
    when: 'it was a dry run with sync',
    run: { ...planned, sync: syncOutcome() },
    lines: [
      'Dry run: 1 new, 1 changed, 1 deleted, 1 unchanged. Nothing was changed on the server.',
    ],
  },
  { when: 'a preflight passed', run: report({ files: [], preflight }), lines: [passed] },
  { when: 'a preflight failed', run: report({ files: [], preflight, error }), lines: [] },
  {
    when: 'a dry run and a preflight passed',
    run: { ...planned, preflight, connection },
    lines: [passed, 'Dry run: 2 files (20 B) would be uploaded to ftp.example:990.'],
  },
];

for (const { when, run, lines } of cases) {
  test(`closingLines describe the result when ${when}`, () => {
    assert.deepEqual(closingLines(run), lines);
  });
}

test('closingLines show no control characters of remote-dir', () => {
  assert.doesNotMatch(closingLines(report({ remoteDir: 'a\u001b[2J' })).join(), /\u001b/);
});
