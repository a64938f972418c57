import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import { deployTo, errorsOf, manifestOf, serve } from './step.ts';

const cases: readonly {
  readonly value: string;
  readonly exitCode: number;
  readonly log: RegExp;
}[] = [
  {
    value: '',
    exitCode: 1,
    log: /^::error title=FTPS upload failed%3A no files match::No files match "files" \(none\/\*\*, \*\.none\) in .*\.%0A"none" doesn't exist\./m,
  },
  { value: 'error', exitCode: 1, log: /^::error .*::No files match "files"/m },
  {
    value: 'warn',
    exitCode: 0,
    log: /^::warning::No files match "files" \(none\/\*\*, \*\.none\) in .*\.%0A"none" doesn't exist\./m,
  },
  {
    value: 'ignore',
    exitCode: 0,
    log: /^No files match "files" \(none\/\*\*, \*\.none\) in .*\.$/m,
  },
];

for (const { value, exitCode, log } of cases) {
  test(`the action exits with ${exitCode} when no files match and if-no-files-found is "${value}"`, async () => {
    await using workspace = await createWorkspace({ 'a.txt': '' });
    await using root = await createWorkspace();
    await using server = await serve(root);
    const inputs = { files: 'none/**\n*.none', 'if-no-files-found': value };
    await using run = await deployTo(server, workspace, inputs);
    assert.equal(run.exitCode, exitCode);
    assert.match(run.log, log);
    assert.equal(errorsOf(run).length, exitCode);
    assert.equal(server.controlConnections, 0);
    assert.equal(run.outputs['uploaded-files'], '[]');
    assert.equal(run.outputs['uploaded-count'], '0');
    const { run: facts, files } = await manifestOf(run);
    assert.equal(facts['outcome'], exitCode === 0 ? 'success' : 'failure');
    assert.deepEqual(files, []);
    assert.match(run.summary, exitCode === 0 ? /no files to upload/ : /failed: no files match/);
  });
}
