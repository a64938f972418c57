import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { syncSettings } from '../../src/action/sync-settings.ts';
import { createWorkspace } from '../support/workspace.ts';
import { givenInputs } from './inputs/given-inputs.ts';
import { captured } from './stdout.ts';

const runner = {
  GITHUB_REPOSITORY_ID: '12',
  GITHUB_REPOSITORY: 'owner/site',
  GITHUB_RUN_ID: '34',
  GITHUB_JOB: 'deploy',
  GITHUB_RUN_ATTEMPT: '2',
};

/** The settings with these inputs and variables. */
function settings(
  given: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  baseDirectory?: string,
) {
  const inputs = givenInputs({ sync: 'changed', ...given });
  const plan =
    baseDirectory === undefined
      ? undefined
      : {
          ...{ uploads: [], remoteDirectory: '', baseDirectory, directories: [], totalBytes: 0 },
          skipped: { gitFiles: 0, links: 0, danglingLinks: [], excluded: [] },
          ...{ unmatchedPatterns: [], warnings: [] },
        };
  return captured(env, () => syncSettings(inputs, plan)).value;
}

test('syncSettings are undefined without sync', () => {
  assert.equal(settings({ sync: 'off' }), undefined);
});

test('syncSettings name the repository and the job', () => {
  const { repository, job } = settings({}, runner) ?? {};
  assert.deepEqual(repository, { id: '12', name: 'owner/site' });
  assert.deepEqual(job, { runId: '34', job: 'deploy', attempt: 2 });
});

test('syncSettings know neither outside of a workflow', () => {
  const empty = Object.fromEntries(Object.keys(runner).map((name) => [name, '']));
  const { repository, job } = settings({}, empty) ?? {};
  assert.deepEqual(repository, { id: undefined, name: undefined });
  assert.equal(job, undefined);
});

test('syncSettings describe a selection in the same way in every workspace', async () => {
  await using one = await createWorkspace();
  await using other = await createWorkspace();
  const [first, second] = [one, other].map((workspace) => {
    const files = `${path.join(workspace.path, 'site')}\n!${path.join(workspace.path, 'site/x')}\n*.md`;
    const env = { GITHUB_WORKSPACE: workspace.path };
    return settings(
      { files, exclude: '# x\n*.map\n!a.map' },
      env,
      path.join(workspace.path, 'site'),
    )?.selection;
  });
  assert.deepEqual(first, {
    files: ['site', '!site/x', '*.md'],
    exclude: ['*.map', '!a.map'],
    baseDir: 'site',
    flatten: false,
  });
  assert.deepEqual(second, first);
});

test('syncSettings keep a base directory outside of the workspace absolute', async () => {
  await using workspace = await createWorkspace();
  const env = { GITHUB_WORKSPACE: workspace.path };
  const outside = path.resolve(workspace.path, '..', 'elsewhere');
  assert.equal(settings({}, env, outside)?.selection.baseDir, outside.split(path.sep).join('/'));
  assert.equal(settings({}, env, workspace.path)?.selection.baseDir, '.');
});

test('syncSettings only read in a dry run and in a preflight', () => {
  for (const name of ['dry-run', 'preflight']) {
    assert.equal(settings({ [name]: 'true' })?.isDryRun, true);
  }
  assert.equal(settings({})?.isDryRun, false);
});
