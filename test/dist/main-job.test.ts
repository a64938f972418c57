import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { test } from 'node:test';

import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import {
  assertSucceeded,
  certificate,
  deployTo,
  manifestOf,
  serve,
  transcriptOf,
  uploadedPaths,
} from './step.ts';

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`the action uploads a site over one control connection with ${version}`, async () => {
    const site = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`dist/d${n % 5}/e${n % 3}/${n}.bin`, n * 1000]),
    );
    await using workspace = await createWorkspace({ ...site, 'dist/empty': '', 'other.txt': 'x' });
    await using root = await createWorkspace();
    await using server = await serve(root, { minVersion: version, maxVersion: version });
    await using run = await deployTo(server, workspace, { files: 'dist/**', 'remote-dir': 'www' });

    assertSucceeded(run);
    const sent = await tree(path.join(workspace.path, 'dist'));
    assertSameTree(await tree(path.join(root.path, 'www')), sent);
    assert.equal(server.controlConnections, 1);
    assert.equal(server.dataConnections, 31);
    assert.equal(server.dataConnectionsResumed, 31);
    assert.match(
      run.log,
      /^Uploaded 31 files \(.*\) to 127\.0\.0\.1:www in .*, all verified by size\.$/m,
    );
    assert.doesNotMatch(run.log, /resume/);
    assert.match(server.dialogue.slice(-2).join(), /^C: QUIT,S: 221 /);

    const { run: facts } = await manifestOf(run);
    assert.equal(facts['tlsProtocol'], version);
    assert.deepEqual(facts['dataConnections'], { total: 31, resumed: 31 });
    assert.equal(facts['controlConnections'], 1);
  });
}

