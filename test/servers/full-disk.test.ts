/** Servers whose disk becomes full in the middle of a file. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { modeOf } from '../support/real-server-fixture.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { SERVER_NAMES } from '../support/real-servers/index.ts';
import { createWorkspace } from '../support/workspace.ts';
import { deploy, needs, openSession, withServer } from './deployment.ts';

const mebibyte = 1024 * 1024;
const diskBytes = 2 * mebibyte;
const largeBytes = 6 * mebibyte;

// pyftpdlib says nothing, so the run waits. The others use that time.
describe('a full disk', { concurrency: 4 }, () => {
  for (const name of SERVER_NAMES) {
    const mode = modeOf(name);

    for (const publish of ['direct', 'atomic', 'staged'] as const) {
      test(
        `a run fails truthfully when the disk of ${name} is full (${publish})`,
        needs(name),
        async (t) => {
          await using site = await createWorkspace({ 'a.txt': 'a', 'large.bin': largeBytes });
          await withServer(t, name, { mode, diskBytes }, async (server) => {
            const inputs = { 'tls-mode': mode, publish, retries: '0', timeout: '5' };
            const run = await deploy(t, server, site, inputs);
            assert.equal(run.exitCode, 1, run.log);
            const small = publish === 'staged' ? [] : ['/a.txt'];
            assert.deepEqual(uploadedFiles(run.outputs), small);
            assert.equal(run.outputs['uploaded-count'], String(small.length));
            assert.equal(run.outputs['failed-count'], '1');
            assert.match(run.log, /disk/i);

            assert.equal(await sizeOf(server, 'a.txt'), small.length === 0 ? undefined : 1);
            const left = await sizeOf(server, 'large.bin');
            if (publish === 'direct') {
              assert.ok(left !== undefined && left < largeBytes, `${left} bytes`);
              assert.match(run.log, /partial|incomplete/i);
            } else {
              assert.equal(left, undefined);
            }
          });
        },
      );
    }
  }
});

function uploadedFiles(outputs: Readonly<Record<string, string>>): string[] {
  const names = JSON.parse(outputs['uploaded-files'] ?? '[]') as string[];
  return names.map((name) => (name.startsWith('/') ? name : `/${name}`));
}

/** Size of a file according to the server, whose disk the tests don't see; `undefined` if it doesn't exist. */
async function sizeOf(server: RealServer, name: string): Promise<number | undefined> {
  using session = await openSession(server);
  if (modeOf(server.name) === 'explicit') {
    assert.match(await session.command('AUTH TLS'), /^234 /);
    await session.secure();
  }
  await session.login(server.username, server.password);
  const [, bytes] = /^213 (\d+)$/.exec(await session.command(`SIZE ${name}`)) ?? [];
  return bytes === undefined ? undefined : Number(bytes);
}
