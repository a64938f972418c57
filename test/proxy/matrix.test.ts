/**
 * Uploads to real servers through a proxy that disrupts a connection at its first, a middle or its last byte, once or
 * always. In every case the result must match the server's disk.
 *
 *     npm test -- test/proxy/matrix.test.ts                every sixth case
 *     CASES=all npm test -- test/proxy/matrix.test.ts      all cases
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RealServer } from '../support/real-servers/index.ts';
import { skipWithout, start } from '../support/real-server-fixture.ts';
import type { ProxyCase } from './matrix.ts';
import { faultsFor, measure, runCase } from './matrix.ts';

/** One per worker, because every proxy listens on the ports of the server. */
const addresses = Array.from({ length: 8 }, (_, index) => `127.0.0.${2 + index}`);

const runsAllCases = process.env['CASES'] === 'all';

for (const name of ['vsftpd', 'proftpd'] as const) {
  const title = `a deployment to ${name} reports the true state of every file after a network fault`;
  test(title, { skip: skipWithout(name) }, async (t) => {
    await using server = await start(name);
    const cases = await chooseCases(server);
    const { problems, hits, successes } = await runAll(cases, server);
    t.diagnostic(`${cases.length} cases, ${hits} hit, ${successes} succeeded`);
    assert.equal(problems.join('\n'), '');
    // The number of bytes varies, so a fault at the last byte may not be reached.
    assert.ok(hits > cases.length * 0.6, 'too few faults were reached');
  });
}

async function chooseCases(server: RealServer): Promise<ProxyCase[]> {
  const cases: ProxyCase[] = [];
  let turn = 0;
  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    const faults = faultsFor(await measure(server, publish));
    for (const frequency of ['once', 'always'] as const) {
      turn += 1;
      const chosen = faults.filter((_, index) => runsAllCases || (index + turn) % 6 === 0);
      cases.push(...chosen.map((proxyFault) => ({ proxyFault, publish, frequency })));
    }
  }
  return cases;
}

async function runAll(cases: readonly ProxyCase[], server: RealServer) {
  const queue = cases.entries();
  const problems: string[] = [];
  let hits = 0;
  let successes = 0;
  const worker = async (host: string) => {
    for (const [index, proxyCase] of queue) {
      const { proxyFault, publish, frequency } = proxyCase;
      const directory = `${publish}-${frequency}-${index}`;
      const result = await runCase(proxyCase, { server, host, directory });
      if (result.wasHit) hits += 1;
      if (result.succeeded) successes += 1;
      if (result.problems.length > 0) {
        const name = `${publish}, ${frequency}, ${proxyFault.name}:`;
        problems.push([name, ...result.problems].join('\n    '));
      }
    }
  };
  await Promise.all(addresses.map(worker));
  return { problems, hits, successes };
}
