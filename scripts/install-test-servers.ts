/**
 * Unpacks the FTP servers that some tests use from Debian packages, into `.servers/`:
 *
 *     node scripts/install-test-servers.ts
 *
 * The packages conflict with each other, and a machine that runs tests should not start an FTP server at boot. So nothing
 * is installed on the system.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  isComplete,
  SERVER_NAMES,
  SERVER_PACKAGES,
  SERVERS_DIRECTORY,
  STAMP_FILE,
  systemIdentity,
  type Stamp,
} from '../test/support/real-servers/installed.ts';

/** Packages that are unpacked into one directory, with the libraries that they need. */
export interface PackageSet {
  /** The name of the directory. */
  readonly name: string;
  readonly packages: readonly string[];
}

/** Runs a program in a directory and returns its output. */
type Run = (directory: string, program: string, ...args: readonly string[]) => Promise<string>;

const stepTimeoutMs = 300_000;

// The other dependencies are only needed by installation scripts, which don't run here. The C library must be the system's.
const runtimePackage = /^(lib(?!c6$|c-|perl)|python3)/;

/** Unpacks the servers that are missing. Returns why that failed; `undefined` if all are unpacked. */
export function installTestServers(signal?: AbortSignal): Promise<string | undefined> {
  const sets = SERVER_NAMES.map((name) => ({ name, packages: SERVER_PACKAGES[name] }));
  return unpackPackages(sets, SERVERS_DIRECTORY, signal);
}

/**
 * Unpacks the sets that are missing. Several processes may do this at the same time: each in a directory of its own.
 *
 * @param parent - The directory that gets one directory per set.
 * @returns Why that failed; `undefined` if everything is unpacked.
 * @throws When `signal` is aborted.
 */
export async function unpackPackages(
  sets: readonly PackageSet[],
  parent: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const missing = sets.filter(({ name }) => !isComplete(join(parent, name)));
  if (missing.length === 0) return undefined;
  console.log(`Unpacking ${missing.map(({ name }) => name).join(', ')} into ${parent} ...`);
  const env = { ...process.env, LC_ALL: 'C' };
  const options = { env, signal, timeout: stepTimeoutMs, maxBuffer: 64 * 1024 * 1024 };
  const run: Run = async (cwd, program, ...args) =>
    (await promisify(execFile)(program, args, { ...options, cwd })).stdout;
  try {
    await mkdir(parent, { recursive: true });
    await unpackAll(missing, parent, run);
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    // apt-get marks its errors with `E:`.
    return /^E: (.*)$/m.exec(String((error as { stderr?: unknown }).stderr))?.[1] ?? String(error);
  }
}

async function unpackAll(sets: readonly PackageSet[], parent: string, run: Run): Promise<void> {
  const staging = await mkdtemp(join(parent, '.staging-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(staging, { recursive: true, force: true }));
  await mkdir(join(staging, 'lists/partial'), { recursive: true });
  // Private package lists: a new container has none, and these don't need root.
  const options = [
    `Dir::State=${staging}`,
    `Dir::Cache=${staging}`,
    'Dir::State::status=/var/lib/dpkg/status',
    'Acquire::Retries=2',
    'Acquire::http::Timeout=30',
    // Otherwise apt-get warns that its own user can't write here.
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  const apt = (directory: string, ...args: readonly string[]) =>
    run(directory, 'apt-get', ...options, ...args);
  await apt(staging, 'update');
  for (const { name, packages } of sets) {
    console.log(`  ${name}: ${packages.join(', ')}`);
    const [downloads, target] = [join(staging, `${name}-downloads`), join(staging, name)];
    await mkdir(downloads);
    await mkdir(target);
    const install = ['install', '--simulate', '--no-install-recommends', ...packages];
    const plan = await apt(staging, ...install);
    await apt(downloads, 'download', ...selectDownloads(plan, packages));
    const files = await readdir(downloads);
    for (const file of files) await run(downloads, 'dpkg', '-x', file, target);
    const stamp: Stamp = { system: systemIdentity(), packages: files };
    await writeFile(join(target, STAMP_FILE), `${JSON.stringify(stamp, null, 2)}\n`);
    const directory = join(parent, name);
    if (!isComplete(directory)) await rm(directory, { recursive: true, force: true });
    await rename(target, directory).catch((error: unknown) => {
      // Another process was faster.
      if (!isComplete(directory)) throw error;
    });
  }
}

/** What to download, as `name=version`, from what `apt-get install --simulate` prints. */
function selectDownloads(plan: string, packages: readonly string[]): string[] {
  // Lines are `Inst name (version origins [architecture])`, with `[old version]` before an upgrade.
  const lines = plan.matchAll(/^Inst (\S+)(?: \[[^\]]*\])? \((\S+) [^\n]*$/gm);
  const versions = new Map([...lines].map(([, name = '', version = '']) => [name, version]));
  const installed = packages.filter((name) => !versions.has(name));
  const planned = [...versions]
    .filter(([name]) => packages.includes(name) || runtimePackage.test(name))
    .map(([name, version]) => `${name}=${version}`);
  return [...planned, ...installed];
}

if (import.meta.main) {
  const problem = await installTestServers();
  console.log(problem ?? 'The test servers are unpacked.');
  if (problem !== undefined) process.exitCode = 1;
}
