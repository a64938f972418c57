import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { parseMachineLine } from '../../../src/ftps/listing/machine-line.ts';

const noon = Date.UTC(2001, 1, 3, 12, 5, 6);

describe('parseMachineLine parses a line of', () => {
  const lines = {
    ProFTPD:
      'modify=20010203120506;perm=r;size=9;type=file;unique=FD00U1;UNIX.group=2001;UNIX.mode=0644; plain.txt',
    'Pure-FTPd':
      'type=file;size=9;modify=20010203120506;UNIX.mode=0644;UNIX.uid=2001;unique=fd00g1; plain.txt',
    pyftpdlib: 'modify=20010203120506;perm=r;size=9;type=file;unique=fd00g1; plain.txt',
    aioftp: 'Size=9;Create=20010203120506;Modify=20010203120506;Type=file; plain.txt',
    'a server that ends facts without a semicolon':
      'type=FILE;size=9;modify=20010203120506 plain.txt',
  };
  for (const [server, line] of Object.entries(lines)) {
    test(server, () => {
      const expected = { name: 'plain.txt', isFile: true, sizeBytes: 9, modifiedMs: noon };
      assert.deepEqual(parseMachineLine(line), expected);
    });
  }

  test('FileZilla, with milliseconds', () => {
    const line = 'type=file;size=9;modify=20010203120506.789;perms=r; a';
    assert.equal(parseMachineLine(line)?.modifiedMs, noon + 789);
  });
});

describe('parseMachineLine returns', () => {
  const none = { isFile: false, sizeBytes: undefined };
  const cases: readonly (readonly [title: string, line: string, expected: unknown])[] = [
    ['a directory', 'type=dir;sizd=4096; www', { name: 'www', ...none }],
    ['no size for a directory', 'type=dir;size=4096; www', { name: 'www', ...none }],
    ['the current directory', 'type=cdir;sizd=4096; .', { name: '.', ...none }],
    ['the parent directory', 'type=pdir;sizd=4096; ..', { name: '..', ...none }],
    ['no file for a link', 'type=OS.unix=slink:;size=9; a', { name: 'a', ...none }],
    [
      'no file for a link of another form',
      'type=OS.unix=symlink;size=9; a',
      { name: 'a', ...none },
    ],
    ['no file without a type', 'size=9; a', { name: 'a', ...none }],
    ['no file without facts', ' a', { name: 'a', ...none }],
    [
      'no size for a size that is no number',
      'type=file;size=4.0k; a',
      { name: 'a', isFile: true, sizeBytes: undefined },
    ],
    [
      'a name with spaces',
      'type=file;size=9; two  words ',
      { name: 'two  words ', isFile: true, sizeBytes: 9 },
    ],
    [
      'a name with a leading space',
      'type=file;size=9;  a',
      { name: ' a', isFile: true, sizeBytes: 9 },
    ],
    [
      'a name with a line feed',
      'type=file;size=9; a\nb',
      { name: 'a\nb', isFile: true, sizeBytes: 9 },
    ],
    [
      'no time where there is no such day',
      'type=file;size=9;modify=20010231120506; a',
      { name: 'a', isFile: true, sizeBytes: 9 },
    ],
    ['nothing for a line without a name', 'type=file;size=9;', undefined],
    ['nothing for an empty line', '', undefined],
  ];
  for (const [title, line, expected] of cases) {
    test(title, () => {
      assert.deepEqual(parseMachineLine(line), expected);
    });
  }
});
