import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import { deployTo, errorsOf, manifestOf, serve } from './step.ts';

const answers: readonly [value: string, exitCode: number, says: RegExp][] = [
  ['', 1, /^::error::No file matches "files" \(none\/\*\*, \*\.none\) in .*\.$/m],
  ['error', 1, /^::error::No file matches "files"/m],
  ['warn', 0, /^::warning::No file matches "files" \(none\/\*\*, \*\.none\) in .*\.$/m],
  ['ignore', 0, /^No file matches "files" \(none\/\*\*, \*\.none\) in .*\.$/m],
];

for (const [value, exitCode, says] of answers) {
  test(`the action exits with ${exitCode} when nothing matches and if-no-files-found is "${value}"`, async () => {
    await using workspace = await createWorkspace({ 'a.txt': '' });
    await using root = await createWorkspace();
    await using server = await serve(root);
    const inputs = { files: 'none/**\n*.none', 'if-no-files-found': value };
    await using run = await deployTo(server, workspace, inputs);
    assert.equal(run.exitCode, exitCode);
    assert.match(run.log, says);
    assert.equal(errorsOf(run).length, exitCode);
    assert.equal(server.controlConnections, 0);
    assert.equal(run.outputs['uploaded-files'], '[]');
    assert.equal(run.outputs['uploaded-count'], '0');
    const { run: facts, files } = await manifestOf(run);
    assert.equal(facts['outcome'], exitCode === 0 ? 'success' : 'failure');
    assert.deepEqual(files, []);
    assert.match(run.summary, exitCode === 0 ? /No files to upload/ : /Nothing was uploaded/);
  });
}
