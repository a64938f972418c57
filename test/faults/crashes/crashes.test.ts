import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PublishMode } from '../../../src/deploy/index.ts';
import type { Crash, CrashCases } from './crash-case.ts';
import { crashKinds, followUps, idOf, isAtCommand } from './crash-case.ts';
import { crashCases } from './crash-matrix.ts';
import type { CrashResult } from './run-crash.ts';
import { runCrashes } from './run-crashes.ts';
import type { VariantName } from './variants.ts';
import { variants } from './variants.ts';

const modes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];

const variantNames = Object.keys(variants) as VariantName[];

function turns<T>(list: readonly [T, ...T[]], turn: number): T {
  return list[turn % list.length] ?? list[0];
}

/** At these commands, a deployment has uploaded a file whose size hasn't changed. */
const lateCommands: Readonly<Record<PublishMode, number>> = {
  direct: 88,
  atomic: 100,
  staged: 112,
};

/** Every kind of interruption, and every server, once each, at fixed steps in the middle of a run. */
const sample: readonly CrashCases[] = [
  ...modes.map((publish): CrashCases => {
    const crash: Crash = {
      publish,
      variant: 'plain',
      kind: 'kill',
      position: lateCommands[publish],
    };
    return { crash, next: ['reverted'] };
  }),
  ...[
    ...crashKinds.map((kind) => ({ variant: 'plain' as const, kind })),
    ...variantNames.map((variant) => ({ variant, kind: 'kill' as const })),
  ].map(({ variant, kind }, turn): CrashCases => {
    const publish = modes[turn % modes.length] ?? 'direct';
    const position = isAtCommand(kind) ? 40 + ((turn * 13) % 40) : 3 + (turn % 6);
    return { crash: { publish, variant, kind, position }, next: [turns(followUps, turn)] };
  }),
];

test('the crash matrix gives every case a unique id, and interrupts every command and upload', async () => {
  const cases = await crashCases((prefix) => prefix === 'sync/direct/plain/');
  const ids = cases.flatMap(({ crash, next }) => next.map((each) => idOf(crash, each)));
  assert.equal(new Set(ids).size, ids.length);
  const positions = cases.filter(({ crash }) => crash.kind === 'kill').length;
  assert.ok(positions >= 90, `${positions} commands`);
});

test(`an interrupted sync is repaired in a sample of ${sample.length} cases`, async (context) => {
  const results: CrashResult[] = [];
  await runCrashes(sample, 4, (found) => results.push(...found));
  assert.equal(results.length, sample.length);
  for (const { id, violations, isHit } of results) {
    await context.test(id, () => {
      assert.deepEqual(violations, [], `npm run faults -- --case ${id}`);
      assert.ok(isHit, 'the run was interrupted');
    });
  }
});
