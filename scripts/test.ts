/**
 * Runs the tests. Some of them use real FTP servers, which are installed first.
 *
 *     npm test                                       everything
 *     npm test -- test/ftps                          one folder
 *     npm test -- test/ftps/control/login.test.ts    one file
 *     npm test -- --test-name-pattern=CRLF           options of `node --test` (write them with `=`)
 *     npm run test:watch                             tests that need no server and no bundle, again after each change
 *     npm run test:watch -- test/ftps                one folder, again after each change
 *
 * The servers come from Debian packages. If they can't be installed, the tests that need one are skipped by name. In CI on
 * Linux nothing may be skipped, so a failed installation fails the run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { installTestServers } from './install-test-servers.ts';

const root = resolve(import.meta.dirname, '..');
const serverTests = ['servers', 'proxy', 'recipes'].map((folder) => join(root, 'test', folder));
const watchedFolders = ['test/ftps', 'test/deploy', 'test/action'];

/** Time limit for one test or one file, so that a test that hangs is reported by name. */
const testTimeoutMs = 600_000;

/** The pattern for a path: a folder stands for the tests in it, anything else is passed to `node --test`. */
function toPattern(path: string): string {
  const isFolder = statSync(resolve(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? `${path.replaceAll('\\', '/').replace(/\/+$/, '')}/**/*.test.ts` : path;
}

/** Whether a path may include tests with real servers. */
function needsServers(path: string): boolean {
  const start = resolve(root, path.replace(/[*?{[].*$/, ''));
  return serverTests.some((folder) => start.startsWith(folder) || folder.startsWith(start));
}

/** Installs the servers. Returns `false` if the run can't continue without them. */
async function prepareServers(signal: AbortSignal): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const problem = await installTestServers(signal);
  if (problem === undefined) return true;
  const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');
  const consequence = isCi ? 'CI requires them.' : 'Their tests are skipped.';
  console.error(`The test servers can't be installed: ${problem}. ${consequence}`);
  return !isCi;
}

/** Runs `node --test` and returns its exit code. */
async function runTests(
  options: readonly string[],
  patterns: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const defaults = [
    '--test-reporter=spec',
    `--test-timeout=${testTimeoutMs}`,
    // Most tests wait most of the time, so they can use every processor.
    `--test-concurrency=${availableParallelism()}`,
  ].filter((option) => !options.some((given) => given.split('=')[0] === option.split('=')[0]));
  // A process group of its own, which is killed as a whole. Otherwise Ctrl+C would end the test files one by one, and the
  // runner would report each of them as failed.
  const hasGroup = process.platform !== 'win32';
  const child = spawn(process.execPath, ['--test', ...defaults, ...options, ...patterns], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: hasGroup,
  });
  signal.addEventListener('abort', () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    if (hasGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill();
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'));
  const named = args.filter((arg) => !arg.startsWith('-'));
  const defaults = options.includes('--watch') ? watchedFolders : ['test'];
  const paths = named.length === 0 ? defaults : named;
  if (paths.some(needsServers) && !(await prepareServers(signal))) return 1;
  signal.throwIfAborted();
  return runTests(options, paths.map(toPattern), signal);
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interruption.abort(name);
  });
}
if (process.env['npm_lifecycle_event'] !== undefined) {
  // The shell between npm and this process ends on SIGTERM without passing it on.
  const shell = process.ppid;
  const check = () => {
    if (process.ppid !== shell) interruption.abort('SIGTERM');
  };
  setInterval(check, 200).unref();
}
try {
  process.exitCode = await main(process.argv.slice(2), interruption.signal);
} catch (error) {
  if (!interruption.signal.aborted) throw error;
}
if (interruption.signal.aborted) {
  // End by the signal itself, as shells and npm expect.
  const name = interruption.signal.reason as NodeJS.Signals;
  process.removeAllListeners(name);
  process.kill(process.pid, name);
}
