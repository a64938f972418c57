/** Unpacks Debian packages into directories of the project, so that nothing is installed on the system. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  isComplete,
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

const stepTimeoutMs = 300_000;

// The other dependencies are only needed by installation scripts, which don't run here. The C library must be the system's.
const runtimePackage = /^(lib(?!c6$|c-|perl)|python3)/;

/**
 * Unpacks the sets that are missing. Several processes may do this at the same time.
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
  const missing = () => sets.filter(({ name }) => !isComplete(join(parent, name)));
  if (missing().length === 0) return undefined;
  console.log(
    `Unpacking ${missing()
      .map(({ name }) => name)
      .join(', ')} into ${parent} ...`,
  );
  try {
    await mkdir(parent, { recursive: true });
    await using _lock = await lock(join(parent, '.lock'), signal);
    const staging = join(parent, '.staging');
    // An interrupted run may have left it behind.
    await rm(staging, { recursive: true, force: true });
    const apt = missing().length === 0 ? [] : await fetchPackageLists(staging, signal);
    for (const set of missing()) {
      console.log(`  ${set.name}: ${set.packages.join(', ')}`);
      await unpack(set, parent, { staging, apt, signal });
    }
    await rm(staging, { recursive: true, force: true });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return describe(error);
  }
}

/** Waits until no other process holds the lock. The lock ends with this process. */
async function lock(file: string, signal?: AbortSignal): Promise<AsyncDisposable> {
  const child = spawn('flock', [file, 'sh', '-c', 'echo locked; exec cat'], { signal });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
  const closed = once(child, 'close').catch(() => undefined);
  await Promise.race([once(child.stdout, 'data'), failed]);
  failed.catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await closed;
    },
  };
}

interface Context {
  readonly staging: string;
  /** Options for each call of apt-get. */
  readonly apt: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** Fetches package lists into private directories: a new container has none, and this works without root. */
async function fetchPackageLists(staging: string, signal?: AbortSignal): Promise<string[]> {
  await mkdir(join(staging, 'lists/partial'), { recursive: true });
  const options = [
    `Dir::State=${staging}`,
    `Dir::Cache=${staging}`,
    'Dir::State::status=/var/lib/dpkg/status',
    'Acquire::Retries=2',
    'Acquire::http::Timeout=30',
    // Otherwise apt-get warns that its own user can't write here.
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update'], staging, signal);
  return options;
}

/** Unpacks one set next to its final place and moves it there when it is complete. */
async function unpack(
  { name, packages }: PackageSet,
  parent: string,
  { staging, apt, signal }: Context,
): Promise<void> {
  const downloads = join(staging, `${name}-downloads`);
  const target = join(staging, name);
  await mkdir(downloads);
  await mkdir(target);
  const simulation = [...apt, '--simulate', '--no-install-recommends', 'install', ...packages];
  const plan = await run('apt-get', simulation, staging, signal);
  await run('apt-get', [...apt, 'download', ...needed(plan, packages)], downloads, signal);
  const files = await readdir(downloads);
  for (const file of files) await run('dpkg', ['-x', file, target], downloads, signal);
  const stamp: Stamp = { system: systemIdentity(), packages: files };
  await writeFile(join(target, STAMP_FILE), `${JSON.stringify(stamp, null, 2)}\n`);
  await rm(join(parent, name), { recursive: true, force: true });
  await rename(target, join(parent, name));
}

/** What to download, as `name=version`, from what `apt-get --simulate install` prints. */
function needed(plan: string, packages: readonly string[]): string[] {
  // Lines are `Inst name (version origins [architecture])`, with `[old version]` before an upgrade.
  const lines = plan.matchAll(/^Inst (\S+)(?: \[[^\]]*\])? \((\S+) [^\n]*$/gm);
  const versions = new Map([...lines].map(([, name = '', version = '']) => [name, version]));
  const installed = packages.filter((name) => !versions.has(name));
  const planned = [...versions].filter(
    ([name]) => packages.includes(name) || runtimePackage.test(name),
  );
  return [...planned.map(([name, version]) => `${name}=${version}`), ...installed];
}

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  signal?: AbortSignal,
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    ...{ cwd, signal, timeout: stepTimeoutMs, maxBuffer: 64 * 1024 * 1024 },
    env: { ...process.env, LC_ALL: 'C' },
  });
  return stdout;
}

/** Why a program failed, in one line: apt-get marks its errors with `E:`. */
function describe(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  return /^E: (.*)$/m.exec(output)?.[1] ?? (error instanceof Error ? error.message : String(error));
}
