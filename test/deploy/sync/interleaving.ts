import assert from 'node:assert/strict';

import { repair, trees } from './crash-matrix.ts';
import type { Features } from './model-server.ts';
import type { Publish } from './model-uploads.ts';
import type { Segment } from './scheduler.ts';
import { Scheduler } from './scheduler.ts';
import type { Outcome } from './world.ts';
import { World } from './world.ts';

const always = Number.MAX_SAFE_INTEGER;

export interface PairOptions {
  readonly features: Features;
  readonly publish: Publish;
  /** Whether the first run of all has deployed something. */
  readonly isFirst: boolean;
}

/** Two runs at the same time, in the order of the segments; then a third one that must repair everything. */
async function interleave(segments: readonly Segment[], options: PairOptions): Promise<void> {
  const { features, publish, isFirst } = options;
  const world = new World(features);
  world.place('foreign/file', 'a foreign file');
  if (!isFirst) assert.ok((await world.deploy(trees.a, { publish })).isGreen);
  const scheduler = new Scheduler(segments);
  const run = async (id: string, tree: keyof typeof trees): Promise<Outcome> => {
    const turn = () => scheduler.turn(id);
    const outcome = await world.deploy(trees[tree], { publish, turn });
    scheduler.finish(id);
    return outcome;
  };
  const [first, second] = await Promise.all([run('one', 'b'), run('two', 'c')]);
  const hasBoth = first.isGreen && second.isGreen;
  // Both may be green only if one has seen what the other has finished.
  if (hasBoth) assertSequential(world);
  await repair(world, trees.a, { publish });
}

/** The server is as one of the two left it. */
function assertSequential(world: World): void {
  const matches = (['b', 'c'] as const).filter((name) =>
    [...trees[name]].every(
      ([path, content]) => world.server.get(path)?.content.toString() === content,
    ),
  );
  assert.equal(
    matches.length,
    1,
    'both runs are green, and the server is as neither of them left it',
  );
}

/**
 * Pauses one run at every command while the other one runs, completely or in part.
 *
 * @returns The number of pairs.
 */
export async function explorePairs(
  options: PairOptions,
  { stride = 1, innerStride = 7 }: { readonly stride?: number; readonly innerStride?: number } = {},
): Promise<number> {
  let pairs = 0;
  const length = 75;
  for (let pause = 0; pause <= length; pause += stride) {
    for (let inner = innerStride; inner <= length + innerStride; inner += innerStride) {
      const second = inner > length ? always : inner;
      const segments = [
        { id: 'one', commands: pause },
        { id: 'two', commands: second },
        { id: 'one', commands: always },
        { id: 'two', commands: always },
      ];
      try {
        await interleave(segments, options);
      } catch (error) {
        const label = `${JSON.stringify(options)}: one pauses at ${pause}, two at ${second}`;
        throw new Error(`${label}: ${(error as Error).message}`, { cause: error });
      }
      pairs += 1;
    }
  }
  return pairs;
}
