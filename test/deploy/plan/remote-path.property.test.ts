import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import fc from 'fast-check';

import { PlanError } from '../../../src/deploy/errors.ts';
import type { Plan } from '../../../src/deploy/plan/plan.ts';
import { planUploads } from '../../../src/deploy/plan/plan.ts';
import {
  normalizeRemoteDirectory,
  remotePathProblem,
} from '../../../src/deploy/plan/remote-path.ts';
import { check, property, runs, seed } from '../../ftps/property.ts';

const segment = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'a',
    'b',
    '-a',
    '~',
    ' ',
    '...',
    '..\\x',
    'a\\..\\..',
    '\\',
    '%2e%2e',
    'ü',
    '日本',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', '\0', '\r', '\n'), maxLength: 6 }),
);
const pathText = fc
  .tuple(fc.boolean(), fc.array(segment, { maxLength: 6 }))
  .map(([absolute, all]) => (absolute ? '/' : '') + all.join('/'));
const base = path.resolve('/work space/site');
const localPath = fc
  .array(segment, { minLength: 1, maxLength: 5 })
  .map((all) => path.resolve(base, all.join('/').replace(/^\/+/, '')));

/** Whether a path leaves the directory on a server that also accepts backslashes as separators. */
function leaves(directory: string, remotePath: string): boolean {
  const root = path.posix.resolve('/login', directory.replaceAll('\\', '/'));
  const end = path.posix.resolve('/login', remotePath.replaceAll('\\', '/'));
  return end !== root && !end.startsWith(root === '/' ? '/' : `${root}/`);
}

function plan(files: readonly string[], directory: string, flatten: boolean): Plan | undefined {
  try {
    const found = {
      files: files.map((file) => ({ path: file, sizeBytes: 1, modifiedMs: 0 })),
      commonDirectory: base,
      skipped: { gitFiles: 0, links: 0, danglingLinks: [], excluded: [] },
      ...{ unmatchedPatterns: [], warnings: [] },
      problems: [],
    };
    return planUploads(found, { baseDirectory: base, remoteDirectory: directory, flatten });
  } catch (error) {
    assert.ok(error instanceof PlanError, String(error));
    assert.ok(error.problems.length > 0);
    return undefined;
  }
}

const properties = [
  property(
    'planUploads returns only paths inside the remote directory',
    [fc.array(localPath, { maxLength: 5 }), pathText, fc.boolean()],
    (files, text, flatten) => {
      const directory = normalizeRemoteDirectory(text);
      if (remotePathProblem(directory) !== undefined) return;
      const planned = plan(files, directory, flatten);
      const uploads = planned?.uploads.map(({ remotePath }) => remotePath) ?? [];
      for (const remote of [...uploads, ...(planned?.directories ?? [])]) {
        assert.doesNotMatch(remote, /[\r\n\0]/);
        // In the login directory, names may start with a backslash.
        if (!remote.startsWith('\\')) assert.equal(leaves(directory, remote), false, remote);
      }
    },
  ),

  property(
    'planUploads returns a unique remote path for every file, sorted',
    [fc.array(localPath, { maxLength: 5 }), fc.boolean()],
    (files, flatten) => {
      const planned = plan(files, 'www', flatten);
      if (planned === undefined) return;
      const paths = planned.uploads.map(({ remotePath }) => remotePath);
      assert.equal(paths.length, files.length);
      assert.deepEqual(
        paths,
        [...new Set(paths)].sort((a, b) => (a < b ? -1 : 1)),
      );
    },
  ),

  property('normalizeRemoteDirectory is idempotent', [pathText], (text) => {
    const once = normalizeRemoteDirectory(text);
    assert.equal(normalizeRemoteDirectory(once), once);
    assert.equal(once.startsWith('/'), text.startsWith('/'));
    assert.doesNotMatch(once.slice(1), /\/$|\/\//);
  }),

  property('remotePathProblem rejects every path with a parent segment', [pathText], (text) => {
    if (remotePathProblem(text) !== undefined) return;
    assert.ok(!text.split(/[/\\]/).includes('..'));
    assert.ok(Buffer.byteLength(text) <= 4_000);
  }),
];

for (const claim of properties) {
  test(`${claim.title}, ${runs} times`, () => {
    check(claim, runs, seed);
  });
}
