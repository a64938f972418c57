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
const support = pathToFileURL(path.join(tests, 'support')).href;

/** Runs a test file with this source. */
async function run(source: string) {
  await using workspace = await createWorkspace({ 'example.test.ts': source });
  const file = path.join(workspace.path, 'example.test.ts');
  // Unset, so that the nested test runner prints text.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: '1' };
  return spawnSync(process.execPath, ['--test', file], { encoding: 'utf8', env });
}

test('The transcript example of test/README.md passes, and fails with a readable difference', async () => {
  const source = dialogue.replace('../support', support);
  const passed = await run(source);
  assert.equal(passed.status, 0, passed.stdout);
  assert.match(passed.stdout, /^ℹ pass 1$/m);
  const failed = await run(source.replace("(['pub'])", "(['public'])"));
  assert.equal(failed.status, 1);
  assert.match(
    failed.stdout,
    /\+ 'S: 220 Ready\\nC: MKD public'\n\s*- 'S: 220 Ready\\nC: MKD pub'/,
  );
});

test('The example of test/README.md for the embedded server passes', async () => {
  const { status, stdout } = await run(`
    import assert from 'node:assert/strict';
    import { test } from 'node:test';
    import { createFixture } from '${support}/embedded-deployment.ts';
    test('the example', async () => {${deployment}});
  `);
  assert.equal(status, 0, stdout);
});

test('test/README.md lists exactly the lines of transcripts and the folders', () => {
  const rows = text.split('\n').filter((line) => /^\| `(S|C|D|L|!)/.test(line));
  const lines = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, line = '']) =>
      line.replaceAll('\\|', '|'),
    ),
  );
  const kinds = new Set(parseTranscript(lines.join('\n')).map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), ['action', 'data', 'expect', 'outcome', 'say', 'send']);
  const listed = [...text.matchAll(/^\| `([a-z]+)[`/]/gm)].map(([, name = '']) => name);
  const folders = readdirSync(tests, { withFileTypes: true }).filter((each) => each.isDirectory());
  assert.deepEqual(listed.sort(), folders.map(({ name }) => name).sort());
});
