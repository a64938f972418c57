/**
 * Unpacks the FTP servers that some tests talk to, from Debian packages, below `.servers/`:
 *
 *     node scripts/install-test-servers.ts
 *
 * Nothing is installed on the system: the servers conflict with each other as packages, and a
 * machine that runs tests should not end up with an FTP server that starts at boot.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  isUnpacked,
  pythonFor,
  searchPaths,
  SERVER_NAMES,
  SERVER_PACKAGES,
  SERVERS_DIRECTORY,
  STAMP_FILE,
  systemIdentity,
  unpackedDirectory,
  type Stamp,
} from '../test/support/real-servers/installed.ts';
import type { ServerName } from '../test/support/real-servers/types.ts';

/** What came of an installation; a reason is one or more sentences. */
export type InstallOutcome =
  | { readonly outcome: 'installed'; readonly unpacked: readonly ServerName[] }
  | { readonly outcome: 'unavailable'; readonly reason: string };

const STEP_LIMIT_MS = 300_000;
const STAGING_PREFIX = '.staging-';

// Libraries and Python packages are what a server runs with. The other dependencies serve the
// packages' installation scripts, which nobody runs here; the C library must stay the system's.
const RUNTIME_PACKAGE = /^(lib(?!c6$|c-|perl)|python3)/;

// Programs and modules whose libraries must all be found.
const BINARIES: Readonly<Record<ServerName, readonly string[]>> = {
  vsftpd: ['usr/sbin/vsftpd'],
  proftpd: ['usr/sbin/proftpd', 'usr/lib/proftpd/mod_tls.so', 'usr/lib/proftpd/mod_digest.so'],
  'pure-ftpd': ['usr/sbin/pure-ftpd', 'usr/bin/pure-pw'],
  pyftpdlib: [],
};

