import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { PlanError } from '../../../src/deploy/index.ts';
import { decodeState } from '../../../src/deploy/sync/state.ts';
import type { Workspace } from '../../support/workspace.ts';
import { tree as readTree } from '../../support/workspace.ts';
import type { Crash } from './crash-case.ts';
import { isOvertaken } from './crash-case.ts';
import type { CrashSites, Remote, Run } from './crash-site.ts';
import type { TreeName } from './trees.ts';
import { earlierFiles, foreignFiles, remoteDirectory, treesOf } from './trees.ts';
import { variantOf } from './variants.ts';

const stateName = `${remoteDirectory}/.htopen-ftps`;

/** What must hold after every run: nothing foreign is gone, and nothing foreign was to be deleted. */
async function always(remote: Remote, crash: Crash): Promise<string[]> {
  const disk = await readTree(remote.root.path);
  const fold = foldOf(crash);
  const lost = Object.entries(foreignFiles)
    .filter(([file, content]) => disk.get(file) !== sha256(content))
    .map(([file]) => `${file} is foreign, and was changed`);
  const stored = new Set(
    remote.runs.flatMap((run) => argumentsOf(run, 'STOR', 'APPE', 'RNTO')).map(fold),
  );
  const foreign = new Set(Object.keys(foreignFiles).map(fold));
  const deleted = remote.runs.flatMap((run) => deletionsOf(run)).map(fold);
  const removed = remote.runs.flatMap((run) => argumentsOf(run, 'RMD')).map(fold);
  return [
    ...lost,
    ...deleted
      .filter((file) => foreign.has(file) || !(stored.has(file) || isOwnName(file)))
      .map((file) => `DELE ${file}, which was never ours`),
    ...removed
      .filter((directory) => !isOwnDirectory(directory))
      .map((directory) => `RMD ${directory}, which isn't ours`),
  ];
}

/** A name that a run announces in its journal before it is used. */
function isOwnName(file: string): boolean {
  return (
    /\.htopen-ftps(?:\.|$)/.test(file) || /\.up-[a-z0-9]+(?:-[a-z0-9]+|\.probe\/file)$/.test(file)
  );
}

const directoriesOf = (files: readonly string[]) =>
  new Set(files.flatMap((file) => file.split('/').map((_, i, all) => all.slice(0, i).join('/'))));
const foreignDirectories = directoriesOf(Object.keys(earlierFiles));
const ownDirectories = directoriesOf(
  Object.values(treesOf({ changesCase: false, swaps: true, areMany: true }))
    .flatMap((files) => Object.keys(files))
    .map((file) => `${remoteDirectory}/${file}`),
).difference(foreignDirectories);

/** A directory that only deployments create, or the one that a run uses to learn about the server. */
function isOwnDirectory(directory: string): boolean {
  return ownDirectories.has(directory) || /\/\.up-[a-z0-9]+\.probe$/.test(directory);
}

/** After the interrupted run, or after two runs at the same time. */
export async function afterInterruption(
  sites: CrashSites,
  remote: Remote,
  { crash, runs }: { readonly crash: Crash; readonly runs: readonly Run[] },
): Promise<string[]> {
  const violations = await always(remote, crash);
  const green = runs.filter(({ result }) => result.error === undefined);
  if (isOvertaken(crash.kind)) {
    if (green.length < 2) return violations;
    const matches = await Promise.all(
      (['after', 'third'] as const).map(async (tree) => {
        const missing = await missingOf(sites, remote, { crash, tree });
        return missing.length === 0;
      }),
    );
    if (!matches.includes(true)) violations.push('two runs are green, and neither tree is there');
    return violations;
  }
  const [run] = runs;
  if (run === undefined) return violations;
  violations.push(...(await lies(sites, remote, { crash, run })));
  if (green.length > 0) {
    violations.push(...(await afterFollowUp(sites, remote, { crash, tree: 'after', run })));
  } else if (run.result.sync?.isWritten === true) {
    violations.push('a run that failed says that it has written a state');
  }
  return violations;
}

