import assert from 'node:assert/strict';
import path from 'node:path';

import fc from 'fast-check';

import { PlanError } from '../../../src/deploy/errors.ts';
import type { Plan } from '../../../src/deploy/plan/plan.ts';
import { planUploads } from '../../../src/deploy/plan/plan.ts';
import {
  normalizeRemoteDirectory,
  remotePathProblem,
  wirePath,
} from '../../../src/deploy/plan/remote-path.ts';
import { property } from '../../ftps/property.ts';

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

/** Where a server would end that takes the path literally, backslashes for slashes included. */
function leaves(directory: string, remotePath: string): boolean {
  const root = path.posix.resolve('/login', directory.replaceAll('\\', '/'));
  const end = path.posix.resolve('/login', remotePath.replaceAll('\\', '/'));
  return end !== root && !end.startsWith(root === '/' ? '/' : `${root}/`);
}

function plan(files: readonly string[], directory: string, flatten: boolean): Plan | undefined {
  try {
    return planUploads(
      files.map((file) => ({ path: file, sizeBytes: 1, modifiedMs: 0 })),
      { baseDirectory: base, remoteDirectory: directory, flatten },
    );
  } catch (error) {
    assert.ok(error instanceof PlanError, String(error));
    assert.ok(error.problems.length > 0);
    return undefined;
  }
}

export const remotePathProperties = [
  property(
    'planUploads never leaves the remote directory',
    [fc.array(localPath, { maxLength: 5 }), pathText, fc.boolean()],
    (files, text, flatten) => {
      const directory = normalizeRemoteDirectory(text);
      if (remotePathProblem(directory) !== undefined) return;
      const planned = plan(files, directory, flatten);
      const uploads = planned?.uploads.map(({ remotePath }) => remotePath) ?? [];
      for (const remote of [...uploads, ...(planned?.directories ?? [])]) {
        const sent = wirePath(remote);
        assert.doesNotMatch(sent, /[\r\n\0]/);
        // In the login directory, a name that begins with a backslash is sent as it is.
        if (!sent.startsWith('\\')) assert.equal(leaves(directory, sent), false, sent);
      }
    },
  ),

  property(
    'planUploads gives every file its own remote path, in order, and no file twice',
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

  property(
    'normalizeRemoteDirectory has nothing more to do the second time',
    [pathText],
    (text) => {
      const once = normalizeRemoteDirectory(text);
      assert.equal(normalizeRemoteDirectory(once), once);
      assert.equal(once.startsWith('/'), text.startsWith('/'));
      assert.doesNotMatch(once.slice(1), /\/$|\/\//);
    },
  ),

  property('remotePathProblem lets no path through that climbs', [pathText], (text) => {
    if (remotePathProblem(text) !== undefined) return;
    assert.ok(!text.split(/[/\\]/).includes('..'));
    assert.ok(Buffer.byteLength(text) <= 4_000);
  }),
];