/** Unpacks the servers that are not there yet; quick when all are. */
export async function installTestServers(): Promise<InstallOutcome> {
  const missing = SERVER_NAMES.filter((name) => !isUnpacked(name));
  if (missing.length === 0) return { outcome: 'installed', unpacked: [] };
  const tools = ['apt-get', 'dpkg'].every((tool) => existsSync(`/usr/bin/${tool}`));
  if (process.platform !== 'linux' || !tools) {
    return { outcome: 'unavailable', reason: 'They are packages of Debian and Ubuntu.' };
  }
  const staging = await createStaging();
  try {
    return await unpackAll(missing, staging);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * Tries with the system's package lists first, then with fresh private ones: a new container has
 * none, and old ones name versions that are gone.
 */
async function unpackAll(missing: readonly ServerName[], staging: string): Promise<InstallOutcome> {
  let failed = await unpackEach(missing, staging, commonOptions(staging));
  if (failed.length === 0) return { outcome: 'installed', unpacked: missing };
  const lists = await fetchPackageLists(staging);
  const names = failed.map(({ name }) => name);
  failed = await unpackEach(names, staging, lists.options);
  if (failed.length === 0) return { outcome: 'installed', unpacked: missing };
  const reasons = failed.map(({ name, reason }) => `${name} cannot be unpacked: ${reason}.`);
  if (lists.problem !== undefined) {
    reasons.unshift(`The package lists cannot be fetched: ${lists.problem}.`);
  }
  return { outcome: 'unavailable', reason: reasons.join(' ') };
}

interface Failure {
  readonly name: ServerName;
  readonly reason: string;
}

async function unpackEach(
  names: readonly ServerName[],
  staging: string,
  aptOptions: readonly string[],
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const name of names) {
    try {
      await unpack(name, staging, aptOptions);
    } catch (error) {
      failures.push({ name, reason: describe(error) });
    }
  }
  return failures;
}

/** Downloads and unpacks one server aside, and puts it in its place when it is complete. */
async function unpack(
  name: ServerName,
  staging: string,
  aptOptions: readonly string[],
): Promise<void> {
  const work = await mkdtemp(join(staging, `${name}-`));
  const downloads = join(work, 'downloads');
  const target = join(work, 'unpacked');
  await mkdir(downloads);
  await mkdir(target);
  const packages = await resolvePackages(SERVER_PACKAGES[name], aptOptions);
  await run('apt-get', [...aptOptions, 'download', ...packages], downloads);
  const files = await readdir(downloads);
  for (const file of files) await run('dpkg', ['-x', file, target], downloads);
  await verify(name, target);
  const stamp: Stamp = { system: systemIdentity(), packages: files };
  await writeFile(join(target, STAMP_FILE), `${JSON.stringify(stamp, null, 2)}\n`);
  await putInPlace(name, target);
}

/** Asks apt what an installation would add to this system; each as `name:architecture=version`. */
async function resolvePackages(
  wanted: readonly string[],
  aptOptions: readonly string[],
): Promise<string[]> {
  const simulate = ['--simulate', '--no-install-recommends', 'install'];
  const plan = await run('apt-get', [...aptOptions, ...simulate, ...wanted]);
  // Lines are `Inst name (version origins [architecture])`, with `[old version]` before an upgrade.
  const line = /^Inst (\S+)(?: \[[^\]]*\])? \((\S+) [^\n]*$/gm;
  const planned = [...plan.matchAll(line)].map(([, name = '', version = '']) => ({
    name,
    version,
  }));
  const needed = planned
    .filter(({ name }) => wanted.includes(name) || RUNTIME_PACKAGE.test(name))
    .map(({ name, version }) => `${name}=${version}`);
  // What the system has already is not planned, but is wanted all the same.
  const present = wanted.filter((name) => !planned.some((entry) => entry.name === name));
  return [...needed, ...present];
}

/** What every call of apt gets: a private index, so that only the first one has to build it. */
function commonOptions(cache: string): string[] {
  return optionFlags([
    `Dir::Cache::pkgcache=${cache}/packages.bin`,
    `Dir::Cache::srcpkgcache=${cache}/sources.bin`,
    // Else apt warns that its own user cannot write here.
    'APT::Sandbox::User=root',
  ]);
}

function optionFlags(options: readonly string[]): string[] {
  return options.flatMap((option) => ['-o', option]);
}

/** Fetches package lists into private directories, which also works without root. */
async function fetchPackageLists(
  staging: string,
): Promise<{ options: string[]; problem: string | undefined }> {
  const state = join(staging, 'apt');
  const options = [
    ...commonOptions(join(state, 'cache')),
    ...optionFlags([
      `Dir::State=${state}`,
      `Dir::Cache=${state}/cache`,
      'Dir::State::status=/var/lib/dpkg/status',
      'Acquire::Retries=2',
      'Acquire::http::Timeout=30',
    ]),
  ];
  await mkdir(join(state, 'lists/partial'), { recursive: true });
  await mkdir(join(state, 'cache/archives/partial'), { recursive: true });
  // One of many sources may fail: whether the other lists are enough shows when they are used.
  const update = run('apt-get', [...options, '-o', 'APT::Update::Error-Mode=any', 'update']);
  const problem = await update.then(() => undefined, describe);
  return { options, problem };
}

/** Makes sure that nothing is missing that the server needs. */
async function verify(name: ServerName, directory: string): Promise<void> {
  const environment = searchPaths(directory);
  for (const binary of BINARIES[name]) {
    const report = await run('ldd', [join(directory, binary)], directory, environment);
    const missing = [...report.matchAll(/^\s*(\S+) => not found/gm)].map(([, library]) => library);
    if (missing.length > 0) throw new Error(`${binary} lacks ${missing.join(', ')}`);
  }
  if (name === 'pyftpdlib') {
    const program = 'import OpenSSL.SSL, pyftpdlib.handlers; pyftpdlib.handlers.TLS_FTPHandler';
    await run(pythonFor(directory), ['-W', 'ignore', '-c', program], directory, {
      ...environment,
      PYTHONDONTWRITEBYTECODE: '1',
    });
  }
}

async function putInPlace(name: ServerName, complete: string): Promise<void> {
  // Another run of this script may be quicker, and its result in use.
  if (isUnpacked(name)) return;
  const place = unpackedDirectory(name);
  await rm(place, { recursive: true, force: true });
  try {
    await rename(complete, place);
  } catch (error) {
    if (!isUnpacked(name)) throw error;
  }
}

/** Makes a directory for this run and removes those of interrupted ones. */
async function createStaging(): Promise<string> {
  await mkdir(SERVERS_DIRECTORY, { recursive: true });
  for (const entry of await readdir(SERVERS_DIRECTORY)) {
    if (!entry.startsWith(STAGING_PREFIX)) continue;
    const owner = Number.parseInt(entry.slice(STAGING_PREFIX.length), 10);
    if (existsSync(`/proc/${owner}`)) continue;
    await rm(join(SERVERS_DIRECTORY, entry), { recursive: true, force: true });
  }
  return mkdtemp(join(SERVERS_DIRECTORY, `${STAGING_PREFIX}${process.pid}-`));
}

async function run(
  program: string,
  args: readonly string[],
  directory: string = SERVERS_DIRECTORY,
  environment: Record<string, string> = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    cwd: directory,
    env: { ...process.env, LC_ALL: 'C', ...environment },
    timeout: STEP_LIMIT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** Says in one line why a program failed: apt marks its errors, others name theirs last. */
function describe(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const lines = (output.trim() || String(error)).split('\n');
  const line = lines.find((candidate) => candidate.startsWith('E: ')) ?? lines.at(-1) ?? '';
  return line.replace(/^E: |\.$/g, '');
}

if (import.meta.main) {
  const started = performance.now();
  const result = await installTestServers();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (result.outcome === 'unavailable') {
    console.error(`Test servers are unavailable. ${result.reason}`);
    process.exitCode = 1;
  } else if (result.unpacked.length === 0) {
    console.log('Test servers are installed already.');
  } else {
    console.log(`Unpacked ${result.unpacked.join(', ')} in ${seconds} s.`);
  }
}
