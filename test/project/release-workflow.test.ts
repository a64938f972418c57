import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

import { createWorkspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}
const workflow = parse(
  await readFile(path.join(project, '.github/workflows/release.yml'), 'utf8'),
) as { jobs: { release: { environment?: string; steps: readonly Step[] } } };
const { environment, steps } = workflow.jobs.release;
const scriptOf = (start: string) => steps.find(({ name }) => name?.startsWith(start))?.run ?? '';

/** Runs the step in a repository with these tags and returns its output, with calls of `gh` only printed. */
async function moveTag(tag: string, tags: readonly string[]) {
  await using workspace = await createWorkspace({
    'step.sh': scriptOf('Move the tag'),
    'bin/gh': '#!/bin/sh\necho "gh $*"\n',
  });
  await chmod(path.join(workspace.path, 'bin/gh'), 0o755);
  let commit = '';
  const run = (command: string, ...args: readonly string[]) => {
    const result = spawnSync(command, args, {
      cwd: workspace.path,
      encoding: 'utf8',
      env: {
        PATH: `${path.join(workspace.path, 'bin')}:${process.env['PATH'] ?? ''}`,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GITHUB_REF_NAME: tag,
        GITHUB_REPOSITORY: 'org/open-ftps-action',
        GITHUB_SHA: commit,
      },
    });
    assert.equal(result.status, 0, result.stderr);
    return result.stdout;
  };
  run('git', 'init', '--quiet');
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  run('git', ...author, 'commit', '--quiet', '--allow-empty', '--message=a');
  for (const name of tags) run('git', 'tag', name);
  commit = run('git', 'rev-parse', 'HEAD').trim();
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

for (const { when, tagged, status } of [
  { when: 'publishes the release when the tag is where it was checked', tagged: 'abc', status: 0 },
  { when: 'publishes nothing when the tag has moved since the checks', tagged: 'def', status: 1 },
]) {
  test(`the release workflow ${when}`, { skip: process.platform === 'win32' }, async () => {
    await using workspace = await createWorkspace({
      'step.sh': scriptOf('Publish the release'),
      'bin/gh': `#!/bin/sh\ncase "$*" in "api --jq .sha "*/commits/tags/v1.2.3) echo ${tagged};; *) echo "gh $*";; esac\n`,
      'bin/node': '#!/bin/sh\n',
    });
    for (const name of ['gh', 'node']) await chmod(path.join(workspace.path, 'bin', name), 0o755);
    const result = spawnSync('bash', ['-e', 'step.sh'], {
      cwd: workspace.path,
      encoding: 'utf8',
      env: {
        PATH: `${path.join(workspace.path, 'bin')}:${process.env['PATH'] ?? ''}`,
        RUNNER_TEMP: workspace.path,
        GITHUB_REF_NAME: 'v1.2.3',
        GITHUB_REPOSITORY: 'org/open-ftps-action',
        GITHUB_SHA: 'abc',
      },
    });
    assert.equal(result.status, status, result.stderr);
    assert.equal(result.stdout.includes('gh release create v1.2.3 --verify-tag'), status === 0);
  });
}

test('the release workflow waits for a reviewer and attests every file of dist', async () => {
  assert.equal(environment, 'release');
  const attest = steps.findIndex(({ uses }) =>
    uses?.startsWith('actions/attest-build-provenance@'),
  );
  assert.equal(steps[attest]?.with?.['subject-path'], 'dist/*');
  const publish = steps.findIndex(({ name }) => name?.startsWith('Publish'));
  assert.ok(attest !== -1 && attest < publish);
  assert.deepEqual((await readdir(path.join(project, 'dist'))).sort(), [
    'index.js',
    'licenses.txt',
    'package.json',
  ]);
});

test('workflows pin every action to a commit and name its version', async () => {
  const folder = path.join(project, '.github/workflows');
  const versions = new Map<string, string>();
  for (const name of await readdir(folder)) {
    const text = await readFile(path.join(folder, name), 'utf8');
    for (const [, action = '', pin = ''] of text.matchAll(/uses: ([^\s@]+)(?:@(.*))?$/gm)) {
      if (action === './') continue;
      assert.match(pin, /^[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${action} in ${name}`);
      const repository = action.split('/', 2).join('/');
      assert.equal(versions.get(repository) ?? pin, pin, `${repository} has two versions`);
      versions.set(repository, pin);
    }
  }
  assert.ok(versions.size > 5);
});
