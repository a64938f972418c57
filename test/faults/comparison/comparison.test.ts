import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { faultCase } from '../fault-case.ts';
import type { FaultCase } from '../fault-case.ts';
import { comparableCases } from './cases.ts';
import type { Ending } from './client-process.ts';
import { ClientProcess } from './client-process.ts';
import type { Comparison } from './compare.ts';
import { compare } from './compare.ts';
import { contenders } from './contenders.ts';
import type { Job } from './job.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';
import { showComparison } from './show-comparison.ts';

const settings = { publish: 'direct', verify: 'size', setup: 'plain', often: 'once' } as const;

/** What basic-ftp and the action, atomic, come to in a case. */
const cases: readonly (readonly [FaultCase, Outcome, Outcome])[] = [
  [
    faultCase({ ...settings, step: 'QUIT', fault: 'none', where: 'first' }),
    'true-success',
    'true-success',
  ],
  [
    faultCase({ ...settings, step: 'data-middle', fault: 'full', where: 'middle' }),
    'false-success',
    'true-success',
  ],
  [
    faultCase({ ...settings, step: 'data-middle', fault: 'reset-5yz', where: 'middle' }),
    'partial-failure',
    'clean-failure',
  ],
  [
    faultCase({ ...settings, step: 'PASS', fault: '5yz', where: 'first' }),
    'clean-failure',
    'clean-failure',
  ],
];

test('the comparison tells what each client came to', async () => {
  const chosen = contenders.filter(({ name }) => /^basic-ftp|, atomic$/.test(name));
  const comparisons: Comparison[] = [];
  const onComparison = (comparison: Comparison) => comparisons.push(comparison);
  await compare(
    cases.map(([each]) => each),
    chosen,
    2,
    onComparison,
  );
  const found = new Map(comparisons.map(({ faultCase: { id }, outcomes }) => [id, outcomes]));
  for (const [{ id }, ...expected] of cases) assert.deepEqual(found.get(id), expected, id);
  const [head, basicFtp, action] = showComparison(chosen, comparisons).split('\n');
  assert.match(head ?? '', /^client +cases +success, and right +success, and wrong/);
  assert.match(basicFtp ?? '', /^basic-ftp \d+\.\d+\.\d+ +4 +1 +1 +1 +1 +0 +0$/);
  assert.match(action ?? '', /^this action, atomic +4 +2 +0 +2 +0 +0 +0$/);
});

test('the comparison leaves out what one of the clients does not come to', async () => {
  const notMet = faultCase({ ...settings, step: 'MODE', fault: '5yz', where: 'first' });
  const comparisons: Comparison[] = [];
  await compare([notMet], contenders.slice(0, 1), 1, (each) => comparisons.push(each));
  assert.deepEqual(comparisons, []);
});

test('every comparable case is in the matrix and stands for one only', () => {
  const ids = comparableCases().map(({ id }) => id);
  assert.ok(ids.length > 1_000, `${ids.length} cases`);
  assert.equal(new Set(ids).size, ids.length);
});

const endings: readonly (readonly [string, Ending, Ending | undefined])[] = [
  ['well', 'success', undefined],
  ['abort', 'crashed', undefined],
  ['throw', 'crashed', undefined],
  ['throw later', 'success', 'crashed'],
  ['well', 'success', undefined],
];

const brokenClient = fileURLToPath(new URL('broken-client.ts', import.meta.url));

function jobFor(name: string): Job {
  return { contender: { name, kind: 'basic-ftp' } } as Job;
}

test('a client that hangs is ended', async () => {
  await using client = new ClientProcess({ program: brokenClient, patienceMs: 100 });
  assert.equal(await client.run(jobFor('hang')), 'hung');
  assert.equal(await client.settle(), undefined);
  assert.deepEqual(client.deaths, []);
});

test('a client that crashes harms no other', async () => {
  await using client = new ClientProcess({ program: brokenClient });
  for (const [name, ending, aftermath] of endings) {
    assert.equal(await client.run(jobFor(name)), ending, name);
    assert.equal(await client.settle(), aftermath, name);
  }
  assert.deepEqual(client.deaths, ['SIGABRT', 'exit code 1', 'exit code 1']);
});

const files = [
  { remotePath: 'a', sizeBytes: 1, sha256: 'new', oldSha256: 'old' },
  { remotePath: 'b', sizeBytes: 1, sha256: 'new', oldSha256: undefined },
];

const judged: readonly (readonly [Ending, Readonly<Record<string, string>>, Outcome])[] = [
  ['success', { a: 'new', b: 'new' }, 'true-success'],
  ['success', { a: 'new' }, 'false-success'],
  ['success', { a: 'new', b: 'half' }, 'false-success'],
  ['failure', { a: 'old' }, 'clean-failure'],
  ['failure', { a: 'new', b: 'new' }, 'clean-failure'],
  ['failure', { a: 'old', b: 'half' }, 'partial-failure'],
  ['failure', {}, 'partial-failure'],
  ['hung', { a: 'half' }, 'hung'],
  ['crashed', { a: 'half' }, 'crashed'],
];

for (const [ending, disk, outcome] of judged) {
  test(`${ending} with ${JSON.stringify(disk)} on the disk is ${outcome}`, () => {
    assert.equal(outcomeOf(ending, new Map(Object.entries(disk)), { files }), outcome);
  });
}
