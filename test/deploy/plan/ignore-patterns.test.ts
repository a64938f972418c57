import assert from 'node:assert/strict';
import test from 'node:test';

import { IgnorePatterns, ignorePatternProblems } from '../../../src/deploy/plan/ignore-patterns.ts';

const rows = [
  {
    patterns: ['uploads/'],
    matching: ['uploads/a.png', 'x/uploads/a'],
    other: ['uploads', 'up/a'],
  },
  { patterns: ['/uploads/'], matching: ['uploads/a/b.png'], other: ['x/uploads/a'] },
  { patterns: ['*.log'], matching: ['a.log', 'x/b.log'], other: ['a.LOG', 'a.log2'] },
  { patterns: ['*.log', '!keep.log'], matching: ['a.log'], other: ['keep.log', 'x/keep.log'] },
  { patterns: ['a/', '!a/keep'], matching: ['a/keep'], other: [] },
  { patterns: ['# a', '', '\\#b'], matching: ['#b'], other: ['a', '# a'] },
  { patterns: ['**/node_modules/**'], matching: ['x/node_modules/y/z'], other: ['node_module'] },
];

for (const { patterns, matching, other } of rows) {
  test(`IgnorePatterns matches ${JSON.stringify(patterns)} as .gitignore does`, () => {
    const ignored = new IgnorePatterns(patterns);
    assert.deepEqual(
      [...matching, ...other].filter((path) => ignored.matches(path)),
      matching,
    );
  });
}

test('ignorePatternProblems shows how to split braces and extended globs', () => {
  assert.deepEqual(ignorePatternProblems(['*.{png,jpg}', 'a+(b|c)/', '# {a,b}', 'a {1}', 'b(1)']), [
    "*.{png,jpg} uses {png,jpg}, which .gitignore patterns don't support. Write one line for each: *.png, *.jpg.",
    "a+(b|c)/ uses +(b|c), which .gitignore patterns don't support. Write one line for each: ab/, ac/.",
  ]);
});

test('ignorePatternProblems shows how to write what an extended glob inverts', () => {
  const lines = ['!(a|b).js', 'x/!(keep)', '@(one)', '+(x)', 'copy (1).txt', '*(1)'];
  assert.deepEqual(ignorePatternProblems(lines), [
    "!(a|b).js uses !(a|b), which .gitignore patterns don't support. Write one line for each: *.js, !a.js, !b.js.",
    "x/!(keep) uses !(keep), which .gitignore patterns don't support. Write one line for each: x/*, !x/keep.",
    "@(one) uses @(one), which .gitignore patterns don't support. Write one line for each: one.",
    "+(x) uses +(x), which .gitignore patterns don't support. Write one line for each: x.",
  ]);
});

test('ignorePatternProblems accepts escaped braces', () => {
  assert.deepEqual(ignorePatternProblems(['a\\{1,2}']), []);
  assert.ok(new IgnorePatterns(['a\\{1,2}']).matches('a{1,2}'));
});
