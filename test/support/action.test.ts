import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parseFileCommands, readActionInputs } from './action-files.ts';
import { runAction } from './action.ts';
import { assertSameTree, createWorkspace, tree } from './workspace.ts';

test('outputs are read in both forms', () => {
  const text = 'one=1\ntwo<<ghadelimiter_x\nfirst\n\nsecond=2\nghadelimiter_x\nempty<<E\nE\n';
  assert.deepEqual(parseFileCommands(text), { one: '1', two: 'first\n\nsecond=2', empty: '' });
  assert.throws(() => parseFileCommands('two<<E\nno end\n'), /has no end/);
  assert.throws(() => parseFileCommands('nonsense\n'), /Not a file command: nonsense/);
});

test('inputs and their defaults are read from an action.yml', async () => {
  await using workspace = await createWorkspace({
    'action.yml': `name: x
inputs:
  server:
    description: 'default: not this'
    required: true
  port:
    default: 990 # implicit
  remote-dir:
    default: '.'
  quoted:
    default: "a\\tb"
  apostrophe:
    default: 'it''s'
outputs:
  files:
    description: y
`,
  });
  assert.deepEqual(await readActionInputs(path.join(workspace.path, 'action.yml')), {
    server: '',
    port: '990',
    'remote-dir': '.',
    quoted: 'a\tb',
    apostrophe: "it's",
  });
});

const script = `
  import { appendFileSync, writeFileSync } from 'node:fs';
  const { env } = process;
  console.log('out');
  console.error('err');
  appendFileSync(env.GITHUB_OUTPUT, 'server<<E\\n' + env.INPUT_SERVER + '\\nE\\n');
  appendFileSync(env.GITHUB_OUTPUT, 'verify-default=' + env['INPUT_IF-NO-FILES-FOUND'] + '\\n');
  appendFileSync(env.GITHUB_OUTPUT, 'cwd=' + (process.cwd() === env.GITHUB_WORKSPACE) + '\\n');
  appendFileSync(env.GITHUB_OUTPUT, 'extra=' + env.EXTRA + '\\n');
  appendFileSync(env.GITHUB_OUTPUT, 'home=' + env.HOME + '\\n');
  appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done');
  writeFileSync(env.RUNNER_TEMP + '/left.txt', 'over');
  process.exitCode = 3;
`;

test('an action runs as a runner would run it', async () => {
  await using workspace = await createWorkspace({ 'entry.mjs': script });
  const lines: string[] = [];
  let leftOver: string;
  {
    await using run = await runAction({
      inputs: { server: 'a.test' },
      workspace: workspace.path,
      env: { EXTRA: 'more' },
      entry: path.join(workspace.path, 'entry.mjs'),
      onLine: (line) => lines.push(line),
    });
    leftOver = path.join(run.runnerTemp, 'left.txt');
    assert.equal(run.exitCode, 3);
    assert.equal(run.signal, null);
    assert.deepEqual(lines.sort(), ['err', 'out']);
    assert.deepEqual(run.log.split('\n').sort(), ['', 'err', 'out']);
    assert.deepEqual(run.outputs, {
      server: 'a.test',
      'verify-default': 'error',
      cwd: 'true',
      extra: 'more',
      home: 'undefined',
    });
    assert.equal(run.summary, '# Done');
    assert.equal(await readFile(leftOver, 'utf8'), 'over');
  }
  await assert.rejects(access(leftOver));
});

test('an action can be cancelled, and is killed when its test is aborted', async () => {
  await using workspace = await createWorkspace({
    'entry.mjs': `
      process.on('SIGINT', () => process.exit(130));
      setInterval(() => undefined, 1000);
      console.log('ready');
    `,
  });
  const entry = path.join(workspace.path, 'entry.mjs');
  let interrupt = () => undefined as unknown;
  await using cancelled = await runAction({
    ...{ inputs: {}, workspace: workspace.path, entry },
    onStart: (child) => {
      interrupt = () => {
        child.kill('SIGINT');
      };
    },
    onLine: () => interrupt(),
  });
  assert.equal(process.platform === 'win32' || cancelled.exitCode === 130, true);

  const aborter = new AbortController();
  await using killed = await runAction({
    ...{ inputs: {}, workspace: workspace.path, entry },
    signal: aborter.signal,
    onLine: () => {
      aborter.abort();
    },
  });
  assert.equal(killed.exitCode, process.platform === 'win32' ? 1 : null);
});

test('trees are compared by content, wherever they are', async () => {
  await using a = await createWorkspace({ 'b/\u00fc.txt': 'x', 'a.txt': 'y', 'empty.bin': 0 });
  await using b = await createWorkspace({ 'a.txt': 'y', 'b/\u00fc.txt': 'x', 'empty.bin': '' });
  assert.deepEqual([...(await tree(a.path)).keys()], ['a.txt', 'b/\u00fc.txt', 'empty.bin']);
  assertSameTree(await tree(a.path), await tree(b.path));
  await b.write('a.txt', 5_000_000);
  assert.equal((await b.read('a.txt')).length, 5_000_000);
  const [before, after] = [await tree(a.path), await tree(b.path)];
  assert.throws(() => {
    assertSameTree(after, before);
  }, /a\.txt/);
});
