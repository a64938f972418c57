import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/release-notes.ts');

const changelog = `# Changelog

## Unreleased

## 1.2.0 - 2026-12-01

### Added

- One input.

### Fixed

- A bug with \`## code\` in its line.

## 1.1.0 - 2026-11-01

### Added

- Another one.
`;

/** Runs the script in a directory with these files. */
async function run(tag: string, { text = changelog, version = '1.2.0' } = {}) {
  await using workspace = await createWorkspace({
    'CHANGELOG.md': text,
    'package.json': JSON.stringify({ version }),
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, tag], {
    cwd: workspace.path,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('release-notes prints the section of the version without its heading', async () => {
  assert.deepEqual(await run('v1.2.0'), {
    status: 0,
    stdout: `### Added

- One input.

### Fixed

- A bug with \`## code\` in its line.
`,
    stderr: '',
  });
});

test('release-notes prints the last section of the changelog', async () => {
  const { stdout } = await run('v1.1.0', { version: '1.1.0' });
  assert.equal(stdout, '### Added\n\n- Another one.\n');
});

const rejections = [
  { tag: '', reason: '"" is not a release tag such as v1.2.3.' },
  { tag: 'main', reason: '"main" is not a release tag such as v1.2.3.' },
  { tag: 'v1', reason: '"v1" is not a release tag such as v1.2.3.' },
  { tag: 'v1.2.0-rc1', reason: '"v1.2.0-rc1" is not a release tag such as v1.2.3.' },
  { tag: 'v1.2.1', reason: 'package.json has version 1.2.0, but the tag is v1.2.1.' },
  {
    title: 'a version without a heading',
    files: { text: changelog.replace('## 1.2.0 ', '## 1.2.01 ') },
    reason: 'CHANGELOG.md must have exactly one heading "## 1.2.0 - <date>".',
  },
  {
    title: 'a version with two headings',
    files: { text: changelog.replace('## 1.1.0 ', '## 1.2.0 ') },
    reason: 'CHANGELOG.md must have exactly one heading "## 1.2.0 - <date>".',
  },
  {
    title: 'a version without changes',
    files: { text: '# Changelog\n\n## 1.2.0 - 2026-12-01\n' },
    reason: 'CHANGELOG.md lists no changes for 1.2.0.',
  },
  {
    title: 'a version while changes are unreleased',
    files: { text: changelog.replace('## Unreleased\n', '## Unreleased\n\n- Not yet.\n') },
    reason: 'CHANGELOG.md still has lines under "Unreleased". Move them to 1.2.0.',
  },
];

for (const { tag = 'v1.2.0', title = `the tag "${tag}"`, files, reason } of rejections) {
  test(`release-notes rejects ${title}`, async () => {
    assert.deepEqual(await run(tag, files), { status: 1, stdout: '', stderr: `${reason}\n` });
  });
}
