import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { parseTranscript } from '../support/transcript.ts';
import { createWorkspace } from '../support/workspace.ts';

const tests = path.resolve(import.meta.dirname, '..');
const text = await readFile(path.join(tests, 'README.md'), 'utf8');
const [dialogue = '', deployment = ''] = [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(
  ([, code = '']) => code,
);
const urlOf = (name: string) => pathToFileURL(path.join(tests, name)).href;

/** Runs a test file with this text. */
async function run(source: string) {
  await using workspace = await createWorkspace({ 'example.test.ts': source });
  const file = path.join(workspace.path, 'example.test.ts');
  // Inside a test runner, a test file would speak the runner's language instead of text.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: '1' };
  return spawnSync(process.execPath, ['--test', file], { encoding: 'utf8', env });
}

test('test/README.md has a transcript test that passes, and fails as it says', async () => {
  const source = dialogue.replace('./scripted-client.ts', urlOf('ftps/scripted-client.ts'));
  const good = await run(source);
  assert.equal(good.status, 0, good.stdout);
  assert.match(good.stdout, /^ℹ pass 2$/m);

  const bad = await run(
    source.replace("createDirectories(['pub'])", "createDirectories(['public'])"),
  );
  assert.equal(bad.status, 1);
  const [, shown = ''] = /^```\n(Error [^]*?)^```$/m.exec(text) ?? [];
  const lines = shown
    .split('\n')
    .map((line) => line.replace(/:\d+ was closed/, ':<port> was closed'));
  const output = bad.stdout.replaceAll(/:\d+ was closed/g, ':<port> was closed');
  assert.ok(lines.length > 5);
  for (const line of lines) assert.ok(output.includes(line), `${line}\n\n${output}`);
});

test('test/README.md has a test against the embedded server that passes', async () => {
  const { status, stdout } = await run(`
    import assert from 'node:assert/strict';
    import { test } from 'node:test';
    import { setStage } from '${urlOf('support/embedded-deployment.ts')}';
    test('the example', async () => {
      ${deployment}
    });
  `);
  assert.equal(status, 0, stdout);
});

test('test/README.md names every line that a transcript can have, and no other', () => {
  const rows = text.split('\n').filter((line) => /^\| `(S|C|D|!)/.test(line));
  const named = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, line = '']) =>
      line.replaceAll('\\|', '|'),
    ),
  );
  // Throws at a line that is none.
  const steps = parseTranscript(named.join('\n'));
  assert.equal(steps.length, named.length);
  const kinds = new Set(steps.map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), ['action', 'data', 'expect', 'outcome', 'say']);
  assert.equal(steps.filter(({ kind }) => kind === 'action').length, 5);
  assert.equal(steps.filter(({ kind }) => kind === 'outcome').length, 4);
});

test('test/README.md says what each folder is for', () => {
  const named = [...text.matchAll(/^\| `([a-z]+)[`/]/gm)].map(([, name = '']) => name);
  const folders = readdirSync(tests, { withFileTypes: true }).filter((each) => each.isDirectory());
  assert.deepEqual(named.sort(), folders.map(({ name }) => name).sort());
});
