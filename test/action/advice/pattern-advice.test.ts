import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NoFilesError } from '../../../src/action/errors.ts';
import { patternAdvice } from '../../../src/action/advice/pattern-advice.ts';
import type { Workspace } from '../../support/workspace.ts';
import { createWorkspace } from '../../support/workspace.ts';

function advice(patterns: string, { path }: Pick<Workspace, 'path'>): string {
  return patternAdvice(new NoFilesError(patterns, path));
}

const rows: readonly [title: string, patterns: string, says: RegExp][] = [
  ['braces', 'site/*.{html,css}', /no braces.*"site\/\*\.\{html,css\}"/],
  ['a directory that is not there', 'dist/**', /^There is no "dist": .*step.*before/],
  ['a file that is not there', 'site/a.txt', /^There is no "site\/a\.txt"/],
  ['the one that is not there', 'site/**/*.none\nbuild/out/*.js', /^There is no "build\/out"/],
  ['a backslash', 'dist\\*', /^There is no "dist"/],
  ['brackets', 'site/[id].html', /^Brackets in "site\/\[id\]\.html".*"\[\[\]"/],
  ['brackets that are written right', 'site/[[]id].html', /everything below "site"/],
  ['what is left out', 'site/**\n!{a,b}/**', /begins with "!" is left out/],
  ['everything else', 'site/*.none', /"site\/\*\*" is everything below "site"/],
];

for (const [title, patterns, says] of rows) {
  test(`patternAdvice explains ${title}`, async () => {
    await using workspace = await createWorkspace({ 'site/index.html': '' });
    assert.match(advice(patterns, workspace), says);
  });
}

test('patternAdvice asks for a checkout where there is nothing at all', async () => {
  await using workspace = await createWorkspace();
  assert.match(advice('site/**', workspace), /is empty: .*actions\/checkout/);
});

test('patternAdvice makes control characters of a pattern visible', async () => {
  await using workspace = await createWorkspace({ a: '' });
  assert.match(advice('\u001b/x', workspace), /"\\x1b/);
});
