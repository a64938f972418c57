import assert from 'node:assert/strict';
import { test } from 'node:test';

import { closingLines } from '../../../src/action/log/closing-lines.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import { pendingResult } from '../../../src/deploy/index.ts';
import { clearConnection, connection, file, report, unconnected } from '../samples.ts';

const error = { code: 'X', message: 'It failed.' };
const preflight = { lines: [], capabilities: [] };
const notConnected = unconnected({ files: [file('a'), file('b')].map(pendingResult) });
const planned: RunReport = { ...notConnected, isDryRun: true };
const passed =
  'The server passed. Nothing was changed on it; whether the account may write there is seen with the first upload.';

const rows: readonly [title: string, run: RunReport, lines: readonly string[]][] = [
  [
    'files, bytes, time, rate and retries',
    report({ retries: 3 }),
    [
      '2 files uploaded, 20 B in 1.5 s (13 B/s), 3 retries.',
      '2 of 2 data connections resumed the TLS session.',
    ],
  ],
  [
    'how many of the files, when the run has failed',
    report({ error, files: [file('a'), file('b', { status: 'failed' })], retries: 1 }),
    ['1 of 2 files uploaded, 10 B in 1.5 s (7 B/s), 1 retry.'],
  ],
  [
    'why it does not matter that sessions were not resumed',
    report({ connection: { ...connection, dataConnections: { total: 2, resumed: 1 } } }),
    [
      '2 files uploaded, 20 B in 1.5 s (13 B/s), 0 retries.',
      '1 of 2 data connections resumed the TLS session.',
      "The others were checked by their certificate instead; it must be the control connection's.",
    ],
  ],
  [
    'nothing of TLS in clear text',
    report({ connection: clearConnection }),
    ['2 files uploaded, 20 B in 1.5 s (13 B/s), 0 retries.'],
  ],
  ['nothing when there was nothing to upload', { ...notConnected, files: [] }, []],
  [
    'what a dry run would do',
    planned,
    [
      'Dry run: 2 files, 20 B, would be uploaded to ftp.example, port 990. No connection was opened.',
    ],
  ],
  ['nothing of a dry run without files', { ...planned, files: [] }, []],
  ['nothing of a dry run that has failed', { ...planned, error }, []],
  ['that a preflight changed nothing', report({ files: [], preflight }), [passed]],
  ['nothing of a preflight that has failed', report({ files: [], preflight, error }), []],
  [
    'both of a dry run with a preflight',
    { ...planned, preflight, connection },
    [passed, 'Dry run: 2 files, 20 B, would be uploaded to ftp.example, port 990.'],
  ],
];

for (const [title, run, lines] of rows) {
  test(`endLines say ${title}`, () => {
    assert.deepEqual(closingLines(run), lines);
  });
}
