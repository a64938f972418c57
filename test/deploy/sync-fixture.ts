import assert from 'node:assert/strict';

import type { DeployResult, PublishMode } from '../../src/deploy/index.ts';
import type { Deployed, DeploymentOptions } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { syncSettings } from '../support/sync.ts';
import { assertSameTree, tree } from '../support/workspace.ts';

export const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
export const stateName = '.htopen-ftps';

export const site = {
  'index.html': '<h1>1</h1>',
  'css/main.css': 'a {}',
  'css/print.css': 'b {}',
  'img/a b.png': 3_000,
  'empty.txt': '',
};

/** Deploys with `sync: changed` and `delete-removed`. */
export async function sync(
  fixture: DeploymentFixture,
  options: DeploymentOptions = {},
): Promise<Deployed> {
  return await fixture.deploy({ sync: syncSettings(), ...options });
}

/** Fails unless the server has the local files and the state, and nothing else. */
export async function assertDeployed(
  { files, remote }: DeploymentFixture,
  result: DeployResult,
  foreign: readonly string[] = [],
): Promise<void> {
  assert.equal(result.error, undefined);
  const found = await tree(remote.path);
  for (const name of [stateName, ...foreign]) assert.ok(found.delete(name), name);
  assertSameTree(found, await tree(files.path));
}

/** The status of every file, with its reason: of the plan, then of others. */
export function outcomes({ files, sync: outcome }: DeployResult): string[] {
  const planned = files.map(({ remotePath, status, reason = '' }) =>
    `${remotePath} ${status} ${reason}`.trimEnd(),
  );
  const others = outcome?.otherFiles ?? [];
  return [...planned, ...others.map((file) => `${file.remotePath} ${file.status} ${file.reason}`)];
}

/** The commands that change something, in the order in which they were sent. */
export function changes({ dialogue }: Deployed): string[] {
  return dialogue.flatMap(
    (line) => /^C: ((?:STOR|APPE|DELE|MKD|RMD|RNFR|RNTO|MFMT|SITE)\b.*)/.exec(line)?.[1] ?? [],
  );
}

export const otherSite = {
  'index.html': '<h1>2</h1>',
  'css/main.css': 'a { b }',
  'css/print.css': 'b {}',
  'new/deep/added.txt': 'added',
};

export const nextAttempt = syncSettings({ job: { runId: '1', job: 'deploy', attempt: 2 } });
