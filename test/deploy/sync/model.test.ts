import test from 'node:test';

import fc from 'fast-check';

import { exploreCrashes, trees } from './crash-matrix.ts';
import { check, historyArbitrary } from './histories.ts';
import { explorePairs } from './interleaving.ts';
import type { Features } from './model-server.ts';
import type { Publish } from './model-uploads.ts';

/** `SYNC_HISTORIES`: number of random histories; from 2,000 every command is interrupted, too. */
const histories = Number(process.env['SYNC_HISTORIES'] ?? 100);
const isComplete = histories >= 2_000;
const seed = Number(process.env['SYNC_SEED'] ?? 20_261_128);

const servers: Record<string, Features> = {
  'a server that supports everything': {},
  'a server without APPE': { noAppend: true },
  'a server without MDTM': { noMdtm: true },
  'a server that refuses to rename over a file': { noRenameOver: true },
  'a server that ignores case': { folds: true },
  'a server without STAT': { noListing: true },
  'a server that confirms DELE of a missing file': { confirmsMissing: true },
};
const modes: readonly Publish[] = ['direct', 'atomic', 'staged'];

test(`${histories} random histories end as planned, and nothing foreign is lost`, async () => {
  await fc.assert(fc.asyncProperty(historyArbitrary, check), { numRuns: histories, seed });
});

for (const [index, [server, features]] of Object.entries(servers).entries()) {
  for (const publish of modes) {
    if (!isComplete && index > 0) continue;
    test(`an interrupted ${publish} deployment is repaired on ${server}`, async () => {
      const stride = isComplete ? 1 : 23;
      await exploreCrashes({ features, publish, first: trees.a, stride });
      await exploreCrashes({ features, publish, stride });
    });
  }
}

for (const publish of modes) {
  for (const isFirst of isComplete ? [true, false] : [false]) {
    const what = isFirst ? 'first deployments' : 'deployments';
    test(`of two ${publish} ${what} at the same time one stops, and the next run repairs`, async () => {
      const strides = isComplete ? {} : { stride: 17, innerStride: 37 };
      await explorePairs({ features: {}, publish, isFirst }, strides);
    });
  }
}
