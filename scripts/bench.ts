/**
 * Measures the built action against other clients, on real servers, with and without a long way between them:
 *
 *     npm run bench                            the whole table, most of an hour; writes bench/RESULTS.md
 *     npm run bench -- W1 --rtt 40             one workload, here over 40 ms: a table a server
 *     npm run bench -- W1 --rtt 40 --server proftpd --only ours,basic-ftp --repeat 1
 *
 *     workloads              W1 W2 W3 W4 W4-1000 W4-100000 start
 *     --server <names>       vsftpd, proftpd, pyftpdlib; the first two unless said
 *     --tls <versions>       1.2, 1.3; 1.3 unless said
 *     --rtt <milliseconds>   round-trip times; 0,40 unless said
 *     --only <clients>       ours, ours-atomic, basic-ftp, ftp-deploy, lftp, curl, rclone
 *     --repeat <n>           runs of each client; 3 unless said
 *     --lanes <n>            how many runs that mostly wait go on side by side; 6 unless said
 *     --reuse optional       servers that take data connections without a resumed TLS session, too
 *     --limit <seconds>      when a run counts as failed; 300 unless said, more for very many files
 *
 * A report can also be made in pieces, which may be of any size but must be of one and the same build of the action:
 *
 *     npm run bench -- --keep                  keeps the runs, next to those that were kept before
 *     npm run bench -- W1 --rtt 40 --keep      the same of one workload
 *     npm run bench -- --report                measures nothing and reports all runs that were kept
 *     --results <file>                         writes the report to another file, also that of a single piece
 *
 * It needs root, for network namespaces, and a C compiler, for the WAN and the stopwatch. The other clients are installed
 * next to the project; nothing is installed on the system, and nothing stays behind.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseOptions, UsageError } from '../bench/options.ts';
import { DEBIAN_PEERS, PEERS_DIRECTORY } from '../bench/contenders/unpacked.ts';
import { installTestServers } from './install-test-servers.ts';
import { unpackPackages } from './unpack-packages.ts';

const bench = resolve(import.meta.dirname, '../bench');

/** The programs that are used, and the Debian packages that have them. */
const tools = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
  ip: 'iproute2',
  tc: 'iproute2',
  cc: 'gcc libc6-dev',
  npm: 'npm',
} as const;

/** What is missing on this machine, in sentences. */
function whatIsMissing(): string[] {
  if (process.platform !== 'linux') return ['The benchmark runs on Linux only.'];
  const paths = (process.env['PATH'] ?? '').split(delimiter);
  const missing = Object.entries(tools).filter(
    ([tool]) => !paths.some((path) => existsSync(join(path, tool))),
  );
  return [
    ...(process.getuid?.() === 0
      ? []
      : ['The benchmark makes network namespaces: run it as root.']),
    ...missing.map(([tool, packages]) => `There is no ${tool} here: apt-get install ${packages}`),
  ];
}

/** Installs servers and clients where they are not there yet; what is in the way, in sentences. */
async function install(): Promise<string[]> {
  const sets = DEBIAN_PEERS.map((name) => ({
    name,
    packages: [name],
    binaries: [`usr/bin/${name}`],
  }));
  const outcomes = [await installTestServers(), await unpackPackages(sets, PEERS_DIRECTORY)];
  const problems = outcomes.flatMap((each) =>
    each.outcome === 'unavailable' ? [each.reason] : [],
  );
  return isUpToDate() || spawnSync('npm', ['ci'], { cwd: bench, stdio: 'inherit' }).status === 0
    ? problems
    : [...problems, 'npm ci has failed in bench.'];
}

/** Whether the packages in `bench/` are those of its lock file. */
function isUpToDate(): boolean {
  const changed = (file: string): number =>
    statSync(join(bench, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return changed('node_modules/.package-lock.json') >= changed('package-lock.json');
}

/**
 * Runs the measurements in a mount namespace and a session of their own, and gives their exit code. A terminal interrupts
 * only this process, which passes it on: servers and namespaces end when the measurements let go of them.
 */
async function measure(args: readonly string[]): Promise<number> {
  const command = ['--mount', '--', process.execPath, join(bench, 'main.ts'), ...args];
  const child = spawn('unshare', command, { stdio: 'inherit', detached: true });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => child.kill(name));
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => {
      settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** What is wrong with the command line, so that nobody waits for an installation to be told. */
function misuse(args: readonly string[]): string[] {
  try {
    parseOptions(args);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [error.message];
    throw error;
  }
}

const args = process.argv.slice(2);
const mistakes = [...misuse(args), ...whatIsMissing()];
const problems = mistakes.length > 0 ? mistakes : await install();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : await measure(args);
