import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createCase } from '../fault-case.ts';
import type { FaultCase } from '../fault-case.ts';
import { comparableCases } from './cases.ts';
import type { Ending } from './client-process.ts';
import { ClientProcess } from './client-process.ts';
import { clients } from './clients.ts';
import type { Comparison } from './compare.ts';
import { compare } from './compare.ts';
import { formatComparison } from './format-comparison.ts';
import type { Job } from './job.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';

const settings = { publish: 'direct', verify: 'size', setup: 'plain', frequency: 'once' } as const;

const cases: readonly {
  readonly faultCase: FaultCase;
  readonly basicFtp: Outcome;
  /** With `publish: atomic`. */
  readonly action: Outcome;
}[] = [
  {
    faultCase: createCase({ ...settings, step: 'QUIT', fault: 'none', position: 'first' }),
    basicFtp: 'true-success',
    action: 'true-success',
  },
  {
    faultCase: createCase({ ...settings, step: 'data-middle', fault: 'full', position: 'middle' }),
    basicFtp: 'false-success',
    action: 'true-success',
  },
  {
    faultCase: createCase({
      ...{ ...settings, step: 'data-middle', fault: 'reset-5yz', position: 'middle' },
    }),
    basicFtp: 'partial-failure',
    action: 'clean-failure',
  },
  {
    faultCase: createCase({ ...settings, step: 'PASS', fault: '5yz', position: 'first' }),
    basicFtp: 'clean-failure',
    action: 'clean-failure',
  },
];

test('compare returns the outcome of each client', async () => {
  const chosen = clients.filter(({ name }) => /^basic-ftp|, atomic$/.test(name));
  const comparisons: Comparison[] = [];
  await compare(
    cases.map(({ faultCase }) => faultCase),
    { clients: chosen, concurrency: 2 },
    (comparison) => comparisons.push(comparison),
  );
  const found = new Map(comparisons.map(({ faultCase: { id }, outcomes }) => [id, outcomes]));
  for (const { faultCase, basicFtp, action } of cases) {
    assert.deepEqual(found.get(faultCase.id), [basicFtp, action], faultCase.id);
  }
  const [head, basicFtp, action] = formatComparison(chosen, comparisons).split('\n');
  assert.match(head ?? '', /^client +cases +correct success +false success/);
  assert.match(basicFtp ?? '', /^basic-ftp \d+\.\d+\.\d+ +4 +1 +1 +1 +1 +0 +0$/);
  assert.match(action ?? '', /^this action, atomic +4 +2 +0 +2 +0 +0 +0$/);
});

test('compare skips a case when a client does not reach its step', async () => {
  const unreached = createCase({ ...settings, step: 'MODE', fault: '5yz', position: 'first' });
  const comparisons: Comparison[] = [];
  await compare([unreached], { clients: clients.slice(0, 1), concurrency: 1 }, (each) =>
    comparisons.push(each),
  );
  assert.deepEqual(comparisons, []);
});

test('comparableCases returns each case once', () => {
  const ids = comparableCases().map(({ id }) => id);
  assert.ok(ids.length > 1_000, `${ids.length} cases`);
  assert.equal(new Set(ids).size, ids.length);
});

const runs: readonly {
  readonly client: string;
  readonly ending: Ending;
  readonly settled?: 'crashed';
}[] = [
  { client: 'works', ending: 'success' },
  { client: 'abort', ending: 'crashed' },
  { client: 'throw', ending: 'crashed' },
  { client: 'throw later', ending: 'success', settled: 'crashed' },
  { client: 'works', ending: 'success' },
];

const brokenClient = fileURLToPath(new URL('broken-client.ts', import.meta.url));

function jobFor(name: string): Job {
  return { client: { name, kind: 'basic-ftp' } } as Job;
}

test('ClientProcess kills a client that hangs', async () => {
  await using client = new ClientProcess({ program: brokenClient, hangMs: 100 });
  assert.equal(await client.run(jobFor('hang')), 'hung');
  assert.equal(await client.settle(), undefined);
  assert.deepEqual(client.crashes, []);
});

test('ClientProcess starts a new process after a crash', async () => {
  await using process = new ClientProcess({ program: brokenClient });
  for (const { client, ending, settled } of runs) {
    assert.equal(await process.run(jobFor(client)), ending, client);
    assert.equal(await process.settle(), settled, client);
  }
  // Windows has no signals: `abort` ends a process with the exit code that a shell shows for SIGABRT.
  const aborted = os.platform() === 'win32' ? 'exit code 134' : 'SIGABRT';
  assert.deepEqual(process.crashes, [aborted, 'exit code 1', 'exit code 1']);
});

const files = [
  { remotePath: 'a', sizeBytes: 1, sha256: 'new', oldSha256: 'old' },
  { remotePath: 'b', sizeBytes: 1, sha256: 'new', oldSha256: undefined },
];

const outcomes: readonly {
  readonly ending: Ending;
  readonly disk: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
}[] = [
  { ending: 'success', disk: { a: 'new', b: 'new' }, outcome: 'true-success' },
  { ending: 'success', disk: { a: 'new' }, outcome: 'false-success' },
  { ending: 'success', disk: { a: 'new', b: 'half' }, outcome: 'false-success' },
  { ending: 'failure', disk: { a: 'old' }, outcome: 'clean-failure' },
  { ending: 'failure', disk: { a: 'new', b: 'new' }, outcome: 'clean-failure' },
  { ending: 'failure', disk: { a: 'old', b: 'half' }, outcome: 'partial-failure' },
  { ending: 'failure', disk: {}, outcome: 'partial-failure' },
  { ending: 'hung', disk: { a: 'half' }, outcome: 'hung' },
  { ending: 'crashed', disk: { a: 'half' }, outcome: 'crashed' },
];

for (const { ending, disk, outcome } of outcomes) {
  test(`outcomeOf returns ${outcome} for ${ending} with ${JSON.stringify(disk)}`, () => {
    assert.equal(outcomeOf(ending, new Map(Object.entries(disk)), { files }), outcome);
  });
}
