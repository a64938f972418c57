import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

import { createWorkspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const workflow = parse(
  await readFile(path.join(project, '.github/workflows/release.yml'), 'utf8'),
) as { jobs: { release: { steps: readonly { name?: string; run?: string }[] } } };
const script = workflow.jobs.release.steps.find(({ name }) => name?.startsWith('Move the tag'));

/** Runs the step in a repository with these tags and returns its output, with calls of `gh` only printed. */
async function moveTag(tag: string, tags: readonly string[]) {
  await using workspace = await createWorkspace({
    'step.sh': script?.run ?? '',
    'bin/gh': '#!/bin/sh\necho "gh $*"\n',
  });
  await chmod(path.join(workspace.path, 'bin/gh'), 0o755);
  const run = (command: string, ...args: readonly string[]) => {
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
  run('git', 'init', '--quiet');
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  run('git', ...author, 'commit', '--quiet', '--allow-empty', '--message=a');
  for (const name of tags) run('git', 'tag', name);
  const commit = run('git', 'rev-parse', 'HEAD').trim();
  return run('bash', '-e', 'step.sh').replace(commit, '<commit>').trimEnd();
}

const refs = 'repos/org/open-ftps-action/git/refs';
const create = (tag: string) => `gh api --silent ${refs} -f ref=refs/tags/${tag} -f sha=<commit>`;
const move = (tag: string) =>
  `gh api --silent --method PATCH ${refs}/tags/${tag} -f sha=<commit> -F force=true`;

for (const { when, tag, others, output } of [
  {
    when: 'creates the floating tag for the first release of a major version',
    ...{ tag: 'v2.0.0', others: ['v1', 'v1.0.0'], output: create('v2') },
  },
  {
    when: 'moves the floating tag for a later release',
    ...{ tag: 'v1.10.0', others: ['v1', 'v1.2.0', 'v1.9.1', 'v2.0.0', 'v2'], output: move('v1') },
  },
  {
    when: 'leaves the floating tag alone for a fix of an older version',
    ...{ tag: 'v1.2.1', others: ['v1', 'v1.2.0', 'v1.10.0'], output: 'v1 stays at v1.10.0.' },
  },
  {
    when: 'ignores tags that are not releases',
    ...{ tag: 'v1.2.0', others: ['v1', 'v1.3.0-rc1', 'v1.3', 'v10.0.0'], output: move('v1') },
  },
]) {
  // The job runs on Ubuntu.
  test(`the release workflow ${when}`, { skip: process.platform === 'win32' }, async () => {
    assert.equal(await moveTag(tag, [...others, tag]), output);
  });
}
