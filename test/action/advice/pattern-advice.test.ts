import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NoFilesError } from '../../../src/action/errors.ts';
import { patternAdvice } from '../../../src/action/advice/pattern-advice.ts';
import type { Workspace } from '../../support/workspace.ts';
import { createWorkspace } from '../../support/workspace.ts';

function advice(patterns: string, { path }: Pick<Workspace, 'path'>): string {
  return patternAdvice(new NoFilesError(patterns.split('\n'), path));
}

const cases: readonly {
  readonly what: string;
  readonly patterns: string;
  readonly advice: RegExp;
}[] = [
  {
    what: 'braces',
    patterns: 'site/*.{html,css}',
    advice: /^Brace expansion isn't supported\. .* instead of "site\/\*\.\{html,css\}"\.$/,
  },
  {
    what: 'a missing directory',
    patterns: 'dist/**',
    advice: /^"dist" doesn't exist\. Make sure the step that creates it runs earlier/,
  },
  { what: 'a missing file', patterns: 'site/a.txt', advice: /^"site\/a\.txt" doesn't exist/ },
  {
    what: 'the first missing path',
    patterns: 'site/**/*.none\nbuild/out/*.js',
    advice: /^"build\/out" doesn't exist/,
  },
  { what: 'a backslash', patterns: 'dist\\*', advice: /^"dist" doesn't exist/ },
  {
    what: 'a leading slash',
    patterns: '/site/',
    advice: /^Remove the leading slash: write "site\/" instead of "\/site\/"\./,
  },
  {
    what: 'a leading slash of a path that is missing everywhere',
    patterns: '/dist/**',
    advice: /^"\/dist" doesn't exist\. .* remove it if the path is in the workspace\.$/,
  },
  {
    what: 'commas',
    patterns: 'site, src',
    advice: /^Write one pattern per line instead of "site, src"\.$/,
  },
  {
    what: 'commas after a wildcard',
    patterns: 'site/*.none,dist/**',
    advice: /^Write one pattern per line/,
  },
  {
    what: 'only the path when a missing name contains a comma',
    patterns: 'site/a,b.txt',
    advice: /^"site\/a,b\.txt" doesn't exist/,
  },
  {
    what: 'spaces between patterns',
    patterns: 'site/*.none site/index.html',
    advice: /^Write one pattern per line/,
  },
  {
    what: 'quotation marks',
    patterns: '"site/**"',
    advice: /^Remove the quotation marks around "site\/\*\*": they are part of the pattern\.$/,
  },
  {
    what: 'a YAML list',
    patterns: '- site',
    advice: /^Remove the "- " in front of "site": "files" isn't a YAML list\./,
  },
  {
    what: 'brackets',
    patterns: 'site/[id].html',
    advice: /^Brackets in "site\/\[id\]\.html" match .*"\[\[\]"/,
  },
  {
    what: 'only the paths when brackets are escaped',
    patterns: 'site/[[]id].html',
    advice: /matches everything in "site"/,
  },
  {
    what: 'only the paths when braces are in a line that excludes',
    patterns: 'site/**\n!{a,b}/**',
    advice: /start with "!" exclude files/,
  },
  { what: 'the paths', patterns: 'site/*.none', advice: /"site\/\*\*" matches everything/ },
];

for (const { what, patterns, advice: expected } of cases) {
  test(`patternAdvice explains ${what}`, async () => {
    await using workspace = await createWorkspace({ 'site/index.html': '' });
    assert.match(advice(patterns, workspace), expected);
  });
}

test('patternAdvice suggests a checkout when the directory is empty', async () => {
  await using workspace = await createWorkspace();
  assert.match(advice('site/**', workspace), /is empty\. Run actions\/checkout/);
});

test('patternAdvice shows control characters of a pattern as text', async () => {
  await using workspace = await createWorkspace({ a: '' });
  assert.match(advice('\u001b/x', workspace), /"\\x1b/);
});
