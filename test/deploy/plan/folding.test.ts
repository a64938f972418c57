import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Folding } from '../../../src/deploy/plan/folding.ts';
import {
  foldedGroups,
  differencesBetween,
  foldPath,
  respell,
} from '../../../src/deploy/plan/folding.ts';

const samePaths: readonly (readonly [string, string, readonly Folding[]])[] = [
  ['Logo.png', 'logo.png', ['case']],
  ['A/x', 'a/X', ['case']],
  ['\u00e9', 'e\u0301', ['unicode']],
  ['\u00c9', 'e\u0301', ['unicode', 'case']],
  ['x', 'x. ', ['trailing']],
  ['d./x', 'D/x', ['trailing', 'case']],
  ['\u00df', 'SS', ['mapping']],
];

for (const [one, other, kinds] of samePaths) {
  test(`foldPath makes ${JSON.stringify(one)} and ${JSON.stringify(other)} the same`, () => {
    assert.equal(foldPath(one), foldPath(other));
    assert.deepEqual(differencesBetween(one, other), kinds);
    assert.deepEqual(differencesBetween(other, one), kinds);
  });
}

test('foldPath keeps a dot, dots at the start, and spaces inside', () => {
  for (const path of ['.', '.a', ' a', 'a b', 'a.b/c']) assert.equal(foldPath(path), path);
});

test('foldedGroups returns the different paths of each group', () => {
  const groups = foldedGroups(['a', 'b', 'A', 'c/x', 'C/x', 'b']);
  assert.deepEqual(
    [...groups.values()],
    [
      ['a', 'A'],
      ['c/x', 'C/x'],
    ],
  );
});

describe('respell returns a spelling that', () => {
  const cases: readonly {
    readonly path: string;
    readonly other: string;
    readonly taken?: readonly string[];
  }[] = [
    { path: 'Logo.png', other: 'logo.png' },
    { path: 'A/x', other: 'a/x' },
    { path: 'ab', other: 'AB', taken: ['Ab', 'aB'] },
    { path: '\u00e9', other: 'e\u0301' },
    { path: 'd/x', other: 'd./x' },
    { path: 'x', other: 'x ', taken: ['x  '] },
    { path: 'a\u0308/x', other: '\u00e4/x', taken: [] },
  ];
  for (const { path, other, taken = [] } of cases) {
    test(`is neither ${JSON.stringify(path)}, ${JSON.stringify(other)} nor one of ${taken.length} others`, () => {
      const [kind = 'case'] = differencesBetween(path, other);
      const all = new Set([path, other, ...taken]);
      const spelling = respell(path, kind, { other, taken: all });
      if (path === 'ab' || path.startsWith('a\u0308')) {
        assert.equal(spelling, undefined);
        return;
      }
      assert.ok(spelling !== undefined);
      assert.ok(!all.has(spelling));
      assert.deepEqual(differencesBetween(path, spelling), [kind]);
    });
  }
});
