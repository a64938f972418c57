/**
 * What a proxy can do to the connections with a real server, without reading them: at the first, a middle and the last
 * byte, once and always. Whatever it does, the result and the server's disk must agree.
 *
 *     npm test -- test/proxy/matrix.test.ts                every fourth case
 *     CASES=all npm test -- test/proxy/matrix.test.ts      all of them
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PublishMode } from '../../src/deploy/index.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { skipWithout, start } from '../support/real-server-fixture.ts';
import type { Case, HowOften } from './matrix.ts';
import { casesFor, measure, play } from './matrix.ts';

/** Cases at one time; each has an address of its own, since all proxies listen at the server's ports. */
const lanes = Array.from({ length: 8 }, (_, index) => `127.0.0.${2 + index}`);

const playsAll = process.env['CASES'] === 'all';

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(`${name} behind a proxy that makes faults`, { skip: skipWithout(name) }, async (t) => {
    await using server = await start(name);
    const runs = await planRuns(server);
    const total = runs.length;
    const { problems, struck, succeeded } = await playAll(runs, server);
    t.diagnostic(`${total} cases: ${struck} faults struck, ${succeeded} runs succeeded`);
    assert.equal(problems.join('\n'), '');
    // The last bytes are not the same ones in every run.
    assert.ok(struck > total * 0.6, 'too many faults never happened');
  });
}

interface Run {
  readonly one: Case;
  readonly publish: PublishMode;
  readonly often: HowOften;
}

async function planRuns(server: RealServer): Promise<Run[]> {
  const runs: Run[] = [];
  let turn = 0;
  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    const all = casesFor(await measure(server, publish));
    for (const often of ['once', 'always'] as const) {
      turn += 1;
      const cases = all.filter((_, index) => playsAll || (index + turn) % 4 === 0);
      runs.push(...cases.map((one) => ({ one, publish, often })));
    }
  }
  return runs;
}

async function playAll(runs: readonly Run[], server: RealServer) {
  const waiting = [...runs.entries()];
  const problems: string[] = [];
  let struck = 0;
  let succeeded = 0;
  await Promise.all(
    lanes.map(async (host) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, { one, publish, often }] = next;
        const directory = `${publish}-${often}-${index}`;
        const outcome = await play(one, { server, host, publish, often, directory });
        if (outcome.hasStruck) struck += 1;
        if (outcome.succeeded) succeeded += 1;
        if (outcome.problems.length > 0) {
          const name = `${publish}, ${often}, ${one.name}:`;
          problems.push([name, ...outcome.problems].join('\n    '));
        }
      }
    }),
  );
  return { problems, struck, succeeded };
}
