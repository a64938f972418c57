/** Two runs to the same directory at the same time: one starts and ends while the other one uploads a file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { StateError } from '../../src/deploy/index.ts';
import type { Deployed, DeploymentOptions } from '../support/deployment.ts';
import { deployWorkspace } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import type { UploadContext } from '../support/embedded-server/options.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import type { FileContent } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';
import {
  assertDeployed,
  nextAttempt,
  otherSite,
  publishModes,
  site,
  sync,
} from './sync-fixture.ts';

/** The first run waits for the second one in the middle of an upload. */
const patient = { timeoutMs: 120_000 };
const lastAttempt = syncSettings({ job: { runId: '1', job: 'deploy', attempt: 3 } });

/** A server that calls a function once, in the middle of an upload. */
async function createPausingFixture(files: Readonly<Record<string, FileContent>>) {
  const pause = {
    isDue: (() => false) as (upload: UploadContext) => boolean,
    meanwhile: () => Promise.resolve(),
  };
  const fixture = await createFixture(
    files,
    {},
    {
      onData: (upload) => {
        if (!pause.isDue(upload)) return undefined;
        pause.isDue = () => false;
        return { at: 'handshake', meanwhile: () => pause.meanwhile() };
      },
    },
  );
  return { fixture, pause };
}

/** Deploys other files to the same server. */
async function deployFiles(
  { server }: DeploymentFixture,
  files: Readonly<Record<string, FileContent>>,
  options: DeploymentOptions,
): Promise<Deployed> {
  await using workspace = await createWorkspace(files);
  return await deployWorkspace(workspace, server, options);
}

for (const publish of publishModes) {
  test(`of two interleaved runs, at most one succeeds, and the next one repairs both (${publish})`, async () => {
    const { fixture, pause } = await createPausingFixture(site);
    await using _fixture = fixture;
    // The first upload is the journal: the second run would wait for its author.
    for (let point = 2; ; point += 2) {
      await checkOut(fixture.files, site);
      await sync(fixture, { publish, sync: syncSettings({ mode: 'all' }) });
      await checkOut(fixture.files, { ...otherSite, 'img/a b.png': 2_000 });
      let uploads = 0;
      let second: Deployed | undefined;
      pause.isDue = () => (uploads += 1) === point;
      pause.meanwhile = async () => {
        second = await deployFiles(
          fixture,
          { ...site, 'index.html': '<h1>3</h1>' },
          {
            ...{ publish, sync: nextAttempt },
          },
        );
      };
      const first = await sync(fixture, { publish, ...patient });
      if (second === undefined) {
        assert.equal(first.result.error, undefined);
        assert.ok(point > 6, 'the first run was never interrupted');
        break;
      }
      const errors = [first, second].flatMap(({ result }) => result.error ?? []);
      assert.ok(errors.length > 0, `both runs succeeded, at upload ${point}`);
      for (const error of errors) {
        assert.ok(error instanceof StateError, error.message);
        assert.equal(error.reason, 'other-run');
      }
      await checkOut(fixture.files, site);
      const repaired = await sync(fixture, { publish, sync: lastAttempt });
      await assertDeployed(fixture, repaired.result);
    }
  });
}

test('a run without sync that ends after another run has finished is repaired', async () => {
  const { fixture, pause } = await createPausingFixture(site);
  await using _fixture = fixture;
  await sync(fixture);
  await fixture.files.write('css/main.css', 'b {}');
  pause.isDue = ({ path }) => path === '/css/main.css';
  pause.meanwhile = async () => {
    const { result } = await sync(fixture);
    assert.equal(result.error, undefined);
  };
  const plain = await deployFiles(fixture, { 'css/main.css': 'x {}' }, patient);
  assert.equal(plain.result.error, undefined);
  assert.equal(await fixture.remoteText('css/main.css'), 'x {}');
  await assertDeployed(fixture, (await sync(fixture)).result);
});
