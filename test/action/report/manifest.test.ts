import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { manifest, seconds } from '../../../src/action/report/manifest.ts';
import type { RunReport } from '../../../src/action/report/report.ts';
import type { FileResult } from '../../../src/deploy/index.ts';
import { clearConnection, connection, file, report, unconnected } from '../samples.ts';

const redact = (text: string) => text.replaceAll('secret', '***');

function text(run: RunReport): string {
  return [...manifest(run, redact)].join('');
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
      issuer: 'CN=Some Authority',
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

test('manifest has an entry a file, whatever became of it', () => {
  const error = new Error('553 secret no');
  const failed: FileResult = {
    localPath: path.resolve('site/www/c.txt'),
    remotePath: 'www/c.txt',
    sizeBytes: 10,
    modifiedMs: 0,
    status: 'failed',
    milliseconds: 7.6,
    attempts: 1,
    verified: 'none',
    error,
  };
  const { files } = parsed({ files: [file('a.txt'), failed] });
  assert.deepEqual(files, [
    {
      local: 'site/a.txt',
      remote: 'a.txt',
      bytes: 10,
      sha256: 'abc',
      milliseconds: 2,
      attempts: 1,
      status: 'uploaded',
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
      verified: 'none',
      error: '553 *** no',
    },
  ]);
});

test('manifest is laid out as JSON.stringify does it, for any number of files', () => {
  for (const names of [[], ['a'], ['a', 'b "quoted"', 'c']]) {
    const written = text(report({ files: names.map((name) => file(name)) }));
    assert.equal(written, `${JSON.stringify(JSON.parse(written), undefined, 2)}\n`);
  }
});

test('manifest names local files with slashes, relative to the current directory', () => {
  const outside = file('x', { localPath: path.resolve('..', 'x', 'y.txt') });
  const { files } = parsed({ files: [outside] });
  assert.equal((files[0] as { local: string }).local, '../x/y.txt');
});

test('manifest of a run without connection says only what is known', () => {
  const shown = { code: 'INPUT', message: 'The input "port" ...' };
  const run = { files: [], startedAt: new Date(0), milliseconds: 1, error: shown };
  assert.deepEqual(JSON.parse(text(run)), {
    run: {
      startedAt: '1970-01-01T00:00:00.000Z',
      durationSeconds: 0.001,
      outcome: 'failure',
      error: shown,
    },
    files: [],
  });
});

test('manifest takes secrets out of what the server calls itself', () => {
  const { run } = parsed({ connection: { ...connection, greeting: 'Hello secret' } });
  assert.equal((run as { serverSoftware: string }).serverSoftware, 'Hello ***');
});

test('manifest says nothing of TLS where there was none', () => {
  const { run } = parsed({ connection: clearConnection });
  assert.deepEqual(
    Object.keys(run as object).filter((name) => /^(tls|certificate)/.test(name)),
    ['tlsMode'],
  );
});

test('seconds have three decimals', () => {
  assert.equal(seconds(1234.5678), 1.235);
  assert.equal(seconds(0.2), 0);
});

test('manifest says that a run was a dry run, and lists the plan', () => {
  const files = [file('a', { status: 'pending' })];
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

test('manifest has the steps of a preflight, without secrets', () => {
  const line = { step: 'login', title: 'Login', outcome: 'failed', text: '530 secret' } as const;
  const { run } = parsed({ files: [], preflight: { lines: [line], capabilities: [] } });
  assert.deepEqual((run as { preflight: unknown }).preflight, [
    { step: 'login', outcome: 'failed', text: '530 ***' },
  ]);
});
