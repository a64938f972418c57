import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { linesOf, titles } from './preflight-lines.ts';
import { assertSucceeded, deployTo, errorsOf, manifestOf, serve, transcriptOf } from './step.ts';

test('a preflight has five ticks for a server that is as it should be, and changes nothing', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace({ 'www/index.html': 'old' });
  await using server = await serve(root);
  const before = await tree(root.path);
  const inputs = { files: 'dist/**', 'base-dir': 'dist', 'remote-dir': 'www', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);

  assertSucceeded(run);
  assert.deepEqual(await tree(root.path), before);
  assert.doesNotMatch(server.clientText, /^(STOR|APPE|MKD|RMD|DELE|RNFR|RNTO|MFMT|MDTM|SITE)\b/im);
  assert.equal(server.controlConnections, 1);
  assert.equal(server.dataConnections, 1);
  assert.equal(server.dataConnectionsResumed, 1);
  const lines = linesOf(run.log);
  assert.deepEqual(
    lines.map(({ mark, title }) => `${mark} ${title}`),
    titles.map((title) => `✔ ${title}`),
  );
  assert.deepEqual(
    lines.filter(({ title }) => title !== 'TLS').map(({ text }) => text),
    [
      `port ${server.port} of 127.0.0.1 is open`,
      'accepted by "Embedded FTPS server"; it leads to "/"',
      '"www" is there',
      'one data connection, TLS session resumed',
    ],
  );
  assert.match(
    lines[1]?.text ?? '',
    /^TLSv1\.3; certificate of CN=Embedded server, issued by CN=Test Authority, valid until .* days left\)$/,
  );
  assert.match(run.log, /^::group::What the server offers\n.*\(REST STREAM\)\.$/m);
  assert.match(run.log, /^The server passed\. Nothing was changed on it; /m);
  assert.match(run.summary, /^<h3>✅ Preflight passed: <code>127\.0\.0\.1<\/code><\/h3>/);
  assert.equal(run.outputs['uploaded-count'], '0');
  assert.equal(run.outputs['pending-count'], '0');
});

test('a preflight writes manifest and transcript like a deployment', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: 'x', preflight: 'true' });
  assertSucceeded(run);
  const { run: facts, files } = await manifestOf(run);
  assert.deepEqual(files, []);
  assert.equal(facts['tlsProtocol'], 'TLSv1.3');
  assert.deepEqual(facts['dataConnections'], { total: 1, resumed: 1 });
  const steps = facts['preflight'] as { step: string; outcome: string }[];
  assert.deepEqual(
    steps.map(({ step, outcome }) => `${step} ${outcome}`),
    ['network', 'tls', 'login', 'directory', 'transfer'].map((step) => `${step} passed`),
  );
  const transcript = await transcriptOf(run);
  assert.match(transcript, /^C: LIST\nS: 150 .*\nS: 226 .*\n-- data connection: TLS session resumed$/m);
  assert.doesNotMatch(transcript, /127\.0\.0\.1/);
});

test('a preflight of a name shows its addresses', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: 'x', server: 'localhost', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(linesOf(run.log)[0]?.text ?? '', /^localhost is .*127\.0\.0\.1.*; port \d+ is open$/);
});

const directories: readonly [
  title: string,
  answer: string | undefined,
  remote: string,
  text: RegExp,
][] = [
  ['is missing', undefined, 'new/site', /^"new\/site" cannot be entered \(550 .*\): .* makes it; /],
  [
    'is forbidden',
    '550 Permission denied.',
    'www',
    /^"www" cannot be entered \(550 Permission denied\.\): .* check "remote-dir" and the rights/,
  ],
];

for (const [title, answer, remote, text] of directories) {
  test(`a preflight goes on where remote-dir ${title}, and says what a deployment does`, async () => {
    await using workspace = await createWorkspace();
    await using root = await createWorkspace({ 'www/a': '' });
    await using server = await serve(root, {
      onCommand: ({ verb }) => (verb === 'CWD' ? answer : undefined),
    });
    const inputs = { files: '*', 'remote-dir': remote, preflight: 'true' };
    await using run = await deployTo(server, workspace, inputs);
    assertSucceeded(run);
    const lines = linesOf(run.log);
    assert.equal(lines.map(({ mark }) => mark).join(''), '✔✔✔⚠✔');
    assert.match(lines[3]?.text ?? '', text);
    assert.match(run.summary, /⚠️ remote-dir/);
  });
}

test('a preflight with a bad input makes no connection', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: '', preflight: 'true', timeout: 'soon' };
  await using run = await deployTo(server, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.equal(errorsOf(run)[0]?.split('\n').length, 2);
  assert.equal(server.controlConnections, 0);
});

test('a preflight warns of a certificate that is not checked', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: 'x', 'tls-ca': '', 'tls-verify': 'false', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(run.log, /^::warning::The certificate was not checked .*%0A {2}tls-pin: sha256\/\//m);
  assert.match(run.log, /^⚠ TLS .*; not checked \(tls-verify: false\)$/m);
});

// Windows ends a process that is sent a signal.
const skip = process.platform === 'win32' ? 'no signals on Windows' : false;

test('a preflight ends within 5 s when the job is cancelled', { skip }, async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  const asked = Promise.withResolvers<undefined>();
  await using server = await serve(root, {
    onCommand: ({ verb }) => {
      if (verb !== 'LIST') return undefined;
      asked.resolve(undefined);
      return 'silence';
    },
  });
  let cancelledAt = Number.NaN;
  const inputs = { files: 'x', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs, {
    onStart: (child) => {
      void asked.promise.then(() => {
        cancelledAt = performance.now();
        child.kill('SIGINT');
      });
    },
  });
  assert.ok(performance.now() - cancelledAt < 5_000);
  assert.equal(run.exitCode, 1);
  assert.match(errorsOf(run)[0] ?? '', /^The run was cancelled \(SIGINT\)\./);
  assert.equal(run.outputs['uploaded-count'], '0');
});
