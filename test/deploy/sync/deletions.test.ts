import assert from 'node:assert/strict';
import test from 'node:test';

import { compare } from '../../../src/deploy/sync/comparison.ts';
import type { Candidate, DeletionConditions } from '../../../src/deploy/sync/deletions.ts';
import {
  isWithinLimit,
  ownershipOf,
  reasonAgainstDeletions,
  removableDirectories,
} from '../../../src/deploy/sync/deletions.ts';
import { combine } from '../../../src/deploy/sync/journal.ts';

const doubt = (before: number | null | undefined, planned: number) => ({ before, planned });
const minute = 60_000;

const cases: Record<string, readonly [Partial<Candidate>, ReturnType<typeof ownershipOf>]> = {
  'has the recorded size': [{ recordedSize: 100, observed: 100 }, 'ours'],
  'has another size': [{ recordedSize: 100, observed: 99 }, 'edited'],
  'is missing': [{ recordedSize: 100, observed: 'missing' }, 'gone'],
  "can't be confirmed": [{ recordedSize: 100, observed: 'unknown' }, 'unconfirmed'],
  'has no recorded size': [{ recordedSize: null, observed: 100 }, 'unconfirmed'],
  'has the planned size of an interrupted upload': [
    { recordedSize: 100, observed: 120, doubts: [doubt(100, 120)] },
    'ours',
  ],
  'was new and has the planned size': [{ observed: 120, doubts: [doubt(null, 120)] }, 'ours'],
  "existed before, wasn't ours, and has the planned size": [
    { observed: 120, doubts: [doubt(50, 120)] },
    'unconfirmed',
  ],
  'has a size that was unknown before': [
    { observed: 120, doubts: [doubt(undefined, 120)] },
    'unconfirmed',
  ],
  'was edited before the interrupted run': [
    {
      recordedSize: 100,
      observed: 80,
      doubts: [doubt(80, 120)],
      modifiedMs: 0,
      journalModifiedMs: 0,
    },
    'edited',
  ],
  'is a part that was written during the interrupted run': [
    { observed: 60, doubts: [doubt(null, 120)], modifiedMs: 3 * minute, journalModifiedMs: 0 },
    'ours',
  ],
  'is a part that was written later': [
    { observed: 60, doubts: [doubt(null, 120)], modifiedMs: 3 * minute + 1, journalModifiedMs: 0 },
    'unconfirmed',
  ],
  'is a part of unknown time': [{ observed: 60, doubts: [doubt(null, 120)] }, 'unconfirmed'],
  'is larger than planned': [
    { observed: 121, doubts: [doubt(null, 120)], modifiedMs: 0, journalModifiedMs: 0 },
    'unconfirmed',
  ],
};
for (const [what, [candidate, expected]] of Object.entries(cases)) {
  test(`a file that ${what} counts as ${expected}`, () => {
    const start: Candidate = { recordedSize: undefined, doubts: [], observed: 'missing' };
    assert.equal(ownershipOf({ ...start, ...candidate }), expected);
  });
}

const knowledge = combine(
  {
    repository: {},
    remoteDirectory: '',
    generation: 1,
    writtenAt: '',
    selection: { files: [], exclude: [], baseDir: '', flatten: false },
    files: new Map([['a', { sizeBytes: 1, sha256: 'x' }]]),
    directories: new Set(),
    digest: 'd',
  },
  undefined,
);
const conditions: DeletionConditions = {
  isRequested: true,
  hasState: true,
  isAdopted: false,
  isTakenOver: false,
  knowledge,
  planned: new Set(['a', 'b']),
  limit: { value: 50, isPercentage: true },
  selection: 's',
  stateSelection: 's',
};
const reasons: Record<string, readonly [Partial<DeletionConditions>, string | undefined]> = {
  'everything allows it': [{}, undefined],
  'delete-removed is off': [{ isRequested: false }, 'not-requested'],
  'there was no state': [{ hasState: false }, 'no-state'],
  'the state was adopted': [{ isAdopted: true }, 'adopted'],
  'the state was taken over': [{ isTakenOver: true }, 'taken-over'],
  'the journal is broken': [
    { knowledge: { ...knowledge, uncertainty: 'it is empty' } },
    'uncertain',
  ],
  'nothing is planned': [{ planned: new Set() }, 'empty-plan'],
  'nothing is in common': [{ planned: new Set(['b']) }, 'nothing-in-common'],
  'nothing is in common, and 100% is allowed': [
    { planned: new Set(['b']), limit: { value: 100, isPercentage: true } },
    undefined,
  ],
  'files were selected in another way': [{ stateSelection: 't' }, 'other-selection'],
  'an interrupted run selected files in another way': [
    { knowledge: { ...knowledge, selections: new Set(['t']) } },
    'other-selection',
  ],
};
for (const [when, [change, expected]] of Object.entries(reasons)) {
  test(`a run ${expected === undefined ? 'may delete' : 'deletes nothing'} when ${when}`, () => {
    assert.equal(reasonAgainstDeletions({ ...conditions, ...change }), expected);
  });
}

