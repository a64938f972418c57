import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import type { ActionRun } from '../support/action.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { createWorkspace } from '../support/workspace.ts';
import type { Expressions } from './expressions.ts';
import { evaluate } from './expressions.ts';
import { account, runRecipe, embeddedServer, recipeOf, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'ftp.example.com';
const [listUploaded, listMissing, uploadReports] = recipe.laterSteps;
const files = { 'site/a.html': 'a', "site/it's $(id) & b.html": 'b', 'site/c.html': 'c' };
const hasJq = spawnSync('jq', ['--version']).status === 0;
const skip = process.platform === 'win32' || !hasJq ? 'needs bash and jq' : false;

async function upload(options: Partial<EmbeddedServerOptions> = {}): Promise<ActionRun> {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, options);
  const network = { [`${hostName}:990`]: server.port };
  return await runRecipe(recipe, { workspace, network, expressions: secretsOf(account) });
}

/** The outputs by the names that later steps use. */
function outputsOf(run: ActionRun): Expressions {
  const outputs = Object.entries(run.outputs);
  const id = recipe.step.id ?? '';
  return Object.fromEntries(
    outputs.map(([name, value]) => [`steps.${id}.outputs.${name}`, value] as const),
  );
}

/** Runs the script of a step as the runner does on Linux and macOS. */
function runScript(step: typeof listUploaded, run: ActionRun): string {
  const env = Object.entries(step?.env ?? {}).map(
    ([name, value]) => [name, evaluate(value, outputsOf(run))] as const,
  );
  const script = spawnSync('bash', ['-e', '-c', step?.run ?? 'exit 1'], {
    env: { PATH: process.env['PATH'], ...Object.fromEntries(env) },
    encoding: 'utf8',
  });
  assert.equal(script.status, 0, script.stderr);
  return script.stdout;
}

test('a later step lists the uploaded files', { skip }, async () => {
  await using run = await upload();
  assert.equal(run.exitCode, 0, run.log);
  const stdout = runScript(listUploaded, run);
  assert.equal(stdout, "/www/a.html\n/www/c.html\n/www/it's $(id) & b.html\n");
});

test('a later step lists the missing files of a failed run', { skip }, async () => {
  await using run = await upload({
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument.endsWith('c.html') ? '553 Not allowed.' : undefined,
  });
  assert.equal(run.exitCode, 1, run.log);
  assert.equal(runScript(listMissing, run), 'failed /www/c.html\n');
  assert.equal(runScript(listUploaded, run), "/www/a.html\n/www/it's $(id) & b.html\n");
});

test('a later step finds the manifest and the transcript of a failed run', async () => {
  await using run = await upload({
    onCommand: ({ verb }) => (verb === 'PASS' ? '530 No.' : undefined),
  });
  assert.equal(run.exitCode, 1, run.log);
  const paths = evaluate(String(uploadReports?.with?.['path']), outputsOf(run)).trim().split('\n');
  assert.equal(paths.length, 2);
  for (const file of paths) assert.ok(existsSync(file), file);
});
