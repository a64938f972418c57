import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parseFileCommands } from './action-files.ts';
import { runAction } from './action.ts';
import { assertSameTree, createWorkspace, tree } from './workspace.ts';

test('parseFileCommands reads single-line and multi-line values', () => {
  const text = 'one=1\ntwo<<ghadelimiter_x\nfirst\n\nsecond=2\nghadelimiter_x\nempty<<E\nE\n';
  assert.deepEqual(parseFileCommands(text), { one: '1', two: 'first\n\nsecond=2', empty: '' });
  assert.throws(() => parseFileCommands('two<<E\nno end\n'), /has no end/);
  assert.throws(() => parseFileCommands('nonsense\n'), /Not a file command: nonsense/);
});

test('runAction runs a script the way a runner does', async () => {
  await using workspace = await createWorkspace({
    'entry.mjs': `
      import { appendFileSync, writeFileSync } from 'node:fs';
      const { env } = process;
      console.log('out');
      console.error('err');
      appendFileSync(env.GITHUB_OUTPUT, [
        'server<<E', env.INPUT_SERVER, 'E',
        'default=' + env['INPUT_IF-NO-FILES-FOUND'],
        'cwd=' + (process.cwd() === env.GITHUB_WORKSPACE),
        'extra=' + env.EXTRA,
        'home=' + env.HOME,
      ].join('\\n'));
      appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done');
      writeFileSync(env.RUNNER_TEMP + '/file.txt', 'content');
      process.exitCode = 3;
    `,
  });
  const lines: string[] = [];
  let file: string;
  {
    await using run = await runAction({
      inputs: { server: 'a.test' },
      workspace: workspace.path,
      env: { EXTRA: 'more' },
      entry: path.join(workspace.path, 'entry.mjs'),
      onLine: (line) => lines.push(line),
    });
    file = path.join(run.runnerTemp, 'file.txt');
    assert.deepEqual([run.exitCode, run.signal], [3, null]);
    assert.deepEqual(lines.sort(), ['err', 'out']);
    assert.deepEqual(run.log.split('\n').sort(), ['', 'err', 'out']);
    assert.deepEqual(run.outputs, {
      ...{ server: 'a.test', default: 'error', cwd: 'true' },
      ...{ extra: 'more', home: 'undefined' },
    });
    assert.equal(run.summary, '# Done');
    assert.equal(await readFile(file, 'utf8'), 'content');
  }
  await assert.rejects(access(file));
});

test('assertSameTree compares files by path and content', async () => {
  await using a = await createWorkspace({ 'b/\u00fc.txt': 'x', 'a.txt': 'y', 'empty.bin': 0 });
  await using b = await createWorkspace({ 'a.txt': 'y', 'b/\u00fc.txt': 'x', 'empty.bin': '' });
  const before = await tree(a.path);
  assert.deepEqual([...before.keys()], ['a.txt', 'b/\u00fc.txt', 'empty.bin']);
  assertSameTree(await tree(b.path), before);
  await b.write('a.txt', 5_000_000);
  const after = await tree(b.path);
  assert.throws(() => {
    assertSameTree(after, before);
  }, /a\.txt/);
});
