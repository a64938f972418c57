import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import { assertSucceeded, deployTo } from './step.ts';

const nowhere = { host: 'ftp.example', port: 990 };
const files = { 'site/index.html': 'x', 'site/README.md': 'x', 'site/.env': 'x', 'logo.png': 'x' };

/** The warnings of a dry run with these lines of `files`. */
async function warnings(lines: readonly string[], inputs: Readonly<Record<string, string>> = {}) {
  await using workspace = await createWorkspace(files);
  const given = { files: lines.join('\n'), 'dry-run': 'true', ...inputs };
  await using run = await deployTo(nowhere, workspace, given);
  assertSucceeded(run);
  return run.log.split(/\r?\n/).filter((line) => line.startsWith('::warning::'));
}

test('a run warns about patterns that match nothing, and says what may be wrong', async () => {
  const [warning = '', ...others] = await warnings(['site/*.html', 'docs', 'site/*.{js,css}']);
  assert.deepEqual(others, []);
  assert.match(
    warning,
    /"files" that match nothing in .*: docs, site\/\*\.\{js,css\}\.%0A"docs" doesn't/,
  );
  assert.deepEqual(await warnings(['site/*.html', 'docs'], { 'if-no-files-found': 'ignore' }), []);
});

test('a run warns about lines with "!" that exclude nothing, and says how to write them', async () => {
  const lines = ['site', '!README*', '!site/.env', '!*.png'];
  assert.deepEqual(await warnings(lines), [
    '::warning::Lines of "files" that exclude nothing: !README* (write !**/README*), !*.png.',
  ]);
});

test('a run warns about files that usually contain secrets until they are excluded or named', async () => {
  const [warning = '', ...others] = await warnings(['site']);
  assert.deepEqual(others, []);
  assert.match(
    warning,
    /^::warning::Files that usually contain secrets .*: site\/\.env\. .*"exclude"/,
  );
  assert.deepEqual(await warnings(['site'], { exclude: '.env' }), []);
  assert.deepEqual(await warnings(['site', 'site/.env']), []);
});
