import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { assertSameTree, createWorkspace, tree, type Workspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const inProject = (name: string) => path.join(project, name);

/** The environment of a developer's shell, whatever runner these tests may run on. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(GITHUB|RUNNER|INPUT|NODE)_/.test(name)),
);

/** Starts `npm run server` in a directory, and waits for the port that it names. */
async function startServer(directory: string, port: string, signal: AbortSignal) {
  const args = [inProject('scripts/server.ts'), '--port', port];
  const child = spawn(process.execPath, args, { cwd: directory, env, signal, stdio: 'pipe' });
  child.on('error', () => undefined); // an aborted test
  const lines = createInterface(child.stdout);
  const shown: string[] = [];
  lines.on('line', (line) => shown.push(line));
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const closed = once(child, 'close');
  await Promise.race([once(lines, 'line'), closed]);
  const listening = /^FTPS \(implicit TLS\) on 127\.0\.0\.1:(\d+);/.exec(shown[0] ?? '');
  return {
    child,
    shown,
    port: listening?.[1] ?? '',
    /** The exit code, and what was said on stderr. */
    ended: async () => ({
      code: ((await closed) as [number | null])[0],
      stderr: Buffer.concat(stderr).toString(),
    }),
  };
}

/** What a fresh clone has of what `npm start` needs. */
async function clone(workspace: Workspace): Promise<void> {
  const here = (name: string) => path.join(workspace.path, name);
  await symlink(inProject('src'), here('src'), 'junction');
  await cp(inProject('.env.example'), here('.env.example'));
  await cp(inProject('test/fixtures/site'), here('test/fixtures/site'), { recursive: true });
}

/** Runs the command of `npm start`, word by word. */
async function start(directory: string, inputs: Record<string, string>, signal: AbortSignal) {
  const { scripts } = JSON.parse(await readFile(inProject('package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [node, ...args] = scripts.start.split(' ');
  assert.equal(node, 'node');
  // Rejects when the exit code is not 0.
  const options = { cwd: directory, env: { ...env, ...inputs }, signal };
  return promisify(execFile)(process.execPath, args, options);
}

function interrupt(child: ChildProcess): void {
  child.kill('SIGINT');
}

test('npm start deploys to the server of npm run server with nothing but .env.example', async ({
  signal,
}) => {
  await using workspace = await createWorkspace();
  await clone(workspace);
  const server = await startServer(workspace.path, '0', signal);
  try {
    const { stdout } = await start(workspace.path, { INPUT_PORT: server.port }, signal);
    assert.match(stdout, /^8 files uploaded/m);
    const sent = await tree(path.join(workspace.path, 'test/fixtures/site'));
    assertSameTree(await tree(path.join(workspace.path, '.demo/files/www')), sent);
    assert.ok(server.shown.includes('1  STOR www/index.html'), server.shown.join('\n'));
    assert.ok(server.shown.includes('1  PASS ***'), server.shown.join('\n'));
  } finally {
    interrupt(server.child);
  }
  const { code, stderr } = await server.ended();
  assert.equal(stderr, '');
  // Windows has no SIGINT for other processes; there it just ends them.
  if (process.platform !== 'win32') assert.equal(code, 0);
});

test('.env.example names the port that npm run server takes', async () => {
  const [example, script] = await Promise.all(
    ['.env.example', 'scripts/server.ts'].map((name) => readFile(inProject(name), 'utf8')),
  );
  const [, port] = /^INPUT_PORT=(\d+)$/m.exec(example ?? '') ?? [];
  assert.ok(script?.includes(`default: '${String(port)}'`), port);
});

test('a file .env changes what .env.example says', async ({ signal }) => {
  await using workspace = await createWorkspace({
    '.env': 'INPUT_TLS-CA=\nINPUT_FILES=nothing-here\n',
  });
  await clone(workspace);
  const failure = await start(workspace.path, {}, signal).catch((error: unknown) => error);
  assert.match((failure as { stdout: string }).stdout, /No file matches "files" \(nothing-here\)/);
});

test('the server says so when its port is taken', async ({ signal }) => {
  await using workspace = await createWorkspace();
  const first = await startServer(workspace.path, '0', signal);
  try {
    const second = await startServer(workspace.path, first.port, signal);
    assert.deepEqual(await second.ended(), {
      code: 1,
      stderr: `Port ${first.port} is taken: end what listens there, or use --port.\n`,
    });
  } finally {
    interrupt(first.child);
  }
  await first.ended();
});
