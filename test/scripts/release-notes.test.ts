import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/release-notes.ts');
const newest = '### Fixed\n\n- A bug with `## code` in its line.\n';
const changelog = `# Changelog

## Unreleased

## 1.2.0 - 2026-12-01

${newest}
## 1.1.0 - 2026-11-01

- Another one.
`;

/** Runs the script in a directory with this changelog and version 1.2.0 in package.json. */
async function run(tag: string, text = changelog) {
  await using workspace = await createWorkspace({
    'CHANGELOG.md': text,
    'package.json': '{ "version": "1.2.0" }',
  });
  const options = { cwd: workspace.path, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, tag], options);
  return { status, stdout, stderr };
}

test('release-notes prints the section of the version without its heading', async () => {
  assert.deepEqual(await run('v1.2.0'), { status: 0, stdout: newest, stderr: '' });
});

const rejections = [
  { tag: 'main', reason: '"main" is not a release tag such as v1.2.3.' },
  { tag: 'v1', reason: '"v1" is not a release tag such as v1.2.3.' },
  { tag: 'v1.2.0-rc1', reason: '"v1.2.0-rc1" is not a release tag such as v1.2.3.' },
  { tag: 'v1.2.1', reason: 'package.json has version 1.2.0, but the tag is v1.2.1.' },
  {
    title: 'a version without a heading',
    text: changelog.replace('## 1.2.0 ', '## 1.2.01 '),
    reason: 'CHANGELOG.md must have exactly one heading "## 1.2.0 - <date>".',
  },
  {
    title: 'a version with two headings',
    text: changelog.replace('## 1.1.0 ', '## 1.2.0 '),
    reason: 'CHANGELOG.md must have exactly one heading "## 1.2.0 - <date>".',
  },
  {
    title: 'a version without changes',
    text: changelog.replace(newest, ''),
    reason: 'CHANGELOG.md lists no changes for 1.2.0.',
  },
  {
    title: 'a version while changes are unreleased',
    text: changelog.replace('## Unreleased\n', '## Unreleased\n\n- Not yet.\n'),
    reason: 'CHANGELOG.md still has lines under "Unreleased". Move them to 1.2.0.',
  },
];

for (const { tag = 'v1.2.0', title = `the tag ${tag}`, text, reason } of rejections) {
  test(`release-notes rejects ${title}`, async () => {
    assert.deepEqual(await run(tag, text), { status: 1, stdout: '', stderr: `${reason}\n` });
  });
}
