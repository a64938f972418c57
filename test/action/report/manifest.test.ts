import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { manifest, seconds } from '../../../src/action/report/manifest.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import {
  certificate,
  connection,
  deletedFile,
  failedFile,
  keptFile,
  pendingFile,
  plaintextConnection,
  redactor,
  report,
  reportedError,
  syncOutcome,
  unchangedFile,
  unconnected,
  uploadedFile,
} from '../samples.ts';

function text(run: RunReport): string {
  return [...manifest(run, redactor)].join('');
}

function parsed(...args: Parameters<typeof report>) {
  return JSON.parse(text(report(...args))) as { run: unknown; files: unknown[] };
}

test('manifest describes the run', () => {
  assert.deepEqual(parsed().run, {
    startedAt: '2026-07-01T10:00:00.000Z',
    durationSeconds: 1.5,
    outcome: 'success',
    server: 'ftp.example',
    port: 990,
    tlsMode: 'implicit',
    tlsProtocol: 'TLSv1.3',
    tlsCipher: 'TLS_AES_256_GCM_SHA384',
    certificate: {
      subject: 'CN=ftp.example',
      issuer: 'CN=Some CA',
      sha256: 'AA:BB',
      publicKeySha256: 'cHVibGljIGtleQ==',
      expires: '2027-01-31T12:00:00.000Z',
      daysLeft: 214,
    },
    dataConnections: { total: 2, resumed: 2 },
    controlConnections: 1,
    serverSoftware: 'Welcome',
  });
});

test('manifest has an entry for each file, whatever its status', () => {
  const failed = failedFile('www/c.txt', new Error('553 secret no'));
  const { files } = parsed({ files: [uploadedFile('a.txt'), failed] });
  assert.deepEqual(files, [
    {
      local: 'site/a.txt',
      remote: 'a.txt',
      bytes: 10,
      sha256: 'abc',
      milliseconds: 2,
      attempts: 1,
      status: 'uploaded',
      reason: null,
      verified: 'size',
      error: null,
    },
    {
      local: 'site/www/c.txt',
      remote: 'www/c.txt',
      bytes: 10,
      sha256: null,
      milliseconds: 8,
      attempts: 1,
      status: 'failed',
      reason: null,
      verified: 'none',
      error: '553 *** no',
    },
  ]);
});

test('manifest describes the state, and lists unchanged, deleted and kept files with their reasons', () => {
  const { run, files } = parsed({
    files: [unchangedFile('a'), uploadedFile('b', { reason: 'in-doubt' })],
    sync: syncOutcome({ otherFiles: [deletedFile('c'), keptFile('d', 'protected')] }),
  });
  const state = { path: '.htopen-ftps', found: true, generation: 7, written: true };
  assert.deepEqual((run as { state: unknown }).state, state);
  const entries = files as { remote: string; status: string; reason: string; sha256: string }[];
  assert.deepEqual(
    entries.map(({ remote, status, reason, sha256 }) => [remote, status, reason, sha256]),
    [
      ['a', 'unchanged', null, 'abc'],
      ['b', 'uploaded', 'in-doubt', 'abc'],
      ['c', 'deleted', 'removed', null],
      ['d', 'kept', 'protected', null],
    ],
  );
  assert.deepEqual(Object.keys(files[3] as object), Object.keys(files[0] as object));
});

test('manifest has the layout of JSON.stringify, for any number of files', () => {
  for (const names of [[], ['a'], ['a', 'b "quoted"', 'c']]) {
    const written = text(report({ files: names.map((name) => uploadedFile(name)) }));
    assert.equal(written, `${JSON.stringify(JSON.parse(written), undefined, 2)}\n`);
  }
});

test('manifest shows local paths with slashes, relative to the current directory', () => {
  const outside = uploadedFile('x', { localPath: path.resolve('..', 'x', 'y.txt') });
  const { files } = parsed({ files: [outside] });
  assert.equal((files[0] as { local: string }).local, '../x/y.txt');
});

test('manifest contains only what is known when the run ended before it connected', () => {
  const error = { code: 'INPUT', message: 'Invalid value "0" for port.' };
  const run = {
    ...{ files: [], startedAt: new Date(0), milliseconds: 1 },
    error: reportedError(error.message, error),
  };
  assert.deepEqual(JSON.parse(text(run)), {
    run: {
      startedAt: '1970-01-01T00:00:00.000Z',
      durationSeconds: 0.001,
      outcome: 'failure',
      error,
    },
    files: [],
  });
});

test('manifest redacts secrets in the name of the server software', () => {
  const { run } = parsed({ connection: { ...connection, greeting: 'Hello secret' } });
  assert.equal((run as { serverSoftware: string }).serverSoftware, 'Hello ***');
});

test('manifest contains no certificate of an unencrypted connection', () => {
  const { run } = parsed({ connection: plaintextConnection });
  assert.deepEqual(
    Object.keys(run as object).filter((name) => /^(tls|certificate)/.test(name)),
    ['tlsMode'],
  );
});

test('seconds are rounded to three decimals', () => {
  assert.equal(seconds(1234.5678), 1.235);
  assert.equal(seconds(0.2), 0);
});

test('manifest of a dry run lists the plan', () => {
  const files = [pendingFile('a')];
  const written = JSON.parse(text(unconnected({ files, isDryRun: true }))) as {
    run: object;
    files: { status: string }[];
  };
  assert.deepEqual(written.run, {
    startedAt: '2026-07-01T10:00:00.000Z',
    durationSeconds: 1.5,
    outcome: 'success',
    dryRun: true,
  });
  assert.deepEqual(
    written.files.map(({ status }) => status),
    ['pending'],
  );
});

test('manifest contains the steps of a preflight, with secrets redacted', () => {
  const line = { step: 'login', title: 'Login', outcome: 'failed', text: '530 secret' } as const;
  const { run } = parsed({ files: [], preflight: { lines: [line], capabilities: [] } });
  assert.deepEqual((run as { preflight: unknown }).preflight, [
    { step: 'login', outcome: 'failed', text: '530 ***' },
  ]);
});

test('manifest contains null for the end of a certificate whose date is invalid', () => {
  const invalid = { ...certificate, validTo: new Date(Number.NaN) };
  const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate: invalid };
  const { run } = parsed({ connection: { ...connection, tls } });
  const shown = (run as { certificate: Record<string, unknown> }).certificate;
  assert.equal(shown['expires'], null);
  assert.equal(shown['daysLeft'], null);
});
