/**
 * Builds `dist/`, the bundle that a runner executes: rolldown takes what is used of `src/` and its packages into
 * `lib/main.js`, and ncc makes the bundle of that.
 *
 *     node scripts/build.ts            builds and replaces dist/
 *     node scripts/build.ts --check    builds, changes nothing, and fails when dist/ is not what a build gives
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { exit } from 'node:process';
import { parseArgs } from 'node:util';

import type { RolldownOutput } from 'rolldown';
import { rolldown } from 'rolldown';

import { licenses } from './licenses.ts';

const root = resolve(import.meta.dirname, '..');
const lib = join(root, 'lib');
const dist = join(root, 'dist');
// Its JavaScript, not the shim in `.bin`: it starts the same way on every system.
const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');

/** A build that failed for a reason the developer can act on; its message is all there is to say. */
class BuildError extends Error {}

/** Contents of files by their path below a folder, `/`-separated. */
type Files = ReadonlyMap<string, string>;

/** Runs ncc with this Node and shows its output only when it fails. */
function runNcc(args: readonly string[]): void {
  const result = spawnSync(process.execPath, [ncc, ...args], { cwd: root, encoding: 'utf8' });
  if (result.error !== undefined) throw result.error;
  if (result.status === 0) return;
  const end = result.signal ?? `exit code ${result.status ?? 'unknown'}`;
  throw new BuildError(`${result.stdout}${result.stderr}ncc failed (${end}).`);
}

/**
 * Takes together what the action uses of its dependencies, not minified, so that a change of it can be read.
 *
 * No package is taken for one that must be loaded for what loading it does. `@actions/core` imports an HTTP client and
 * the starting of processes: uploads need neither, ncc alone would keep them, and reading and running them takes as long
 * as all the rest.
 */
async function collect(): Promise<RolldownOutput['output'][0]> {
  await using build = await rolldown({
    cwd: root,
    input: 'src/main.ts',
    platform: 'node',
    transform: { target: 'node24' },
    treeshake: { moduleSideEffects: [{ test: /\/node_modules\//, sideEffects: false }] },
  });
  const { output } = await build.generate({ format: 'es', entryFileNames: 'main.js' });
  const [main, ...others] = output;
  if (others.length > 0) throw new BuildError('The bundle is more than one file.');
  refusePackages([...main.imports, ...main.dynamicImports]);
  return main;
}

/** Bundles into `folder`. */
async function bundle(folder: string): Promise<void> {
  const main = await collect();
  await rm(lib, { recursive: true, force: true });
  await mkdir(lib);
  await writeFile(join(lib, 'main.js'), main.code);
  runNcc(['build', join(lib, 'main.js'), '--out', folder, '--no-cache', '--quiet']);
  await writeFile(join(folder, 'licenses.txt'), await licenses(root, Object.keys(main.modules)));
}

/** Reads every file below `folder`; a folder that does not exist has none. */
async function readFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  const read = paths.sort().map(async (path): Promise<[string, string]> => {
    return [relative(folder, path).replaceAll('\\', '/'), await readFile(path, 'utf8')];
  });
  return new Map(await Promise.all(read));
}

/**
 * Finds the folders of this machine in a text, whichever way their separators are written.
 *
 * A short folder such as `/app` may be part of a harmless path, so only a whole path counts.
 */
function findMachinePaths(text: string, folders: readonly string[]): string[] {
  const unified = text.replaceAll(/\\+/g, '/');
  return folders.filter((folder) => {
    const path = folder.replaceAll('\\', '/').replaceAll(/[.*+?^${}()|[\]]/g, '\\$&');
    return new RegExp(`(?:file://+|(?<![\\w./-]))${path}/`, 'i').test(unified);
  });
}

/** @throws {@link BuildError} when a built file names a folder of the machine that built it. */
function refuseMachinePaths(files: Files, folders: readonly string[]): void {
  const findings = [...files].flatMap(([path, content]) =>
    findMachinePaths(content, folders).map((found) => `  ${path} names ${found}`),
  );
  if (findings.length === 0) return;
  throw new BuildError(`The bundle contains paths of this machine:\n${findings.join('\n')}`);
}

/** One line for each file in which `actual` is not what `expected` says. */
function compare(actual: Files, expected: Files): string[] {
  const paths = [...new Set([...actual.keys(), ...expected.keys()])].sort();
  return paths.flatMap((path) => {
    const [found, wanted] = [actual.get(path), expected.get(path)];
    if (found === undefined) return [`  missing    dist/${path}`];
    if (wanted === undefined) return [`  extra      dist/${path}`];
    return found === wanted ? [] : [`  different  dist/${path}`];
  });
}

/** @throws {@link BuildError} when `dist/` is not, byte for byte, what was built. */
async function checkDist(built: Files): Promise<void> {
  const differences = compare(await readFiles(dist), built);
  if (differences.length === 0) {
    console.log(`dist/ is up to date (${built.size} files).`);
    return;
  }
  const list = differences.join('\n');
  throw new BuildError(`dist/ is not what its sources give; run "npm run build":\n${list}`);
}

/** Puts a finished build in the place of `dist/`. */
async function replaceDist(built: Files): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  for (const [path, content] of built) {
    await mkdir(dirname(join(dist, path)), { recursive: true });
    await writeFile(join(dist, path), content);
    console.log(`dist/${path}  ${Buffer.byteLength(content)} bytes`);
  }
}

/** @throws {@link BuildError} when a runner would have to find a package that is not in the bundle. */
function refusePackages(imports: readonly string[]): void {
  const missing = imports.filter((name) => !isBuiltin(name));
  if (missing.length === 0) return;
  throw new BuildError(`The bundle needs packages that are not in it: ${missing.join(', ')}`);
}

/** Builds into a temporary folder first, so that a build that fails leaves `dist/` alone. */
async function build(check: boolean): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'build-'));
  try {
    await bundle(temporary);
    const built = await readFiles(temporary);
    refuseMachinePaths(built, [root, homedir(), temporary]);
    await (check ? checkDist(built) : replaceDist(built));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

try {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  await build(values.check);
} catch (error) {
  console.error(error instanceof BuildError ? error.message : error);
  exit(1);
}
