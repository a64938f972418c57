/** A deployment that is killed halfway and reverted: the server must have the old site again, byte for byte. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import type { PublishMode } from '../../src/deploy/index.ts';
import type { ActionProcess, ActionRun } from '../support/action.ts';
import { runAction } from '../support/action.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import { checkOut } from '../support/sync.ts';
import { until } from '../support/until.ts';
import type { Workspace } from '../support/workspace.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

// cspell:ignore Über

const pages = (version: string) =>
  Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`site/pages/${index}.html`, `${version} ${index}`]),
  );
const oldSite = {
  'site/index.html': 'old',
  'site/Über uns.txt': 'never changes',
  ...pages('old'),
  'site/gone/a.txt': 'only in the old site',
  'site/film.bin': Buffer.alloc(300_000, 'old'),
};
const newSite = {
  'site/index.html': 'new site',
  'site/Über uns.txt': oldSite['site/Über uns.txt'],
  ...pages('a longer new page'),
  'site/added/b.txt': 'only in the new site',
  'site/film.bin': Buffer.alloc(300_000, 'new'),
};
/** The data connection on which nothing arrives anymore: more than the journal and the first files do. */
const lastConnection = 12;

for (const name of ['vsftpd', 'proftpd'] as const) {
  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    test(
      `${name} has the old site again after a deployment with ${publish} was killed and reverted`,
      { skip: skipWithout(name) },
      async () => {
        await using server = await start(name);
        await using workspace = await createWorkspace(oldSite);
        await using first = await deploy(server, server, { workspace, publish });
        assert.equal(first.exitCode, 0, first.log);
        const site = path.join(server.root, 'www');
        const deployed = await tree(site);

        await checkOut(workspace, newSite);
        await killHalfway(server, { workspace, publish });
        assert.notDeepEqual(await tree(site), deployed);

        await checkOut(workspace, oldSite);
        await using reverted = await deploy(server, server, { workspace, publish, attempt: 2 });
        assert.equal(reverted.exitCode, 0, reverted.log);
        assert.match(reverted.log, /uploaded again: an unfinished run may have changed it/);
        const found = await tree(site);
        assert.ok(found.delete('.htopen-ftps'));
        assertSameTree(found, await tree(path.join(workspace.path, 'site')));
      },
    );
  }
}

interface Deployment {
  readonly workspace: Workspace;
  readonly publish: PublishMode;
  /** A later attempt of the same job doesn't wait for the earlier one. */
  readonly attempt?: number;
  readonly onStart?: (process: ActionProcess) => void;
}

/** Deploys until nothing gets through anymore, then kills the process and cuts its connections, as a power cut does. */
async function killHalfway(server: RealServer, deployment: Deployment): Promise<void> {
  let action: ActionProcess | undefined;
  const proxy = await startFaultProxy({
    target: server,
    onConnection: ({ kind, number }) =>
      kind === 'data' && number === lastConnection ? { what: 'silence', at: 10 } : undefined,
  });
  const onStart = (process: ActionProcess) => {
    action = process;
  };
  const running = deploy(server, proxy, { ...deployment, onStart });
  await until(() => proxy.faults === 1);
  action?.kill('SIGKILL');
  await using run = await running;
  await proxy[Symbol.asyncDispose]();
  assert.equal(run.signal, 'SIGKILL', run.log);
}

function deploy(
  { username, password }: RealServer,
  { host, port }: Pick<FaultProxy, 'host' | 'port'>,
  { workspace, publish, attempt = 1, onStart }: Deployment,
): Promise<ActionRun> {
  return runAction({
    workspace: workspace.path,
    inputs: {
      ...{ server: host, port: String(port), username, password, publish },
      ...{ 'tls-ca': authority.cert, 'tls-server-name': 'localhost' },
      ...{ files: 'site', 'remote-dir': 'www', sync: 'changed', 'delete-removed': 'true' },
    },
    env: { GITHUB_RUN_ID: '1', GITHUB_JOB: 'deploy', GITHUB_RUN_ATTEMPT: String(attempt) },
    ...(onStart === undefined ? {} : { onStart }),
  });
}
