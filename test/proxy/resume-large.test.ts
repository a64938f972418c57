/**
 * Uploads one large file while its data connections are disrupted repeatedly. The file must be complete in the end, and
 * only a small part of it may be sent more than once.
 *
 *     npm test -- test/proxy/resume-large.test.ts                            64 MiB
 *     UPLOAD_MIB=1024 npm test -- test/proxy/resume-large.test.ts            1 GiB
 *     SEED=7 npm test -- test/proxy/resume-large.test.ts                     other random positions
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
const sizeBytes = Number(process.env['UPLOAD_MIB'] ?? 64) * mebibyte;
const seed = Number(process.env['SEED'] ?? 1);
const disruptions = 5;
const maxSent = 1.3;
/** ProFTPD takes seconds to hash a resumed file. */
const timeoutMs = 30_000;
/** Settings that allow uploads to be resumed. */
const resumable = { vsftpd: [], proftpd: ['AllowStoreRestart on'] } as const;

for (const name of ['vsftpd', 'proftpd'] as const) {
  for (const publish of ['direct', 'atomic'] as const) {
    test(
      `a large file is complete on ${name} after ${disruptions} resumed uploads with ${publish}`,
      {
        skip: skipWithout(name),
      },
      async (t) => {
        const faults = planFaults();
        await using server = await start(name, { settings: resumable[name] });
        await using proxy = await startFaultProxy({
          target: server,
          onConnection: ({ kind }) => (kind === 'data' ? faults.shift() : undefined),
        });
        await using files = await createWorkspace({ 'large.bin': sizeBytes });
        const startedAt = performance.now();
        const { result, retried } = await deployWorkspace(
          files,
          { ...server, host: proxy.host, ca: authority.cert },
          { publish, retries: 20, firstPauseMs: 1, timeoutMs },
        );
        const summary = summarize(proxy, performance.now() - startedAt);
        t.diagnostic(summary);
        assert.equal(result.error, undefined, `${result.error?.message}\n${retried.join('\n')}`);
        assertSameTree(await tree(server.root), await tree(files.path));
        assert.equal(proxy.faults, disruptions);
        assert.ok(proxy.data.bytesFromClient < maxSent * sizeBytes, summary);
      },
    );
  }
}

/** Disruptions at random positions of the file, each relative to the previous one. */
function planFaults(): ConnectionFault[] {
  const random = seededRandom(seed);
  const positions = Array.from({ length: disruptions }, () => Math.floor(random() * sizeBytes));
  positions.sort((a, b) => a - b);
  return positions.map((position, index) => ({
    what: random() < 0.5 ? 'reset' : 'end',
    at: Math.max(position - (positions[index - 1] ?? 0), 1),
  }));
}

function summarize({ data, control }: FaultProxy, milliseconds: number): string {
  const sent = (data.bytesFromClient / sizeBytes).toFixed(3);
  const seconds = (milliseconds / 1_000).toFixed(1);
  return `${sizeBytes / mebibyte} MiB, seed ${seed}: sent ${sent} times its size over ${data.connections} data connections and ${control.connections} control connections in ${seconds} s`;
}
