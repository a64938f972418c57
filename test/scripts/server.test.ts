import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const inProject = (name: string) => path.join(project, name);

/** The environment of a developer's shell, even if the tests run in a job. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(GITHUB|RUNNER|INPUT|NODE_TEST)_/.test(name)),
);

/** Starts `npm run server` in a directory and waits for its first line. */
async function startServer(cwd: string, port: string) {
  const child = spawn(process.execPath, [inProject('scripts/server.ts'), '--port', port], {
    ...{ cwd, env },
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const stderr = text(child.stderr);
  const printed: string[] = [];
  const lines = createInterface(child.stdout).on('line', (line) => printed.push(line));
  await Promise.race([once(lines, 'line'), closed]);
  return {
    printed,
    port: /^FTPS \(implicit TLS\) on 127\.0\.0\.1:(\d+)\./.exec(printed[0] ?? '')?.[1] ?? '',
    ended: async () => ({ code: (await closed)[0], stderr: await stderr }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGINT');
      await closed;
    },
  };
}

/** A directory with what `npm start` needs, and a server for it. */
async function setUp(files: Readonly<Record<string, string>> = {}) {
  await using stack = new AsyncDisposableStack();
  const workspace = stack.use(await createWorkspace(files));
  const inWorkspace = (name: string) => path.join(workspace.path, name);
  await symlink(inProject('scripts'), inWorkspace('scripts'), 'junction');
  await cp(inProject('.env.example'), inWorkspace('.env.example'));
  const site = 'test/fixtures/site';
  await cp(inProject(site), inWorkspace(site), { recursive: true });
  const server = stack.use(await startServer(workspace.path, '0'));
  const parts = stack.move();
  return { inWorkspace, server, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** Runs the command of `npm start`. Rejects if the exit code is not 0. */
async function start(cwd: string, port: string) {
  const { scripts } = JSON.parse(await readFile(inProject('package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, ...args] = scripts.start.split(' ');
  return promisify(execFile)(process.execPath, args, { cwd, env: { ...env, INPUT_PORT: port } });
}

test('npm start uploads the example site, and prints log, outputs and job summary without markup', async () => {
  await using setup = await setUp();
  const { inWorkspace, server } = setup;
  const { stdout } = await start(inWorkspace('.'), server.port);
  const sent = await tree(inWorkspace('test/fixtures/site'));
  assertSameTree(await tree(inWorkspace('.demo/files/www')), sent);
  assert.ok(server.printed.includes('1  STOR www/index.html'), server.printed.join('\n'));
  assert.ok(server.printed.includes('1  PASS ***'), server.printed.join('\n'));
  assert.doesNotMatch(stdout, /^::|%0A|<[a-z]|&[a-z]+;/m);
  assert.match(stdout, /^\[8\/8\] www\/robots\.txt /m);
  assert.match(stdout, /^Uploaded 8 files /m);
  assert.match(stdout, /^Outputs$/m);
  assert.match(stdout, /^uploaded-count: 8$/m);
  const [, summary = ''] = stdout.split('Job summary');
  assert.match(summary, /✅ .*8 files/);
  const file = /^As Markdown: (.*)$/m.exec(stdout)?.[1] ?? '';
  assert.match(await readFile(file, 'utf8'), /<h3>✅/);
});

test('npm start says how to start the server when there is none', async () => {
  await using workspace = await createWorkspace();
  await symlink(inProject('scripts'), path.join(workspace.path, 'scripts'), 'junction');
  await cp(inProject('.env.example'), path.join(workspace.path, '.env.example'));
  await assert.rejects(start(workspace.path, '1'), ({ stderr }: { stderr: string }) =>
    stderr.includes('npm run server'),
  );
});

test('npm start prefers .env to .env.example', async () => {
  await using setup = await setUp({ '.env': 'INPUT_FILES=nothing-here\n' });
  const failure = start(setup.inWorkspace('.'), setup.server.port);
  await assert.rejects(failure, ({ stdout }: { stdout: string }) =>
    stdout.includes('nothing-here'),
  );
});
