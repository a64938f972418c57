/**
 * One large file whose data connections are cut again and again: it must arrive whole, and what had arrived must not be
 * sent again.
 *
 *     npm test -- test/proxy/resume-large.test.ts                            128 MiB
 *     UPLOAD_MIB=1024 npm test -- test/proxy/resume-large.test.ts            1 GiB
 *     SEED=7 npm test -- test/proxy/resume-large.test.ts                     other places to cut at
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deployWorkspace } from '../support/deployment.ts';
import type { ConnectionFault, FaultProxy } from '../support/fault-proxy.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { seededRandom } from '../support/random.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';

const mebibyte = 1024 * 1024;
const sizeBytes = Number(process.env['UPLOAD_MIB'] ?? 128) * mebibyte;
const seed = Number(process.env['SEED'] ?? 1);
const cuts = 10;
const mostSent = 1.3;
/** ProFTPD takes seconds to hash what was put together from pieces. */
const timeoutMs = 30_000;

for (const name of ['vsftpd', 'proftpd'] as const) {
  for (const publish of ['direct', 'atomic'] as const) {
    test(
      `${name} gets a large file whole over ${cuts} cuts, ${publish}`,
      {
        skip: skipWithout(name),
      },
      async (t) => {
        const faults = planCuts();
        await using server = await start(name);
        await using proxy = await startFaultProxy({
          target: server,
          onConnection: ({ kind }) => (kind === 'data' ? faults.shift() : undefined),
        });
        await using files = await createWorkspace({ 'large.bin': sizeBytes });
        const { result, retried } = await deployWorkspace(
          files,
          { ...server, host: proxy.host, ca: authority.cert },
          { publish, retries: 20, firstPauseMs: 1, timeoutMs },
        );
        t.diagnostic(report(proxy, result.milliseconds));
        assert.equal(result.error, undefined, `${result.error?.message}\n${retried.join('\n')}`);
        assertSameTree(await tree(server.root), await tree(files.path));
        assert.equal(proxy.faults, cuts);
        assert.ok(proxy.data.bytesFromClient < mostSent * sizeBytes, report(proxy, 0));
      },
    );
  }
}

/** Cuts at random places of the whole file, each counted from where the connection before it was cut. */
function planCuts(): ConnectionFault[] {
  const random = seededRandom(seed);
  const places = Array.from({ length: cuts }, () => Math.floor(random() * sizeBytes));
  places.sort((a, b) => a - b);
  return places.map((place, index) => ({
    what: random() < 0.5 ? 'reset' : 'end',
    at: Math.max(place - (places[index - 1] ?? 0), 1),
  }));
}

function report({ data, control }: FaultProxy, milliseconds: number): string {
  const sent = (data.bytesFromClient / sizeBytes).toFixed(3);
  const seconds = (milliseconds / 1_000).toFixed(1);
  return `${sizeBytes / mebibyte} MiB, seed ${seed}: sent ${sent} times its size over ${data.connections} data connections and ${control.connections} control connections in ${seconds} s`;
}
