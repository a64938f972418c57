import assert from 'node:assert/strict';

import fc from 'fast-check';

import { PlanError } from '../../../src/deploy/errors.ts';
import type { Fault, Features } from './model-server.ts';
import { Killed } from './model-server.ts';
import type { Publish } from './model-uploads.ts';
import type { Tree } from './world.ts';
import { hasWritten, World } from './world.ts';

const paths = [
  'index.html',
  'css/a.css',
  'css/b.css',
  'css/deep/c.css',
  'd',
  'd/e',
  'f/index.html',
  'g',
  'g/h/i',
  '.hidden',
] as const;

/** Several versions of each file; some have the same size. */
const versions = ['one', 'two', 'three', 'a much longer version of the file'];

const treeArbitrary: fc.Arbitrary<Tree> = fc
  .array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...versions)), { maxLength: 8 })
  .map((entries) => {
    const tree = new Map<string, string>();
    const isBelow = (a: string, b: string) => a.startsWith(`${b}/`);
    for (const [path, version] of entries) {
      const clashes = [...tree.keys()].some(
        (other) => isBelow(other, path) || isBelow(path, other),
      );
      if (!clashes) tree.set(path, `${path} ${version}`);
    }
    tree.set('always.html', 'in every deployment');
    return tree;
  });

const faultArbitrary: fc.Arbitrary<Fault> = fc.record({
  at: fc.integer({ min: 1, max: 90 }),
  kind: fc.constantFrom<Fault['kind'][]>(
    'kill-before',
    'kill-after',
    'kill-half',
    'cut-before',
    'cut-after',
    'cut-half',
  ),
});

type Step =
  | {
      readonly kind: 'deploy';
      readonly tree: Tree;
      readonly faults: readonly Fault[];
      readonly deleteRemoved: boolean;
      readonly excluded: ReadonlySet<string>;
      readonly publish: Publish;
    }
  | { readonly kind: 'place'; readonly path: string };

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('deploy' as const),
      tree: treeArbitrary,
      faults: fc.array(faultArbitrary, { maxLength: 2 }),
      deleteRemoved: fc.boolean(),
      excluded: fc.subarray([...paths], { maxLength: 2 }).map((list) => new Set<string>(list)),
      publish: fc.constantFrom<Publish[]>('direct', 'atomic', 'staged'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      path: fc.constantFrom(...paths, 'foreign/file', 'css/foreign.css', 'css/deep/foreign'),
    }),
  },
);

/** A history of deployments, faults and changes by others; in the end one tree is deployed until nothing is left to do. */
export const historyArbitrary = fc.record({
  steps: fc.array(stepArbitrary, { minLength: 1, maxLength: 6 }),
  last: treeArbitrary,
  features: fc.constantFrom<Features[]>(
    {},
    {},
    { folds: true },
    { noListing: true },
    { noRenameOver: true },
    { confirmsMissing: true },
    { recursiveRmd: true },
    { noAppend: true },
    { noMdtm: true },
  ),
});

type History = typeof historyArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Lives through a history; throws if something foreign is lost, or something of ours is wrong or left over. */
export async function check({ steps, last, features }: History): Promise<void> {
  const world = new World(features);
  let edits = 0;
  for (const step of steps) {
    if (step.kind === 'place') {
      edits += 1;
      world.place(step.path, 'x'.repeat(1_000 + edits));
      continue;
    }
    const isKept = (path: string) => step.excluded.has(path) && !step.tree.has(path);
    const excluded = new Set([...step.excluded].filter(isKept));
    const outcome = await world.deploy(step.tree, { ...step, excluded });
    if (outcome.isGreen) world.assertDeployed(step.tree, outcome);
    else assertExpected(outcome.error, step.faults.length > 0, world);
  }
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const outcome = await world.deploy(last);
    if (!outcome.isGreen) {
      assertExpected(outcome.error, false, world);
      return;
    }
    world.assertDeployed(last, outcome);
    if (attempt === 3) assert.ok(!hasWritten(outcome), 'a run with nothing to do writes nothing');
  }
}

/** A run may only fail because of a fault, or because something foreign is in the way. */
function assertExpected(error: Error | undefined, hasFaults: boolean, world: World): void {
  if (hasFaults || error instanceof Killed || error instanceof PlanError) return;
  // On a server whose RMD is recursive, empty directories stay, and may be in the way.
  if (world.hasObstacles) return;
  throw new Error(`the run failed: ${error?.message ?? ''}`, { cause: error });
}
