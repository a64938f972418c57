import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { Log } from '../../../src/action/log/log.ts';
import { RunObserver } from '../../../src/action/log/run-observer.ts';
import { Transcript } from '../../../src/action/log/transcript.ts';
import type { FileResult, Retry } from '../../../src/deploy/index.ts';
import { ConnectionError, TimeoutError } from '../../../src/ftps/index.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import { certificate, failedFile, redactor, replyError, uploadedFile } from '../samples.ts';
import { captured } from '../stdout.ts';
import { logged, plan } from './observed.ts';

const valid = { ...certificate, validTo: new Date(Date.now() + 1e10) };
const expired = { ...certificate, validTo: new Date(0) };

const retry: Retry = {
  ...{ subject: 'connection', error: new Error('It failed.') },
  ...{ attempt: 1, attempts: 4, delayMs: 642, isFree: false },
};

const uploadedFiles = (count: number, name: (n: number) => string): FileResult[] =>
  Array.from({ length: count }, (_, n) => uploadedFile(name(n)));

function notifyAll(observer: RunObserver, files: readonly FileResult[]): void {
  observer.phase('upload');
  for (const [index, file] of files.entries()) observer.fileDone(file, index);
  observer.end();
}

test('RunObserver logs failures at once, then one line per file, with its size, time and rate, in a group', async () => {
  const files = [
    uploadedFile('a.txt', { sizeBytes: 2_048, milliseconds: 500 }),
    uploadedFile('b.bin', { sizeBytes: 5_000_000, milliseconds: 2_000, attempts: 2 }),
    uploadedFile('empty', { sizeBytes: 0, milliseconds: 5 }),
    failedFile('c'),
    failedFile('d', replyError('STOR d', 550, 'Denied.')),
  ];
  const stdout = await logged(files, (observer) => {
    notifyAll(observer, files);
  });
  assert.deepEqual(stdout.split('\n'), [
    'Uploading 5 files (4.8 MiB) to ftp.example',
    '[4/5] c  failed: It failed.',
    '[5/5] d  failed: 550 Denied.',
    '::group::Uploaded files',
    '[1/5] a.txt  2.0 KiB  0.5 s  4.0 KiB/s',
    '[2/5] b.bin  4.8 MiB  2.0 s  2.4 MiB/s  attempt 2',
    '[3/5] empty  0 B  5 ms',
    '::endgroup::',
    '',
  ]);
});

test('RunObserver logs that a file is staged', async () => {
  const staged = uploadedFile('a', { milliseconds: 10 });
  const stdout = await logged([staged], (observer) => {
    observer.fileStaged(staged, 0);
    observer.phase('publish');
    observer.fileDone(staged, 0);
    observer.end();
  });
  assert.deepEqual(stdout.split('\n'), [
    '::group::Uploaded files',
    '[1/1] a  10 B  10 ms  1000 B/s  staged',
    '::endgroup::',
    'Renaming the uploaded files',
    '',
  ]);
});

