import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { inputVariables } from '../support/action.ts';
import { parseFileCommands } from '../support/action-files.ts';
import type { TestCertificate } from '../support/certificates.ts';
import { createWorkspace } from '../support/workspace.ts';
import {
  assertSucceeded,
  authority,
  certificate,
  deployTo,
  errorsOf,
  login,
  manifestOf,
  serve,
  runStep,
} from './step.ts';

const bundle = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** Puts a directory where the run is about to write one of its files. */
function blockRunFile(runnerTemp: string, name: string): void {
  for (const directory of readdirSync(runnerTemp)) {
    const file = path.join(runnerTemp, directory, name);
    rmSync(file, { force: true });
    mkdirSync(file, { recursive: true });
  }
}

test('the action sets all outputs and writes the summary when the manifest cannot be written', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using temporary = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb }) => {
      if (verb === 'QUIT') blockRunFile(temporary.path, 'manifest.json');
      return undefined;
    },
  });
  const env = { RUNNER_TEMP: temporary.path };
  await using run = await runStep(server, { workspace, env, inputs: { files: '*' } });
  assert.equal(run.exitCode, 1);
  assert.equal(run.outputs['uploaded-files'], '["a.txt"]');
  assert.equal(run.outputs['uploaded-count'], '1');
  assert.match(run.summary, /FTPS upload: 1 file /);
  assert.match(run.log, /^Uploaded 1 file /m);
  const errors = errorsOf(run);
  assert.equal(errors.length, 1, run.log);
  assert.match(errors[0] ?? '', /^Could not write the manifest: /);
});

test('the action reports the error of the run when the manifest cannot be written either', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using temporary = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb }) => {
      if (verb === 'QUIT') blockRunFile(temporary.path, 'manifest.json');
      return undefined;
    },
  });
  const env = { RUNNER_TEMP: temporary.path };
  const inputs = { files: '*', password: 'wrong' };
  await using run = await runStep(server, { workspace, env, inputs });
  assert.equal(run.exitCode, 1);
  assert.equal(run.outputs['pending-count'], '1');
  const errors = errorsOf(run);
  assert.equal(errors.length, 1, run.log);
  assert.match(errors[0] ?? '', /530 Login incorrect/);
  assert.match(run.log, /^::warning::Could not write the manifest: /m);
});

test('the action succeeds with a warning when the transcript cannot be written', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using temporary = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb }) => {
      if (verb === 'QUIT') blockRunFile(temporary.path, 'transcript.txt');
      return undefined;
    },
  });
  const env = { RUNNER_TEMP: temporary.path };
  await using run = await runStep(server, { workspace, env, inputs: { files: '*' } });
  assertSucceeded(run);
  assert.match(run.log, /^::warning::The transcript is incomplete: E[A-Z]+: /m);
  assert.equal((await manifestOf(run)).files.length, 1);
});

test(
  'the action writes the manifest and the summary when the outputs cannot be set',
  { skip: process.platform !== 'linux' && 'only Linux has /dev/full' },
  async () => {
    await using workspace = await createWorkspace({ 'a.txt': 'content' });
    await using root = await createWorkspace();
    await using server = await serve(root);
    const env = { GITHUB_OUTPUT: '/dev/full' };
    await using run = await runStep(server, { workspace, env, inputs: { files: '*' } });
    assert.equal(run.exitCode, 1);
    assert.match(errorsOf(run)[0] ?? '', /^Could not set the outputs: ENOSPC/);
    assert.match(run.summary, /FTPS upload: 1 file /);
    const [directory = ''] = readdirSync(run.runnerTemp);
    const manifest = path.join(run.runnerTemp, directory, 'manifest.json');
    assert.match(await readFile(manifest, 'utf8'), /"outcome": "success"/);
  },
);

/**
 * Mounts a full file system at the first argument, for this process alone, and runs the rest. Of its three inodes, the
 * run's directory takes the last.
 */
const withFullDisk =
  'mount -t tmpfs -o size=4k,nr_inodes=3 none "$1" && head -c 4096 /dev/zero > "$1/fill" && shift && exec "$@"';
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

test(
  'the action uploads, sets its outputs and shows no stack trace when the temporary directory is full',
  { skip: !canMount && 'this account may not mount file systems' },
  async () => {
    await using workspace = await createWorkspace({ 'a.txt': 'content' });
    await using root = await createWorkspace();
    await using runner = await createWorkspace({ output: '', 'temp/x': '' });
    await using server = await serve(root);
    const output = path.join(runner.path, 'output');
    const temp = path.join(runner.path, 'temp');
    const given = { server: server.host, port: String(server.port), ...login };
    const inputs = { ...given, files: '*', 'tls-ca': authority.cert };
    const variables = {
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: output,
      ...(await inputVariables(inputs)),
    };
    // As arguments of env, because a shell drops variables whose names contain "-".
    const env = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const action = ['env', ...env, process.execPath, bundle];
    const shell = ['-m', 'sh', '-c', withFullDisk, 'sh', temp, ...action];
    const child = spawn('unshare', shell, { cwd: workspace.path });
    const [log, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    assert.equal(errors, '');
    assert.match(log, /^::error title=.*::Could not write the manifest: ENOSPC/m);
    assert.match(log, /^::warning::The transcript is incomplete: ENOSPC/m);
    const outputs = parseFileCommands(await readFile(output, 'utf8'));
    assert.equal(outputs['uploaded-files'], '["a.txt"]');
  },
);

/**
 * The same certificate with an end of validity that is no date; the signature is unchanged. Node reads such a date as
 * an invalid one or as any other.
 */
function withInvalidEnd({ cert, ...rest }: TestCertificate): TestCertificate {
  const der = Buffer.from(new X509Certificate(cert).raw);
  const utcTime = Buffer.from([0x17, 13]);
  const end = der.indexOf(utcTime, der.indexOf(utcTime) + 1) + utcTime.length;
  der.write('991331000000Z', end, 'ascii');
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  const pem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  return { ...rest, cert: pem };
}

test('the action rejects a certificate whose date is invalid with an annotation and all outputs', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root, { certificate: withInvalidEnd(certificate) });
  await using run = await deployTo(server, workspace, { files: '*' });
  assert.equal(run.exitCode, 1);
  const errors = errorsOf(run);
  assert.equal(errors.length, 1, run.log);
  assert.match(errors[0] ?? '', /^The certificate of .* isn't trusted: [^]*\n {2}valid: /);
  assert.doesNotMatch(run.log, /^ {4}at /m);
  assert.equal(run.outputs['pending-count'], '1');
  assert.equal((await manifestOf(run)).run['outcome'], 'failure');
});

test('the action uploads to a server whose certificate has an invalid date when any is accepted', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root, { certificate: withInvalidEnd(certificate) });
  const inputs = { files: '*', 'tls-verify': 'false' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(run.log, /^ {2}valid until /m);
  assert.match(run.summary, /valid until/);
  assert.equal((await manifestOf(run)).files.length, 1);
});

test('the action sets its outputs when no temporary directory can be created', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const file = path.join(workspace.path, 'file');
  await writeFile(file, '');
  const env = { RUNNER_TEMP: file, TMPDIR: file, TEMP: file, TMP: file };
  await using run = await runStep(server, { workspace, env, inputs: { files: '*' } });
  assert.equal(run.exitCode, 1);
  const [error = ''] = errorsOf(run);
  assert.match(error, /^Could not create a temporary directory: .*\nSet RUNNER_TEMP to /);
  assert.equal(run.outputs['uploaded-files'], '[]');
  assert.equal(run.outputs['manifest'], '');
  assert.equal(server.controlConnections, 0);
});
