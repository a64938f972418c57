import assert from 'node:assert/strict';

import { PlanError } from '../../../src/deploy/errors.ts';
import type { Fault, Features } from './model-server.ts';
import type { Publish } from './model-uploads.ts';
import type { DeployOptions, Tree } from './world.ts';
import { hasWritten, tree, World } from './world.ts';

/** The trees of a matrix: what is deployed first, what is interrupted, and a third one. */
export const trees = {
  a: tree({
    'index.html': 'a-index',
    'css/main.css': 'main',
    'css/same.css': 'same',
    'css/old.css': 'old!',
    'js/app-1.js': 'app1',
    x: 'file x',
    'y/z.txt': 'z in y',
    'dir/deep/file': 'deep',
  }),
  b: tree({
    'index.html': 'b-index',
    'css/main.css': 'main2',
    'css/same.css': 'SAME',
    'js/app-2.js': 'app2',
    'x/y.txt': 'y in x',
    y: 'file y',
    'new/file': 'new',
  }),
  c: tree({
    'index.html': 'c-index',
    'css/main.css': 'main3',
    'css/same.css': 'same',
    'js/app-3.js': 'app3',
    'other/file': 'other',
  }),
};

const kinds: readonly Fault['kind'][] = [
  'kill-before',
  'kill-after',
  'kill-half',
  'cut-before',
  'cut-after',
  'cut-half',
];

/** Deploys until a run is green, then once more: that run must have nothing to do. */
export async function repair(world: World, files: Tree, options: DeployOptions): Promise<void> {
  const outcome = await world.deploy(files, options);
  // After a state was overwritten nothing is certain, so nothing is deleted to make room: a person has to do that.
  if (outcome.error !== undefined && isUncertain(world)) return;
  // Without MDTM, a part of a file isn't known to be ours, so it stays where a directory was to make room.
  if (outcome.error instanceof PlanError && world.server.features.noMdtm === true) return;
  if (outcome.error !== undefined) throw outcome.error;
  world.assertDeployed(files, outcome);
  let again = await world.deploy(files, options);
  assert.ok(again.isGreen);
  if (outcome.decision?.noDeletions !== undefined) {
    world.assertDeployed(files, again);
    again = await world.deploy(files, options);
  }
  const { noSize } = world.server.features;
  if (noSize !== true) assert.ok(!hasWritten(again), 'a run with nothing to do writes nothing');
}

function isUncertain({ server }: World): boolean {
  return server.get('.htopen-ftps.journal')?.content.includes('"everything"') === true;
}

async function prepare(features: Features, options: DeployOptions, first: Tree | undefined) {
  const world = new World(features);
  world.place('foreign/file', 'a foreign file');
  world.place('css/foreign.css', 'another foreign file');
  if (first !== undefined) {
    const outcome = await world.deploy(first, options);
    if (outcome.error !== undefined) throw outcome.error;
    world.assertDeployed(first, outcome);
  }
  return world;
}

export interface MatrixOptions {
  readonly features: Features;
  readonly publish: Publish;
  readonly first?: Tree | undefined;
  /** Distance between the commands that are interrupted. */
  readonly stride?: number;
}

/**
 * Interrupts a deployment at every command in every way, then deploys the same tree, the one before, and a third one.
 *
 * @returns The number of histories.
 */
export async function exploreCrashes({ features, publish, first, stride = 1 }: MatrixOptions) {
  const options = { publish };
  const world = await prepare(features, options, first);
  const { commands } = (await world.deploy(trees.b, options)).process;
  let histories = 0;
  for (const kind of kinds) {
    for (let at = 1; at <= commands + 3; at += stride) {
      for (const [name, next] of Object.entries(trees)) {
        const interrupted = await prepare(features, options, first);
        const faults = [{ at, kind }];
        const label = `${publish} ${JSON.stringify(features)} ${kind} at ${at}, then ${name}`;
        let last: readonly string[] = [];
        try {
          const outcome = await interrupted.deploy(trees.b, { ...options, faults });
          last = outcome.process.transcript;
          if (outcome.isGreen) interrupted.assertDeployed(trees.b, outcome);
          await repair(interrupted, next, options);
        } catch (error) {
          throw new Error(`${label}: ${(error as Error).message}\n${last.join('\n')}`, {
            cause: error,
          });
        }
        histories += 1;
      }
    }
  }
  return histories;
}
