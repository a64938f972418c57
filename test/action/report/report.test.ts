import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorsLink } from '../../../src/action/report/docs-link.ts';
import type { Outcome, RunContext } from '../../../src/action/report/report.ts';
import { buildReport } from '../../../src/action/report/report.ts';
import { CancelledError, LocalFileError, VerificationError } from '../../../src/deploy/index.ts';
import { CertificateError, TimeoutError } from '../../../src/ftps/index.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import {
  certificate,
  connection,
  failedFile,
  pendingFile,
  redactor,
  replyError,
  uploadedFile,
} from '../samples.ts';

const times = { startedAt: new Date(0), milliseconds: 5 };
const endpoint = { host: 'ftp.example', port: 990 };

function reportOf(outcome: Outcome, changes: Partial<RunContext> = {}) {
  return buildReport(outcome, { inputs: givenInputs(), ...times, redactor, ...changes });
}

/** The message of the error that ended the upload of this file. */
function messageOf(remotePath: string, error: Error): string {
  return reportOf({ files: [failedFile(remotePath, error)], error }).error?.message ?? '';
}

test('buildReport contains the outcome and what the inputs say about the server', () => {
  const files = [uploadedFile('a')];
  assert.deepEqual(reportOf({ files, connection, retries: 2 }), {
    ...times,
    ...{ files, connection, retries: 2, endpoint, remoteDir: '', publish: 'direct', trust: 'ca' },
  });
});

test('buildReport contains the error only when the inputs are invalid', () => {
  const error = new Error('Invalid.');
  const { error: reported, ...others } = reportOf({ files: [], error }, { inputs: undefined });
  assert.deepEqual(others, { ...times, files: [] });
  assert.equal(reported?.code, 'Error');
});

test('buildReport redacts secrets in the error', () => {
  const error = replyError('PASS ***', 530, 'Not secret');
  const { message = '' } = reportOf({ files: [], error }).error ?? {};
  assert.match(message, /^The login failed: 530 Not \*\*\*\n/);
});

test('buildReport reports what failed, what to do and what happened to the other files', () => {
  const error = new LocalFileError('a.txt', 'changed');
  const files = [uploadedFile('ok'), failedFile('www/a.txt', error), pendingFile('later')];
  const explanation =
    'The local file a.txt changed.\nMake sure that the step that writes the files has finished before this one.';
  assert.deepEqual(reportOf({ files, error }).error, {
    code: 'LOCAL_FILE',
    message: `${explanation}\n1 of 3 files uploaded (1 failed, 1 not attempted).`,
    explanation,
    title: 'FTPS upload failed: local file changed or unreadable',
    link: errorsLink('upload-problems'),
  });
});

test('buildReport names the file of an error that does not name it', () => {
  const timeout = new TimeoutError({
    ...{ connection: 'control', endpoint, phase: 'reply' },
    ...{ verb: 'STOR', timeoutMs: 30_000 },
  });
  assert.match(messageOf('www/a\u001b.txt', timeout), /^www\/a\\x1b\.txt: Timed out after 30 s/);
  const underTemporaryName = replyError('STOR www/.a.tmp', 550);
  assert.match(messageOf('www/a', underTemporaryName), /^www\/a: Uploading www\/\.a\.tmp failed/);
});

test('buildReport does not name the file during which a run was cancelled', () => {
  assert.match(messageOf('www/a', new CancelledError('SIGINT')), /^The run was cancelled/);
});

test('buildReport does not repeat the name of a file', () => {
  assert.match(messageOf('www/a', replyError('STOR www/a', 550)), /^Uploading www\/a failed: 550/);
  assert.doesNotMatch(messageOf('www/a', new VerificationError('www/a', 'x')), /^www\/a: /);
});

test('buildReport does not count files when none were planned', () => {
  const { message = '' } = reportOf({ files: [], error: new Error('x') }).error ?? {};
  assert.doesNotMatch(message, /uploaded \(/);
});

test('buildReport describes a failed step of a preflight like its error, and counts no files', () => {
  const error = replyError('PASS ***', 530);
  const preflight = { addresses: [], connection, failure: { step: 'login', error } } as const;
  const outcome = { files: [pendingFile('a')], connection, preflight, error };
  const inputs = givenInputs({ preflight: 'true', 'dry-run': 'true' });
  const report = reportOf(outcome, { inputs });
  assert.equal(report.isDryRun, true);
  const line = report.preflight?.lines.find(({ step }) => step === 'login');
  assert.equal(report.error?.title, 'FTPS preflight failed: login failed');
  assert.equal(line?.text, report.error.message);
  assert.doesNotMatch(report.error.message, /not attempted/);
});

test('buildReport keeps the files and the bare error when its words cannot be found', () => {
  // A certificate whose names can't be read stands for any defect in the advice.
  const broken = Object.defineProperty({ ...certificate }, 'names', {
    get: () => {
      throw new Error('unreadable');
    },
  });
  const error = new CertificateError({
    ...{ connection: 'control', endpoint, serverName: 'x', reason: 'x' },
    problem: 'self-signed',
    certificate: broken,
  });
  const files = [pendingFile('a')];
  assert.deepEqual(reportOf({ files, error }), {
    ...times,
    files,
    error: {
      ...{ code: 'FTPS_CERTIFICATE', message: error.message, explanation: error.message },
      ...{ title: 'FTPS upload failed', link: errorsLink(undefined) },
    },
  });
});