test('RunObserver logs only the failures of more than 500 files', async () => {
  const files = uploadedFiles(501, String).with(300, failedFile('300'));
  const stdout = await logged(files, (observer) => {
    notifyAll(observer, files);
  });
  assert.equal(
    stdout,
    'Uploading 501 files (4.9 KiB) to ftp.example\n[301/501] 300  failed: It failed.\n',
  );
  const fewer = files.slice(0, 500);
  const lines = await logged(fewer, (observer) => {
    notifyAll(observer, fewer);
  });
  assert.equal(lines.match(/^\[/gm)?.length, 500);
});

const endpoint = { host: 'ftp.example', port: 990 };
const timeout = new TimeoutError({
  ...{ connection: 'control', endpoint, phase: 'tls', timeoutMs: 30_000 },
});
const retries: readonly { readonly retry: Retry; readonly line: string }[] = [
  {
    retry: { ...retry, error: timeout },
    line: 'Connection attempt 1 of 4 failed: timed out after 30 s waiting for the TLS handshake with ftp.example:990. Retrying in 0.6 s.',
  },
  {
    retry: { ...retry, subject: { remotePath: 'www/a' }, error: replyError('STOR www/a', 426) },
    line: 'www/a: attempt 1 of 4 failed: 426 No. Retrying in 0.6 s.',
  },
  {
    retry: { ...retry, subject: { remotePath: 'a' }, error: new Error('A.html is incomplete') },
    line: 'a: attempt 1 of 4 failed: A.html is incomplete. Retrying in 0.6 s.',
  },
  {
    retry: { ...retry, subject: 'directories', error: replyError('MKD a', 450), attempt: 2 },
    line: 'Creating directories: attempt 2 of 4 failed: "MKD a" failed: 450 No. Retrying in 0.6 s.',
  },
  {
    retry: { ...retry, subject: 'clean-up', isFree: true },
    line: 'Deleting temporary files: attempt failed: It failed. Retrying in 0.6 s.',
  },
  {
    retry: { ...retry, isFree: true },
    line: 'Connection attempt failed: It failed. Retrying in 0.6 s.',
  },
];

for (const { retry: failed, line } of retries) {
  test(`RunObserver logs "${line.slice(0, 50)}..." when an attempt failed`, async () => {
    const stdout = await logged([], (observer) => {
      observer.retrying(failed);
    });
    assert.equal(stdout.split('\n', 1)[0], line);
  });
}

test('RunObserver ends a group before a failed attempt, which the group would hide', async () => {
  const stdout = await logged([], (observer) => {
    observer.phase('connect');
    observer.retrying(retry);
  });
  assert.match(
    stdout,
    /^::group::Connecting to .*\n::endgroup::\nConnection attempt 1 of 4 failed/,
  );
});

const silentPort = new TimeoutError({
  ...{ connection: 'control', endpoint, phase: 'connect', timeoutMs: 30_000 },
});
const closedDataPort = new ConnectionError({
  ...{
    connection: 'data',
    endpoint,
    cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
  },
});

test('RunObserver says what to do after the first failed attempt, and only once', async () => {
  const found = 'Port 21 answers ("220 Hi"): set "tls-mode: explicit".';
  const stdout = await logged([], (observer) => {
    observer.portProbed({ port: 21, answer: 'ftp', banner: '220 Hi' });
    observer.retrying({ ...retry, error: silentPort });
    observer.retrying({ ...retry, error: silentPort, attempt: 2 });
  });
  const [first, second, third] = stdout.split('\n');
  assert.match(first ?? '', /^Connection attempt 1 of 4 failed/);
  assert.equal(second, found);
  assert.match(third ?? '', /^Connection attempt 2 of 4 failed/);
  assert.equal(stdout.split(found).length, 2);
});

test('RunObserver says what to do about passive ports after the first failed attempt', async () => {
  const failed = { ...retry, subject: { remotePath: 'a' }, error: closedDataPort };
  const stdout = await logged([], (observer) => {
    observer.loggedIn(1);
    observer.retrying(failed);
  });
  assert.match(stdout, /^a: attempt 1 of 4 failed.*\n.*Open the server's passive port range/m);
});

test('RunObserver gives no advice about a retry after an upload or a login', async () => {
  const stdout = await logged([uploadedFile('a')], (observer) => {
    observer.loggedIn(1);
    observer.retrying({ ...retry, error: silentPort });
    observer.fileDone(uploadedFile('a'), 0);
    observer.retrying({ ...retry, subject: { remotePath: 'b' }, error: closedDataPort });
  });
  assert.doesNotMatch(stdout, /passive port range|"server"|earlier in this run/);
});

test('RunObserver shows the server, its certificate and a warning only once', async () => {
  const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate: expired };
  const stdout = await logged([], (observer) => {
    for (const connection of [1, 2]) {
      observer.connected(connection, { tls, greeting: 'Welcome' });
      observer.loggedIn(connection);
    }
  });
  assert.match(
    stdout,
    /^TLS: .*\nServer: Welcome\n::warning::.*is only valid until.*\nLogged in\nConnection 2: logged in\n$/s,
  );
  assert.equal(stdout.match(/^Server: /gm)?.length, 1);
  assert.equal(stdout.match(/^::warning::/gm)?.length, 1);
});

test('RunObserver warns when another connection presents a certificate that expires', async () => {
  const stdout = await logged([], (observer) => {
    for (const certificate of [valid, expired]) {
      const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate };
      observer.connected(1, { tls, greeting: 'Welcome' });
    }
  });
  assert.match(stdout, /^Server: Welcome\n::warning::/m);
});

test('RunObserver shows the number of a connection in the debug log', async () => {
  await using workspace = await createWorkspace();
  const transcript = new Transcript(path.join(workspace.path, 't.txt'), redactor);
  const inputs = givenInputs();
  const { stdout } = captured({ RUNNER_DEBUG: '1' }, () => {
    const observer = new RunObserver({ log: new Log(redactor), transcript, inputs, plan });
    observer.dialogue(1, { from: 'client', text: 'NOOP' });
    observer.dialogue(2, { from: 'client', text: 'NOOP' });
  });
  assert.equal(stdout, '::debug::C: NOOP\n::debug::C2: NOOP\n');
});
