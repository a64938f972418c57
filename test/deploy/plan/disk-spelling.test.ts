import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import { describeOutside, segmentsBelow } from '../../../src/deploy/plan/base-directory.ts';
import { DiskSpelling } from '../../../src/deploy/plan/disk-spelling.ts';

/** Lists the directories of an imaginary disk. */
const disk = (directories: Readonly<Record<string, readonly string[]>>) => (directory: string) =>
  directories[directory] ?? assert.fail(directory);

describe('DiskSpelling', () => {
  const mac = new DiskSpelling(
    disk({ '/': ['Users'], '/Users': ['ANNA'], '/Users/ANNA': ['X.TXT', 'cafe\u0301'] }),
    path.posix,
  );

  test('returns the spelling on the disk', () => {
    assert.equal(mac.of('/users/anna/x.txt', '/users/anna/x.txt'), '/Users/ANNA/X.TXT');
    assert.equal(
      mac.of('/Users/anna/caf\u00e9', '/Users/anna/caf\u00e9'),
      '/Users/ANNA/cafe\u0301',
    );
  });

  test('keeps what was read from the disk, and names that are not on it', () => {
    assert.equal(mac.of('/users/anna/sub/F.txt', '/users/anna'), '/Users/ANNA/sub/F.txt');
    assert.equal(mac.of('/Users/ANNA/new', '/Users/ANNA/new'), '/Users/ANNA/new');
  });

  test('keeps a name that is on the disk in several spellings', () => {
    const linux = new DiskSpelling(disk({ '/': ['a', 'A'] }), path.posix);
    assert.equal(linux.of('/a', '/a'), '/a');
    assert.equal(linux.of('/A', '/A'), '/A');
  });

  test('spells Windows paths', () => {
    const windows = new DiskSpelling(
      disk({ 'C:\\': ['Site'], 'C:\\Site': ['Index.html'] }),
      path.win32,
    );
    assert.equal(
      windows.of('C:\\site\\index.HTML', 'C:\\site\\index.HTML'),
      'C:\\Site\\Index.html',
    );
    assert.equal(windows.of('C:\\site\\x\\y', 'C:\\site'), 'C:\\Site\\x\\y');
  });
});

test('segmentsBelow ignores case on Windows, and finds nothing on another drive', () => {
  assert.deepEqual(segmentsBelow('C:\\site', 'c:\\SITE\\a\\b', path.win32), ['a', 'b']);
  assert.equal(segmentsBelow('C:\\site', 'D:\\site\\a', path.win32), undefined);
  assert.equal(segmentsBelow('C:\\site', 'C:\\other\\a', path.win32), undefined);
});

test('describeOutside names the drives instead of a relative path', () => {
  assert.equal(
    describeOutside('D:\\b.txt', 'C:\\', path.win32),
    'D:\\b.txt is on another drive than base-dir C:\\. Set "flatten: true", or upload the files of each drive in a step of their own.',
  );
});
