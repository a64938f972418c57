import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import type { ErrorSection } from '../../../src/action/report/docs-link.ts';
import { errorsLink } from '../../../src/action/report/docs-link.ts';
import { captured } from '../stdout.ts';

function linkIn(env: Readonly<Record<string, string>>, section?: ErrorSection): string {
  return captured(env, () => errorsLink(section)).value;
}

const own = 'https://github.com/org/open-ftps-action/blob/HEAD/docs/';
const cases: readonly { readonly env: Record<string, string>; readonly start: string }[] = [
  {
    env: { GITHUB_ACTION_REPOSITORY: 'o/open-ftps', GITHUB_ACTION_REF: 'v1' },
    start: 'https://github.com/o/open-ftps/blob/v1/docs/',
  },
  {
    env: { GITHUB_ACTION_REPOSITORY: 'o/r', GITHUB_ACTION_REF: 'fix/#1' },
    start: 'https://github.com/o/r/blob/fix/%231/docs/',
  },
  { env: { GITHUB_ACTION_REPOSITORY: 'o/r' }, start: 'https://github.com/o/r/blob/HEAD/docs/' },
  { env: { GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' }, start: own },
  { env: { GITHUB_ACTION_REPOSITORY: 'o/r"><b>', GITHUB_ACTION_REF: 'v1' }, start: own },
  { env: {}, start: own },
];

for (const { env, start } of cases) {
  test(`errorsLink leads to the repository and version of ${JSON.stringify(env)}`, () => {
    const link = linkIn(env, 'upload-problems');
    assert.ok(link.startsWith(start), link);
    assert.match(link, /\.md#upload-problems$/);
  });
}

const sections: Readonly<Record<ErrorSection, true>> = {
  'connection-problems': true,
  'certificate-and-login-problems': true,
  'upload-problems': true,
  'problems-with-incremental-deployments': true,
  'error-codes': true,
};

test('errorsLink leads to a page of this repository, and to sections that it has', () => {
  const file = new URL(linkIn({})).pathname.split('/').slice(5).join('/');
  const page = readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8');
  const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  for (const section of Object.keys(sections)) assert.ok(anchors.includes(section), section);
});
