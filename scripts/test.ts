/**
 * Runs the tests, after it has installed the FTP servers that some of them talk to.
 *
 *     npm test                                       everything
 *     npm test -- test/ftps                          one folder
 *     npm test -- test/ftps/reply-parser.test.ts     one file
 *     npm test -- --test-name-pattern=CRLF           options of `node --test` (write them with `=`)
 *     npm run test:watch                             the tests that need no server and no bundle, again after each change
 *     npm run test:watch -- test/ftps                one folder, again after each change
 *
 * The real servers are Debian packages. Elsewhere, and on a Linux that cannot install them, the tests that need one are
 * skipped by name; in CI on Linux nothing may be skipped, so there a failed installation is a failed run.
 */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { availableParallelism, constants } from 'node:os';
import { join, resolve } from 'node:path';
import { installTestServers } from './install-test-servers.ts';

const root = resolve(import.meta.dirname, '..');
const serverTests = ['servers', 'proxy', 'recipes'].map((folder) => join(root, 'test', folder));

/** Longest time for one test or one file, in milliseconds: a test that hangs is named instead of blocking the run. */
const testTimeoutMs = 600_000;

/** A folder stands for the tests below it; everything else is what `node --test` takes, a file or a pattern. */
function toPattern(path: string): string {
  const isFolder = statSync(resolve(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? `${path.replaceAll('\\', '/').replace(/\/+$/, '')}/**/*.test.ts` : path;
}

/** Says whether the run may contain tests against real servers: all tests do, chosen ones when they lie there. */
function needsServers(paths: readonly string[]): boolean {
  if (paths.length === 0) return true;
  return paths.some((path) => {
    const start = resolve(root, path.replace(/[*?{[].*$/, ''));
    return serverTests.some((folder) => start.startsWith(folder) || folder.startsWith(start));
  });
}

/** Installs the servers where that is possible; false when the run must not go on without them. */
async function prepareServers(): Promise<boolean> {
  if (process.platform !== 'linux') {
    console.log(`Real servers: not on ${process.platform}; their tests are skipped.`);
    return true;
  }
  const result = await installTestServers();
  if (result.outcome === 'installed') return true;
  const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');
  const consequence = isCi ? 'In CI they are required.' : 'Their tests are skipped.';
  console.error(`Real servers: ${result.reason} ${consequence}`);
  return !isCi;
}

/** Runs `node --test` to its end and gives its exit code. */
async function runTests(options: readonly string[], patterns: readonly string[]): Promise<number> {
  const defaults = [
    '--test-reporter=spec',
    `--test-timeout=${testTimeoutMs}`,
    // Node leaves one processor free; most of these tests wait for something most of the time.
    `--test-concurrency=${availableParallelism()}`,
  ].filter((option) => !options.some((given) => given.split('=')[0] === option.split('=')[0]));
  const args = ['--test', ...defaults, ...options, ...patterns];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return await new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => {
      settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('-'));
const named = args.filter((arg) => !arg.startsWith('-'));
const watched = ['test/ftps', 'test/deploy', 'test/action'];
const paths = named.length === 0 && options.includes('--watch') ? watched : named;
const patterns = paths.length === 0 ? ['test/**/*.test.ts'] : paths.map(toPattern);

if (needsServers(paths) && !(await prepareServers())) {
  process.exitCode = 1;
} else {
  process.exitCode = await runTests(options, patterns);
}
