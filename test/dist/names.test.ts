import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { assertSucceeded, deployTo, manifestOf, serve, uploadedPaths } from './step.ts';

const everywhere = [
  'with space.txt',
  ' leading space',
  'two  spaces',
  '[brackets].txt',
  '{braces}',
  'ü.txt',
  '日本/語.html',
  '😀.png',
  '-rf',
  '-dir/-file',
  '~user',
  '~dir/~file',
  '#hash',
  '!bang',
  '%20.txt',
  '100%.txt',
  "it's.txt",
  '$HOME',
  '`id`',
  'a;b&c',
  '::error::x',
  '##[error]x',
  '@mention',
  '.htaccess',
  '...x',
  'CON.d/x',
];
const notOnWindows = [
  'say "hi".txt',
  'a|b',
  'a<script>b',
  'star*',
  'what?',
  'back\\slash',
  'tab\there',
  'trailing ',
  'trailing.',
  'bell\u0007\u001b[31m',
];
const onWindowsToo = everywhere.filter((name) => !/[:]|\.$|^CON/.test(name));
const names = process.platform === 'win32' ? onWindowsToo : [...everywhere, ...notOnWindows];

for (const remoteDirectory of ['.', 'web site/日本 "x" [1]']) {
  test(`the action uploads unusual names unchanged into "${remoteDirectory}"`, async (t) => {
    if (process.platform === 'win32' && remoteDirectory !== '.') {
      t.skip('the test server cannot create this directory on Windows');
      return;
    }
    await using workspace = await createWorkspace(
      Object.fromEntries(names.map((name, index) => [name, `${index} ${name}`])),
    );
    await using root = await createWorkspace();
    await using server = await serve(root);
    const inputs = { files: '**', 'remote-dir': remoteDirectory };
    await using run = await deployTo(server, workspace, inputs);
    assertSucceeded(run);

    const prefix = remoteDirectory === '.' ? '' : `${remoteDirectory}/`;
    const sent = [...(await tree(workspace.path))];
    const expected = new Map(sent.map(([name, hash]) => [prefix + name, hash]));
    assertSameTree(await tree(root.path), expected);
    assert.deepEqual(uploadedPaths(run), names.map((name) => prefix + name).sort());
    const { files } = await manifestOf(run);
    assert.deepEqual(
      files.map((file) => file['local']),
      names.toSorted(),
    );
    assert.doesNotMatch(run.log, /^::error|##\[|[\u0007\u001b]/m);
  });
}

test('the action matches a name with brackets when the pattern escapes them', async () => {
  await using workspace = await createWorkspace({ '[id].html': 'a', 'i.html': 'b' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '[[]id].html' });
  assertSucceeded(run);
  assert.deepEqual([...(await tree(root.path)).keys()], ['[id].html']);
});
