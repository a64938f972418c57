/**
 * What a proxy can do to the connections with a real server, without reading them: at the first, a middle and the last
 * byte, once and always. Whatever it does, the result and the server's disk must agree.
 *
 *     npm test -- test/proxy/matrix.test.ts                every third case
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
const lanes = Array.from({ length: 12 }, (_, index) => `127.0.0.${2 + index}`);

const playsAll = process.env['CASES'] === 'all';

for (const name of ['vsftpd', 'proftpd'] as const) {
  test(`${name} behind a proxy that makes faults`, { skip: skipWithout(name) }, async (t) => {
    await using server = await start(name);
    let turn = 0;
    for (const publish of ['direct', 'atomic', 'staged'] as const) {
      const all = casesFor(await measure(server, publish));
      for (const often of ['once', 'always'] as const) {
        turn += 1;
        const cases = all.filter((_, index) => playsAll || (index + turn) % 3 === 0);
        await t.test(`${publish}, ${often}, ${cases.length} cases`, async (t) => {
          const { struck, succeeded } = await playAll(cases, server, publish, often);
          t.diagnostic(`${struck} faults struck, ${succeeded} runs succeeded`);
          // The last bytes are not the same ones in every run.
          assert.ok(struck > cases.length * 0.6, 'too many faults never happened');
        });
      }
    }
  });
}

async function playAll(
  cases: readonly Case[],
  server: RealServer,
  publish: PublishMode,
  often: HowOften,
) {
  const waiting = [...cases.entries()];
  const problems: string[] = [];
  let struck = 0;
  let succeeded = 0;
  await Promise.all(
    lanes.map(async (host) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, one] = next;
        const directory = `${publish}-${often}-${index}`;
        const outcome = await play(one, { server, host, publish, often, directory });
        if (outcome.hasStruck) struck += 1;
        if (outcome.succeeded) succeeded += 1;
        if (outcome.problems.length > 0) {
          problems.push([`${one.name}:`, ...outcome.problems].join('\n    '));
        }
      }
    }),
  );
  assert.equal(problems.join('\n'), '');
  return { struck, succeeded };
}
