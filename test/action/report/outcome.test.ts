import assert from 'node:assert/strict';
import { test } from 'node:test';

import { buildReport } from '../../../src/action/report/outcome.ts';
import { pendingResult } from '../../../src/deploy/index.ts';
import { ReplyError } from '../../../src/ftps/index.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import { connection, file } from '../samples.ts';

const times = { startedAt: new Date(0), milliseconds: 5 };
const same = (text: string) => text;

const refused = new ReplyError(
  { verb: 'PASS', display: 'PASS ***' },
  { code: 530, lines: ['No p.'], display: ['No p.'] },
);

test('reportOn has what came of a deployment, and by what the server was trusted', () => {
  const outcome = { files: [file('a')], connection, retries: 2 };
  assert.deepEqual(buildReport(outcome, givenInputs(), times, same), {
    ...times,
    ...outcome,
    endpoint: { host: 'ftp.example', port: 990 },
    trust: 'authority',
  });
});

test('reportOn knows nothing but the error where the inputs could not be used', () => {
  const { error, ...others } = buildReport({ files: [], error: refused }, undefined, times, same);
  assert.deepEqual(others, { ...times, files: [] });
  assert.equal(error?.code, 'FTPS_REPLY');
});

test('reportOn takes secrets out of the error', () => {
  const redact = (text: string) => text.replaceAll('No p.', '***');
  const report = buildReport({ files: [], error: refused }, givenInputs(), times, redact);
  assert.match(report.error?.message ?? '', /^The server refused "PASS \*\*\*": 530 \*\*\*\n/);
});

test('reportOn shows the same words for a preflight as for its error, and counts no files', () => {
  const failure = { step: 'login', error: refused } as const;
  const preflight = { addresses: [], connection, milliseconds: 1, failure };
  const outcome = { files: [file('a')].map(pendingResult), connection, preflight, error: refused };
  const both = givenInputs({ preflight: 'true', 'dry-run': 'true' });
  const report = buildReport(outcome, both, times, same);
  assert.equal(report.isDryRun, true);
  const line = report.preflight?.lines.find(({ step }) => step === 'login');
  assert.equal(line?.text, report.error?.message);
  assert.doesNotMatch(report.error?.message ?? '', /not reached/);
});
