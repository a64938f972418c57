import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

import { createWorkspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');

/** The commands of the step that moves the floating tag. */
async function commands(): Promise<string> {
  const text = await readFile(path.join(project, '.github/workflows/release.yml'), 'utf8');
  const { jobs } = parse(text) as {
    jobs: { release: { steps: readonly { name?: string; run?: string }[] } };
  };
  const step = jobs.release.steps.find(({ name }) => name?.startsWith('Move the tag') === true);
  return step?.run ?? '';
}

/** Runs them as a runner does, in a repository with these tags; gives what would have gone to GitHub. */
async function moveTag(tag: string, tags: readonly string[]) {
  await using workspace = await createWorkspace({
    'step.sh': await commands(),
    // Stands for GitHub, which a test must not change.
    'bin/gh': '#!/bin/sh\necho "gh $*"\n',
  });
  await chmod(path.join(workspace.path, 'bin/gh'), 0o755);
  const run = (command: string, args: readonly string[]) => {
    const result = spawnSync(command, args, {
      cwd: workspace.path,
      encoding: 'utf8',
      env: {
        PATH: `${path.join(workspace.path, 'bin')}:${process.env['PATH'] ?? ''}`,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GITHUB_REF_NAME: tag,
        GITHUB_REPOSITORY: 'org/open-ftps-action',
      },
    });
    assert.equal(result.status, 0, result.stderr);
    return result.stdout;
  };
  run('git', ['init', '--quiet']);
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  run('git', [...author, 'commit', '--quiet', '--allow-empty', '--message=a']);
  for (const name of tags) run('git', ['tag', name]);
  const commit = run('git', ['rev-parse', 'HEAD']).trim();
  return run('bash', ['-e', 'step.sh']).replace(commit, '<commit>').trimEnd();
}

// The job runs on Ubuntu.
const options = { skip: process.platform === 'win32' };
const refs = 'repos/org/open-ftps-action/git/refs';

test('the first release of a major version makes its floating tag', options, async () => {
  assert.equal(
    await moveTag('v2.0.0', ['v1', 'v1.0.0', 'v2.0.0']),
    `gh api --silent ${refs} -f ref=refs/tags/v2 -f sha=<commit>`,
  );
});

test('a later release moves the floating tag', options, async () => {
  assert.equal(
    await moveTag('v1.10.0', ['v1', 'v1.2.0', 'v1.9.1', 'v1.10.0', 'v2.0.0', 'v2']),
    `gh api --silent --method PATCH ${refs}/tags/v1 -f sha=<commit> -F force=true`,
  );
});

test('a repair of an older version leaves the floating tag where it is', options, async () => {
  assert.equal(
    await moveTag('v1.2.1', ['v1', 'v1.2.0', 'v1.2.1', 'v1.10.0']),
    'v1 stays at v1.10.0.',
  );
});

test('tags that are no releases do not count', options, async () => {
  assert.equal(
    await moveTag('v1.2.0', ['v1', 'v1.2.0', 'v1.3.0-rc1', 'v1.3', 'v10.0.0']),
    `gh api --silent --method PATCH ${refs}/tags/v1 -f sha=<commit> -F force=true`,
  );
});
