import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { createRunFiles } from '../../../src/action/report/run-files.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { captured } from '../stdout.ts';

function directoryOf(env: Readonly<Record<string, string>>): string {
  const { value } = captured(env, createRunFiles);
  assert.equal(path.dirname(value.manifest), path.dirname(value.transcript));
  return path.dirname(value.manifest);
}

test('makeRunFiles gives each run a directory of its own in RUNNER_TEMP, which is made', async () => {
  await using temporary = await createWorkspace();
  const RUNNER_TEMP = path.join(temporary.path, 'not', 'there');
  const [one, other] = [directoryOf({ RUNNER_TEMP }), directoryOf({ RUNNER_TEMP })];
  assert.notEqual(one, other);
  assert.equal(path.dirname(one), RUNNER_TEMP);
  assert.ok(existsSync(one));
});

test('makeRunFiles takes the directory of the system where RUNNER_TEMP cannot be used', async () => {
  await using temporary = await createWorkspace({ file: '' });
  for (const RUNNER_TEMP of ['', path.join(temporary.path, 'file')]) {
    const directory = directoryOf({ RUNNER_TEMP });
    assert.equal(path.dirname(directory), os.tmpdir());
    await rmdir(directory);
  }
});
