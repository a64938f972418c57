import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import { linesOf, titles } from './preflight-lines.ts';
import {
  assertSucceeded,
  deployTo,
  errorsOf,
  manifestOf,
  serve,
  transcriptOf,
  runStep,
} from './step.ts';

test('a preflight passes every step and changes nothing on the server', async () => {
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
      `port ${server.port} is open`,
      'succeeded (server: "Embedded FTPS server", login directory: "/")',
      '"www" exists',
      'data connection opened, TLS session resumed',
    ],
  );
  assert.match(
    lines[1]?.text ?? '',
    /^TLSv1\.3; certificate of "CN=Embedded server", issued by "CN=Test Authority", valid until .* days left\)$/,
  );
  assert.match(run.log, /^::group::Server capabilities\n.*\(REST STREAM\)\.$/m);
  assert.match(run.log, /^All checks passed\. Nothing was changed on the server\. /m);
  assert.match(run.summary, /^<h3>✅ FTPS preflight passed → <code>127\.0\.0\.1:www<\/code><\/h3>/);
  assert.equal(run.outputs['uploaded-count'], '0');
  assert.equal(run.outputs['pending-count'], '0');
});

test('a preflight writes a manifest and a transcript like a deployment', async () => {
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
  assert.match(
    transcript,
    /^C: LIST\nS: 150 .*\nS: 226 .*\n-- data connection: TLS session resumed$/m,
  );
  assert.doesNotMatch(transcript, /127\.0\.0\.1/);
});

test('a preflight shows the addresses of a host name', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: 'x', server: 'localhost', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(
    linesOf(run.log)[0]?.text ?? '',
    /^localhost resolves to .*127\.0\.0\.1.*; port \d+ is open$/,
  );
});

const directories: readonly {
  readonly what: string;
  readonly reply?: string;
  readonly remoteDir: string;
  readonly text: RegExp;
}[] = [
  {
    what: 'missing',
    remoteDir: 'new/site',
    text: /^"new\/site" doesn't exist or isn't accessible \(550 .*\)\. An upload will try to create it\. /,
  },
  {
    what: 'inaccessible',
    reply: '550 Permission denied.',
    remoteDir: 'www',
    text: /^"www" doesn't exist or isn't accessible \(550 Permission denied\.\)\. .* check "remote-dir" and the account's permissions\.$/,
  },
];

for (const { what, reply, remoteDir, text } of directories) {
  test(`a preflight passes with a warning when remote-dir is ${what}`, async () => {
    await using workspace = await createWorkspace();
    await using root = await createWorkspace({ 'www/a': '' });
    await using server = await serve(root, {
      onCommand: ({ verb }) => (verb === 'CWD' ? reply : undefined),
    });
    const inputs = { files: '*', 'remote-dir': remoteDir, preflight: 'true' };
    await using run = await deployTo(server, workspace, inputs);
    assertSucceeded(run);
    const lines = linesOf(run.log);
    assert.equal(lines.map(({ mark }) => mark).join(''), '✔✔✔⚠✔');
    assert.match(lines[3]?.text ?? '', text);
    assert.match(run.summary, /⚠️ remote-dir/);
  });
}

test('a preflight does not connect when an input is invalid', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: '', preflight: 'true', timeout: 'soon' };
  await using run = await deployTo(server, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.equal(errorsOf(run)[0]?.split('\n').length, 2);
  assert.equal(server.controlConnections, 0);
});

test('a preflight warns when tls-verify is false', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: 'x', 'tls-ca': '', 'tls-verify': 'false', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(
    run.log,
    /^::warning::Certificate verification is off .*%0A {2}tls-pin: sha256\/\//m,
  );
  assert.match(run.log, /^⚠ TLS .*; not verified \(tls-verify: false\)$/m);
});

// On Windows, a signal kills the process.
const skip = process.platform === 'win32' ? 'no signals on Windows' : false;

test('a preflight ends within 5 s when the job is cancelled', { skip }, async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  const listRequested = Promise.withResolvers<undefined>();
  await using server = await serve(root, {
    onCommand: ({ verb }) => {
      if (verb !== 'LIST') return undefined;
      listRequested.resolve(undefined);
      return 'silence';
    },
  });
  let cancelledAt = Number.NaN;
  const inputs = { files: 'x', preflight: 'true' };
  await using run = await runStep(server, {
    workspace,
    inputs,
    onStart: (child) => {
      void listRequested.promise.then(() => {
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

test('a preflight with a dry run has each notice and warning once', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb }) => (verb === 'EPSV' ? '500 No.' : undefined),
  });
  const trial = { preflight: 'true', 'dry-run': 'true', sync: 'changed', 'tls-verify': 'false' };
  await using run = await deployTo(server, workspace, { files: '*', 'tls-ca': '', ...trial });
  assertSucceeded(run);
  const annotations = run.log.split('\n').filter((line) => /^::(notice|warning)/.test(line));
  assert.deepEqual(
    annotations.map((line) => line.replace(/ (?:doesn't|is off).*/, '')),
    ['::notice::EPSV', '::warning::Certificate verification'],
  );
});
