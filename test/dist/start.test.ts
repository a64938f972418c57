import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import { assertSucceeded, serve, runStep } from './step.ts';

// Prints at the end which modules of Node were loaded.
const printModules = `data:text/javascript,process.on('exit',()=>console.log('modules: '+process.moduleLoadList.join()))`;

test('a small upload does not load modules that it does not need', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const env = { NODE_OPTIONS: `--import=${printModules.replaceAll(' ', '%20')}` };
  await using run = await runStep(server, { workspace, env, inputs: { files: 'a.txt' } });
  assertSucceeded(run);
  const loaded = /^modules: (.*)$/m.exec(run.log)?.[1]?.split(',') ?? [];
  assert.ok(loaded.includes('NativeModule tls'), run.log);
  const unneeded = ['child_process', 'http', 'http2', 'https'];
  assert.deepEqual(
    unneeded.filter((name) => loaded.includes(`NativeModule ${name}`)),
    [],
  );
});