test('the action sets every output and writes a complete manifest', async () => {
  await using workspace = await createWorkspace({ 'b.txt': 'bb', 'a/a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '**' });
  assertSucceeded(run);

  const { outputs } = run;
  assert.deepEqual(Object.keys(outputs).sort(), [
    ...['changed', 'deleted-count', 'deleted-files'],
    'duration-seconds',
    'failed-count',
    'manifest',
    'pending-count',
    'transcript',
    'unchanged-count',
    'uploaded-bytes',
    'uploaded-count',
    'uploaded-files',
  ]);
  assert.equal(outputs['uploaded-files'], '["a/a.txt","b.txt"]');
  assert.equal(outputs['uploaded-count'], '2');
  assert.equal(outputs['uploaded-bytes'], '3');
  assert.equal(outputs['failed-count'], '0');
  assert.equal(outputs['pending-count'], '0');
  assert.ok(Number(outputs['duration-seconds']) > 0);
  for (const name of ['manifest', 'transcript']) {
    assert.ok((outputs[name] ?? '').startsWith(run.runnerTemp + path.sep), name);
  }

  const { run: facts, files } = await manifestOf(run);
  const expected: Record<string, unknown> = {
    outcome: 'success',
    server: '127.0.0.1',
    port: server.port,
    tlsMode: 'implicit',
    tlsProtocol: 'TLSv1.3',
    dataConnections: { total: 2, resumed: 2 },
    controlConnections: 1,
    serverSoftware: 'Embedded FTPS server',
  };
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(facts[name], value, name);
  const shown = facts['certificate'] as Record<string, unknown>;
  assert.equal(shown['subject'], 'CN=Embedded server');
  assert.equal(shown['issuer'], 'CN=Test Authority');
  assert.equal(shown['sha256'], certificate.fingerprint256);
  assert.equal(shown['publicKeySha256'], certificate.spkiSha256);
  assert.ok(Number(shown['daysLeft']) >= 364);
  assert.deepEqual(
    files.map((file) => ({ ...file, milliseconds: typeof file['milliseconds'] })),
    [
      ['a/a.txt', 'a'],
      ['b.txt', 'bb'],
    ].map(([name = '', content = '']) => ({
      local: name,
      remote: name,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      milliseconds: 'number',
      attempts: 1,
      status: 'uploaded',
      reason: null,
      verified: 'size',
      error: null,
    })),
  );
});

test('the action writes a summary of the files and the TLS connection', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a', 'b.txt': 'bb' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '*', 'remote-dir': '/www' });
  assertSucceeded(run);
  assert.match(
    run.summary,
    /<h3>✅ FTPS upload: 2 files \(3 B\) → <code>127\.0\.0\.1:\/www<\/code><\/h3>/,
  );
  assert.match(
    run.summary,
    /<td><code>\/www\/b\.txt<\/code><\/td><td align="right">2\u00a0B<\/td>/,
  );
  assert.match(run.summary, /<code>TLSv1\.3<\/code> <code>TLS_/);
  assert.match(run.summary, /2 of 2 data connections/);
  assert.ok(run.summary.replaceAll('<wbr>', '').includes(certificate.fingerprint256));
});

test('the action redacts the username, password, host and addresses in the transcript', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    greeting: '220 Welcome to 127.0.0.1, at ::1',
    onCommand: ({ verb }) =>
      verb === 'PASS' ? { perform: true, reply: '230 Hi wendeline' } : undefined,
  });
  await using run = await deployTo(server, workspace, { files: 'a.txt' });
  assertSucceeded(run);
  const lines = (await transcriptOf(run)).split('\n');
  assert.deepEqual(
    lines.filter((line) => !/^(S: 211|S: 200|C: (FEAT|OPTS|TYPE|STRU|MODE))/.test(line)),
    [
      '-- TLS established: TLSv1.3, TLS_AES_128_GCM_SHA256',
      'S: 220 Welcome to ***, at ***',
      'C: USER ***',
      'S: 331 Please specify the password.',
      'C: PASS ***',
      'S: 230 Hi ***',
      'C: PBSZ 0',
      'C: PROT P',
      'C: PWD',
      'S: 257 "/"',
      'C: SIZE .htopen-ftps',
      'C: SIZE .htopen-ftps.journal',
      'C: EPSV',
      'S: 550 Failed: ENOENT.',
      'S: 550 Failed: ENOENT.',
      lines.find((line) => line.startsWith('S: 229')),
      'C: STOR a.txt',
      'S: 150 Ok to send data.',
      'S: 226 Transfer complete.',
      '-- data connection: TLS session resumed',
      'C: SIZE a.txt',
      'S: 213 1',
      'C: QUIT',
      'S: 221 Goodbye.',
      '',
    ],
  );
});

test('the action groups what is long or rarely read in its log, and ends every group', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: 'a.txt', 'remote-dir': 'www' });
  assertSucceeded(run);
  const commands = run.log.split(/\r?\n/).filter((line) => /^::(group|endgroup)::/.test(line));
  assert.deepEqual(commands, [
    '::group::Files',
    '::endgroup::',
    `::group::Connecting to 127.0.0.1:${server.port}`,
    '::endgroup::',
    '::group::Directories',
    '::endgroup::',
    '::group::Uploaded files',
    '::endgroup::',
  ]);
  assert.match(run.log, /^\[1\/1\] www\/a\.txt {2}1 B /m);
});

test('the action accepts hundreds of lines of files and overwrites existing files', async () => {
  const names = Array.from({ length: 50 }, (_, n) => `f${n}.txt`);
  await using workspace = await createWorkspace(Object.fromEntries(names.map((n) => [n, n])));
  await using root = await createWorkspace({ 'f1.txt': 'the previous, longer content' });
  await using server = await serve(root);
  const missing = Array.from({ length: 350 }, (_, n) => `none${n}.txt`);
  const files = [...names, ...missing].join('\n');
  await using run = await deployTo(server, workspace, { files });
  assertSucceeded(run);
  assertSameTree(await tree(root.path), await tree(workspace.path));
  assert.deepEqual(uploadedPaths(run), names.toSorted());
});