/** What the result says although it isn't so. */
async function lies(
  sites: CrashSites,
  remote: Remote,
  { crash, run }: { readonly crash: Crash; readonly run: Run },
): Promise<string[]> {
  const disk = await readTree(remote.root.path);
  const fold = foldOf(crash);
  const onDisk = new Map([...disk].map(([file, hash]) => [fold(file), hash]));
  const local = await readTree((await sites.local('after', crash.variant)).path);
  const { files, sync, remainingTemporaryFiles, movedAside } = run.result;
  const wrong = files
    .filter(({ status }) => status === 'uploaded' || status === 'unchanged')
    .filter(({ remotePath }) => {
      const relative = remotePath.slice(remoteDirectory.length + 1);
      return onDisk.get(fold(remotePath)) !== local.get(relative);
    })
    .map(({ remotePath, status }) => `${remotePath} is ${status} by the result, and isn't there`);
  const undeleted = (sync?.otherFiles ?? [])
    .filter(({ status, remotePath }) => status === 'deleted' && onDisk.has(fold(remotePath)))
    .map(({ remotePath }) => `${remotePath} is deleted by the result, and still there`);
  const named = new Set([...remainingTemporaryFiles, ...movedAside.keys()]);
  const unnamed = [...disk.keys()]
    .filter((file) => /\/\.up-[a-z0-9]+-[a-z0-9]+$/.test(file) && !(file in foreignFiles))
    .filter((file) => !named.has(file))
    .map((file) => `${file} is temporary and left over, and the result doesn't name it`);
  return [...wrong, ...undeleted, ...unnamed];
}

/** After a green run: the plan is there, with what is foreign, and nothing else; the state says so. */
export async function afterFollowUp(
  sites: CrashSites,
  remote: Remote,
  found: { readonly crash: Crash; readonly tree: TreeName; readonly run: Run },
): Promise<string[]> {
  const { crash, run } = found;
  const violations = await always(remote, crash);
  const { error } = run.result;
  if (error !== undefined) {
    if (isExpected(error, crash) || isPartInTheWay(error, crash)) return violations;
    return [...violations, `the run fails: ${error.stack ?? error.message}`];
  }
  const { extra, missing } = await compareDisk(sites, remote, found);
  const isLeftOver = leftOverTest(remote, found);
  violations.push(...missing);
  violations.push(...extra.filter(isLeftOver).map((file) => `${file} is left over`));
  if (!isTolerant(crash)) {
    const empty = await emptyDirectories(remote.root);
    violations.push(...empty.map((directory) => `${directory} is empty and left over`));
  }
  violations.push(...(await stateProblems(sites, remote, found)));
  return violations;
}

/**
 * Nothing is deleted after a journal without a header, not even to make room: the run fails before any change, and a person
 * has to do it.
 */
function isExpected(error: Error, { kind, position }: Crash): boolean {
  const hasNoHeader = position === 1 && /-(?:begin|head|middle)$/.test(kind);
  return error instanceof PlanError && (hasNoHeader || isOvertaken(kind));
}

/**
 * Without MDTM, an incomplete file that an interrupted `direct` upload has left could be someone else's. So it stays, even
 * if a directory or another file must go there: the run fails before any change, and a person has to delete it.
 */
function isPartInTheWay(error: Error, { publish, variant, kind }: Crash): boolean {
  const leavesPart = variant === 'no-mdtm' && publish === 'direct' && /^kill-|^full$/.test(kind);
  return leavesPart && error instanceof PlanError && partsInTheWay.has(error.message);
}

const partsInTheWay: ReadonlySet<string> = new Set([
  'The file y is in the place of a directory of y/z.txt.',
  'A directory is in the place of the file x.',
]);

function isTolerant({ variant, kind }: Crash): boolean {
  const { mayKeep, mayKeepDirectories = false } = variantOf(variant);
  return mayKeep !== undefined || mayKeepDirectories || isOvertaken(kind);
}

