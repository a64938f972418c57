import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/release-notes.ts');

const changelog = `# Changelog

What users notice.

## Unreleased

## 1.2.0 - 2026-12-01

### Added

- One input.

### Fixed

- A fault, with \`## code\` in its line.

## 1.1.0 - 2026-11-01

### Added

- Another one.
`;

/** Runs the script where these files are. */
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

test('the notes of a release are its section of the changelog, without the heading', async () => {
  assert.deepEqual(await run('v1.2.0'), {
    status: 0,
    stdout: `### Added

- One input.

### Fixed

- A fault, with \`## code\` in its line.
`,
    stderr: '',
  });
});

test('the last section ends with the file', async () => {
  const { stdout } = await run('v1.1.0', { version: '1.1.0' });
  assert.equal(stdout, '### Added\n\n- Another one.\n');
});

const refusals: readonly (readonly [string, string, Parameters<typeof run>[1], string])[] = [
  // title                       tag        what is there             the reason
  ['an empty tag', '', {}, '"" is not a tag of the form v1.2.3.'],
  ['a branch', 'main', {}, '"main" is not a tag of the form v1.2.3.'],
  ['a floating tag', 'v1', {}, '"v1" is not a tag of the form v1.2.3.'],
  ['a tag of a trial', 'v1.2.0-rc1', {}, '"v1.2.0-rc1" is not a tag of the form v1.2.3.'],
  ['another tag', 'v1.2.1', {}, 'package.json has version 1.2.0, the tag is v1.2.1.'],
  [
    'a version that the changelog does not have',
    'v1.2.1',
    { version: '1.2.1' },
    'CHANGELOG.md must have one heading "## 1.2.1 - <date>".',
  ],
  [
    'a version that only begins like one of the changelog',
    'v1.2.0',
    { text: changelog.replace('## 1.2.0 ', '## 1.2.01 ') },
    'CHANGELOG.md must have one heading "## 1.2.0 - <date>".',
  ],
  [
    'a version that the changelog has twice',
    'v1.2.0',
    { text: changelog.replace('## 1.1.0 ', '## 1.2.0 ') },
    'CHANGELOG.md must have one heading "## 1.2.0 - <date>".',
  ],
  [
    'a version of which nothing is said',
    'v1.2.0',
    { text: '# Changelog\n\n## 1.2.0 - 2026-12-01\n' },
    'CHANGELOG.md says nothing of 1.2.0.',
  ],
  [
    'changes that were forgotten',
    'v1.2.0',
    { text: changelog.replace('## Unreleased\n', '## Unreleased\n\n- Not yet.\n') },
    'CHANGELOG.md has lines under "Unreleased": they belong to 1.2.0.',
  ],
];

for (const [title, tag, files, reason] of refusals) {
  test(`there is no release of ${title}`, async () => {
    assert.deepEqual(await run(tag, files), { status: 1, stdout: '', stderr: `${reason}\n` });
  });
}