const paths = (count: number, directory = 'd') =>
  Array.from({ length: count }, (_, index) => `${directory}/${index}`);
const limits: readonly {
  readonly title: string;
  readonly deletions: readonly string[];
  readonly newFiles?: readonly string[];
  readonly limit: string;
  readonly knownFiles?: number;
  readonly isWithin: boolean;
}[] = [
  { title: '50 of 100 files at 50%', deletions: paths(50), limit: '50%', isWithin: true },
  { title: '51 of 100 files at 50%', deletions: paths(51), limit: '50%', isWithin: false },
  {
    title: '5 of 5 files at 50%',
    deletions: paths(5),
    limit: '50%',
    knownFiles: 5,
    isWithin: true,
  },
  {
    title: '6 of 6 files at 50%',
    deletions: paths(6),
    limit: '50%',
    knownFiles: 6,
    isWithin: false,
  },
  {
    title: '6 of 6 files at 100%',
    deletions: paths(6),
    limit: '100%',
    knownFiles: 6,
    isWithin: true,
  },
  { title: '3 files at 3', deletions: paths(3), limit: '3', isWithin: true },
  { title: '4 files at 3', deletions: paths(4), limit: '3', isWithin: false },
  {
    title: '4 files at 3, with a new file beside them',
    deletions: paths(4),
    newFiles: ['d/new'],
    limit: '3',
    isWithin: true,
  },
  {
    title: '4 files at 3, with a new file elsewhere',
    deletions: paths(4),
    newFiles: ['e/new'],
    limit: '3',
    isWithin: false,
  },
  {
    title: '1 file at 0, with a new file beside it',
    deletions: paths(1),
    newFiles: ['d/new'],
    limit: '0',
    isWithin: false,
  },
  { title: 'no file at 0', deletions: [], limit: '0', isWithin: true },
];
for (const { title, deletions, newFiles = [], limit, knownFiles = 100, isWithin } of limits) {
  test(`max-deletions ${isWithin ? 'allows' : 'forbids'} to delete ${title}`, () => {
    const parsed = { value: Number.parseInt(limit, 10), isPercentage: limit.endsWith('%') };
    assert.equal(isWithinLimit(deletions, newFiles, { limit: parsed, knownFiles }), isWithin);
  });
}

for (const [known, planned] of [
  ['A.css', 'a.css'],
  ['caf\u00e9', 'cafe\u0301'],
  ['name.', 'name'],
  ['dir /a', 'dir/a'],
  ['\u00c4.css', '\u00e4.css'],
]) {
  test(`a known ${known!} is never removed while ${planned!} is planned`, () => {
    const version = { sizeBytes: 1, sha256: 'x' };
    const comparison = compare({
      planned: new Map([[planned!, version]]),
      knowledge: { ...knowledge, records: new Map([[known!, version]]) },
      uploadsAll: false,
      existsLocally: () => false,
    });
    assert.deepEqual([...comparison.removed], []);
    assert.deepEqual([...comparison.respelled], [known]);
  });
}

test('removableDirectories leaves directories with files, deepest first', () => {
  const directories = ['a', 'a/b', 'a/b/c', 'd', 'E'];
  assert.deepEqual(removableDirectories(directories, ['d/file', 'e/x']), ['a/b/c', 'a/b', 'a']);
});

test('removableDirectories leaves a directory in whose place a file is', () => {
  assert.deepEqual(removableDirectories(['a', 'A/b', 'c'], ['a']), ['A/b', 'c']);
});
