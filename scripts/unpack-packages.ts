/**
 * Unpacks Debian packages next to the project, each set of them in a directory of its own, without installing anything on
 * the system.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  isComplete,
  searchPaths,
  STAMP_FILE,
  systemIdentity,
  type Stamp,
} from '../test/support/real-servers/installed.ts';

/** Packages that are unpacked into one directory. */
export interface PackageSet {
  /** Also the name of its directory. */
  readonly name: string;
  /** What depends on what is found out by apt. */
  readonly packages: readonly string[];
  /** Programs and modules, relative to the directory, whose libraries must all be found. */
  readonly binaries: readonly string[];
  /** Makes sure of whatever else must be there. */
  readonly verify?: (directory: string) => Promise<void>;
}

/** What came of it; a reason is one or more sentences. */
export type UnpackOutcome =
  | { readonly outcome: 'installed'; readonly unpacked: readonly string[] }
  | { readonly outcome: 'unavailable'; readonly reason: string };

const STEP_LIMIT_MS = 300_000;
const STAGING_PREFIX = '.staging-';

// Libraries and Python packages are what a program runs with. The other dependencies serve the
// packages' installation scripts, which nobody runs here; the C library must stay the system's.
const RUNTIME_PACKAGE = /^(lib(?!c6$|c-|perl)|python3)/;

/**
 * Unpacks the sets that are not there yet; quick when all are.
 *
 * @param parent - Where their directories lie.
 */
export async function unpackPackages(
  sets: readonly PackageSet[],
  parent: string,
): Promise<UnpackOutcome> {
  const missing = sets.filter(({ name }) => !isComplete(join(parent, name)));
  if (missing.length === 0) return { outcome: 'installed', unpacked: [] };
  const tools = ['apt-get', 'dpkg'].every((tool) => existsSync(`/usr/bin/${tool}`));
  if (process.platform !== 'linux' || !tools) {
    return { outcome: 'unavailable', reason: 'They are packages of Debian and Ubuntu.' };
  }
  const staging = await createStaging(parent);
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
async function unpackAll(missing: readonly PackageSet[], staging: string): Promise<UnpackOutcome> {
  const unpacked = missing.map(({ name }) => name);
  let failed = await unpackEach(missing, staging, commonOptions(staging));
  if (failed.length === 0) return { outcome: 'installed', unpacked };
  const lists = await fetchPackageLists(staging);
  const again = failed.map(({ set }) => set);
  failed = await unpackEach(again, staging, lists.options);
  if (failed.length === 0) return { outcome: 'installed', unpacked };
  const reasons = failed.map(({ set, reason }) => `${set.name} cannot be unpacked: ${reason}.`);
  if (lists.problem !== undefined) {
    reasons.unshift(`The package lists cannot be fetched: ${lists.problem}.`);
  }
  return { outcome: 'unavailable', reason: reasons.join(' ') };
}

interface Failure {
  readonly set: PackageSet;
  readonly reason: string;
}

async function unpackEach(
  sets: readonly PackageSet[],
  staging: string,
  aptOptions: readonly string[],
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const set of sets) {
    try {
      await unpack(set, staging, aptOptions);
    } catch (error) {
      failures.push({ set, reason: describe(error) });
    }
  }
  return failures;
}

/** Downloads and unpacks one set aside, and puts it in its place when it is complete. */
async function unpack(
  set: PackageSet,
  staging: string,
  aptOptions: readonly string[],
): Promise<void> {
  const work = await mkdtemp(join(staging, `${set.name}-`));
  const downloads = join(work, 'downloads');
  const target = join(work, 'unpacked');
  await mkdir(downloads);
  await mkdir(target);
  const packages = await resolvePackages(set.packages, aptOptions, work);
  await run('apt-get', [...aptOptions, 'download', ...packages], downloads);
  const files = await readdir(downloads);
  for (const file of files) await run('dpkg', ['-x', file, target], downloads);
  await verify(set, target);
  const stamp: Stamp = { system: systemIdentity(), packages: files };
  await writeFile(join(target, STAMP_FILE), `${JSON.stringify(stamp, null, 2)}\n`);
  await putInPlace(target, join(dirname(staging), set.name));
}

/** Asks apt what an installation would add to this system; each as `name:architecture=version`. */
async function resolvePackages(
  wanted: readonly string[],
  aptOptions: readonly string[],
  directory: string,
): Promise<string[]> {
  const simulate = ['--simulate', '--no-install-recommends', 'install'];
  const plan = await run('apt-get', [...aptOptions, ...simulate, ...wanted], directory);
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
  const update = run(
    'apt-get',
    [...options, '-o', 'APT::Update::Error-Mode=any', 'update'],
    staging,
  );
  const problem = await update.then(() => undefined, describe);
  return { options, problem };
}

/** Makes sure that nothing is missing that the programs need. */
async function verify(
  { binaries, verify: verifyMore }: PackageSet,
  directory: string,
): Promise<void> {
  const environment = searchPaths(directory);
  for (const binary of binaries) {
    const report = await run('ldd', [join(directory, binary)], directory, environment);
    const missing = [...report.matchAll(/^\s*(\S+) => not found/gm)].map(([, library]) => library);
    if (missing.length > 0) throw new Error(`${binary} lacks ${missing.join(', ')}`);
  }
  await verifyMore?.(directory);
}

async function putInPlace(complete: string, place: string): Promise<void> {
  // Another run of this script may be quicker, and its result in use.
  if (isComplete(place)) return;
  await rm(place, { recursive: true, force: true });
  try {
    await rename(complete, place);
  } catch (error) {
    if (!isComplete(place)) throw error;
  }
}

/** Makes a directory for this run and removes those of interrupted ones. */
async function createStaging(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(STAGING_PREFIX)) continue;
    const owner = Number.parseInt(entry.slice(STAGING_PREFIX.length), 10);
    if (existsSync(`/proc/${owner}`)) continue;
    await rm(join(parent, entry), { recursive: true, force: true });
  }
  return mkdtemp(join(parent, `${STAGING_PREFIX}${process.pid}-`));
}

async function run(
  program: string,
  args: readonly string[],
  directory: string,
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
