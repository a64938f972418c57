import { readFile, truncate } from 'node:fs/promises';
import path from 'node:path';

import { Scheduler } from '../../deploy/sync/scheduler.ts';
import type { Crash, CrashCases, FollowUp } from './crash-case.ts';
import { idOf, isKilled, isOvertaken } from './crash-case.ts';
import { CrashScript } from './crash-script.ts';
import type { CrashSites, Remote, Run } from './crash-site.ts';
import { copyOf } from './crash-site.ts';
import { afterFollowUp, afterInterruption, deletionsOf } from './crash-invariants.ts';
import { remoteDirectory } from './trees.ts';
import type { TreeName } from './trees.ts';
import { variantOf } from './variants.ts';

/** The result of one case. */
export interface CrashResult {
  readonly id: string;
  readonly crash: Crash;
  readonly next: FollowUp;
  /** Whether the run got as far as the fault. */
  readonly isHit: boolean;
  readonly violations: readonly string[];
  /** The dialogues of all runs but the first. */
  readonly dialogue: readonly string[];
}

const treeOf: Readonly<Record<FollowUp, TreeName>> = {
  same: 'after',
  reverted: 'before',
  third: 'third',
};

const statePath = `${remoteDirectory}/.htopen-ftps`;
const maxFollowUps = 4;

/** Interrupts a deployment, and then deploys each of the trees. */
export async function runCrash(
  sites: CrashSites,
  { crash, next }: CrashCases,
): Promise<CrashResult[]> {
  await using remote = await sites.deployed(crash.publish, crash.variant);
  const { isHit, violations } = await interrupt(sites, remote, crash);
  const results: CrashResult[] = [];
  for (const followUp of next) {
    await using copy = await copyOf(remote);
    const found = await follow(sites, copy, { crash, followUp }).catch((error: unknown) => [
      `the case ends: ${String((error as Error).stack)}`,
    ]);
    const all = [...violations, ...found];
    const dialogue = dialogueOf(copy.runs.slice(1));
    const id = idOf(crash, followUp);
    results.push({ id, crash, next: followUp, isHit, violations: all, dialogue });
  }
  return results;
}

async function interrupt(sites: CrashSites, remote: Remote, crash: Crash) {
  const variant = variantOf(crash.variant);
  const script = new CrashScript(crash);
  const server = script.options(variant.server?.(remote.root.path) ?? {});
  if (isOvertaken(crash.kind)) {
    const runs = await overtake(sites, remote, crash);
    return { isHit: true, violations: await afterInterruption(sites, remote, { crash, runs }) };
  }
  // Some servers refuse commands for a moment.
  const retries = isKilled(crash.kind) ? 1 : 3;
  const run = await sites.deploy(remote, crash, { tree: 'after', server, retries });
  const violations = await afterInterruption(sites, remote, { crash, runs: [run] });
  if (crash.variant === 'plain' && crash.kind !== 'full' && !isKilled(crash.kind)) {
    // One fault is repaired within the run.
    const { error } = run.result;
    if (error !== undefined) violations.push(`one fault fails the run: ${error.message}`);
  }
  return { isHit: script.hits > 0, violations };
}

/** Two runs at the same time. Each has a server of its own, with the same files. */
async function overtake(sites: CrashSites, remote: Remote, crash: Crash): Promise<Run[]> {
  const { position, kind } = crash;
  const always = Number.MAX_SAFE_INTEGER;
  const scheduler = new Scheduler([
    { id: 'first', commands: position - 1 },
    { id: 'second', commands: kind === 'overtaken' ? always : (position * 7) % 90 },
    { id: 'first', commands: always },
    { id: 'second', commands: always },
  ]);
  const variant = variantOf(crash.variant).server?.(remote.root.path) ?? {};
  const deploy = async (id: string, tree: TreeName) => {
    const beforeCommand = () => scheduler.turn(id);
    const sync = sites.settings();
    const options = { tree, sync, server: { ...variant, beforeCommand } };
    try {
      return await sites.deploy(remote, crash, options);
    } finally {
      scheduler.finish(id);
    }
  };
  return await Promise.all([deploy('first', 'after'), deploy('second', 'third')]);
}

async function follow(
  sites: CrashSites,
  remote: Remote,
  { crash, followUp }: { readonly crash: Crash; readonly followUp: FollowUp },
): Promise<string[]> {
  const tree = treeOf[followUp];
  const violations = [...(await between(sites, remote, { crash, tree }))];
  let run = await sites.deploy(remote, crash, { tree });
  for (let again = 1; again < maxFollowUps && mustRepeat(run); again += 1) {
    run = await sites.deploy(remote, crash, { tree });
  }
  violations.push(...(await afterFollowUp(sites, remote, { crash, tree, run })));
  if (variantOf(crash.variant).savesUploads === false) return violations;
  const idle = await sites.deploy(remote, crash, { tree });
  const changes = idle.served.filter((line) => /^C: (?:STOR|APPE|DELE|MKD|RMD|RNTO)\b/.test(line));
  violations.push(...changes.map((line) => `a run with nothing to do sends ${line}`));
  return violations;
}

/** Whether the next run deletes what this one didn't. */
function mustRepeat({ result }: Run): boolean {
  const reason = result.sync?.noDeletions;
  return result.error === undefined && reason !== undefined;
}

/** What happens between the interrupted run and the next one. */
async function between(
  sites: CrashSites,
  remote: Remote,
  { crash, tree }: { readonly crash: Crash; readonly tree: TreeName },
): Promise<readonly string[]> {
  const { between: step } = variantOf(crash.variant);
  switch (step) {
    case 'sync-off':
      await sites.deploy(remote, crash, { tree: 'off', sync: undefined });
      return [];
    case 'excluded':
      return await exclude(sites, remote, { crash, tree });
    case 'cut-state': {
      const file = path.join(remote.root.path, statePath);
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      await truncate(file, Math.floor((bytes.length * ((crash.position * 37) % 100)) / 100)).catch(
        () => undefined,
      );
      const run = await sites.deploy(remote, crash, { tree });
      return deletionsOf(run)
        .filter((file) => !/\.(?:up-|htopen-ftps)/.test(file))
        .map((file) => `deletes ${file} although the state is cut`);
    }
    case undefined:
      return [];
    default:
      throw new Error(`unknown: ${String(step)}`);
  }
}

const excluded = 'css/main.css';

async function exclude(
  sites: CrashSites,
  remote: Remote,
  { crash, tree }: { readonly crash: Crash; readonly tree: TreeName },
): Promise<string[]> {
  const selection = { files: ['**'], exclude: [excluded], baseDir: '.', flatten: false };
  const sync = sites.settings({ selection });
  const file = path.join(remote.root.path, remoteDirectory, excluded);
  const before = await readFile(file);
  const run = await sites.deploy(remote, crash, {
    tree,
    sync,
    select: (name) => name !== excluded,
  });
  const after = await readFile(file).catch(() => undefined);
  return [
    ...(run.result.error === undefined ? [] : [`excluding fails: ${run.result.error.message}`]),
    ...(after?.equals(before) === true ? [] : ['an excluded file is changed']),
  ];
}

function dialogueOf(runs: readonly Run[]): string[] {
  return runs.flatMap(({ served, result, notices }, index) => [
    `run ${index + 2}: ${result.error?.message ?? 'green'}`,
    ...notices.map((notice) => `  notice: ${notice}`),
    ...served.map((line) => `  ${line}`),
  ]);
}