/** Tests whether a file that isn't planned should have been deleted. */
function leftOverTest(
  remote: Remote,
  { crash, run }: { readonly crash: Crash; readonly run: Run },
) {
  const { mayKeep = isOvertaken(crash.kind) ? 'named' : undefined } = variantOf(crash.variant);
  const fold = foldOf(crash);
  const named = new Set(
    remote.runs.flatMap(({ result }) =>
      (result.sync?.otherFiles ?? []).map(({ remotePath }) => fold(remotePath)),
    ),
  );
  return (file: string) => {
    // It belongs to an older state, so it means nothing; the next run that changes something deletes it.
    // Without SIZE, a run can't learn whether a deletion without a reply was performed.
    const isUnknown = variantOf(crash.variant).savesUploads === false;
    if (file === `${stateName}.journal`) return run.result.sync?.isChanged !== false && !isUnknown;
    // Without APPE, a run that is killed while it stores its first journal leaves a part. Likewise.
    const isPartOfJournal = /\.journal\.[0-9a-f]{12}$/.test(file);
    if (isPartOfJournal && crash.variant === 'no-append')
      return run.result.sync?.isChanged !== false;
    if (mayKeep === undefined) return true;
    return mayKeep === 'named' && !named.has(file);
  };
}

async function missingOf(
  sites: CrashSites,
  remote: Remote,
  found: { readonly crash: Crash; readonly tree: TreeName },
): Promise<string[]> {
  return (await compareDisk(sites, remote, found)).missing;
}

async function compareDisk(
  sites: CrashSites,
  remote: Remote,
  { crash, tree }: { readonly crash: Crash; readonly tree: TreeName },
) {
  const fold = foldOf(crash);
  const local = await readTree((await sites.local(tree, crash.variant)).path);
  const disk = new Map(
    [...(await readTree(remote.root.path))].map(([file, hash]) => [fold(file), hash]),
  );
  const missing: string[] = [];
  for (const [file, hash] of local) {
    const name = fold(`${remoteDirectory}/${file}`);
    const actual = disk.get(name);
    if (actual !== hash) missing.push(`${name} is ${actual === undefined ? 'missing' : 'wrong'}`);
    disk.delete(name);
  }
  for (const file of Object.keys(foreignFiles)) disk.delete(fold(file));
  if (!disk.delete(stateName)) missing.push('the state is missing');
  return { missing, extra: [...disk.keys()] };
}

/** Whether the state lists the plan with the right hashes, and its generation is the one of the result. */
async function stateProblems(
  sites: CrashSites,
  remote: Remote,
  { crash, tree, run }: { readonly crash: Crash; readonly tree: TreeName; readonly run: Run },
): Promise<string[]> {
  const decoded = decodeState(await remote.root.read(stateName).catch(() => Buffer.alloc(0)));
  if (decoded.kind !== 'usable') return ['the state is unusable'];
  const { files, generation } = decoded.state;
  const local = await readTree((await sites.local(tree, crash.variant)).path);
  const wrong = [...local]
    .filter(([file, hash]) => files.get(file)?.sha256 !== hash)
    .map(([file]) => `${file} is wrong in the state`);
  if (generation === run.result.sync?.generation) return wrong;
  return [
    ...wrong,
    `the generation is ${generation}, and ${run.result.sync?.generation} by the result`,
  ];
}

/** Directories below the remote directory without any file. */
async function emptyDirectories({ path: root }: Workspace): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const full = (entry: (typeof entries)[number]) => path.join(entry.parentPath, entry.name);
  const files = entries.filter((entry) => entry.isFile()).map(full);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(full)
    .filter((directory) => !files.some((file) => file.startsWith(`${directory}${path.sep}`)))
    .map((directory) => path.relative(root, directory));
}

/** Paths of DELE that a run has sent. */
export function deletionsOf(run: Run): string[] {
  return argumentsOf(run, 'DELE');
}

function argumentsOf({ served }: Run, ...verbs: readonly string[]): string[] {
  return served.flatMap((line) => {
    const [, verb = '', argument = ''] = /^C: (\S+) (.+)$/.exec(line) ?? [];
    return verbs.includes(verb)
      ? [argument.replaceAll('\\', '/').replace(/^(?:\.\/)+|^\//, '')]
      : [];
  });
}

function foldOf({ variant }: Crash): (file: string) => string {
  const ignoresCase = variantOf(variant).ignoresCase === true;
  return (file) => (ignoresCase ? file.toLowerCase() : file);
}

function sha256(content: string | Uint8Array | number): string {
  return createHash('sha256')
    .update(content as string)
    .digest('hex');
}
