import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { parseStatusLine } from '../../../src/ftps/listing/status-line.ts';

const file = (name: string, sizeBytes?: number) => ({ name, isFile: true, sizeBytes });

describe('parseStatusLine parses a line of', () => {
  const lines = {
    vsftpd: '-rw-r--r--    1 2001     2001            9 Feb 03  2001 plain.txt',
    ProFTPD: '-rw-r--r--   1 deploy   2001            9 Feb  3  2001 plain.txt',
    'Pure-FTPd': '-rw-r--r--    1 2001       deploy              9 Feb  2  2001 plain.txt',
    pyftpdlib: '-rw-r--r--   1 deploy   deploy          9 Feb 03  2001 plain.txt',
    FileZilla: '-rw-rw-rw- 1 ftp ftp               9 Feb 03  2001 plain.txt',
    'ftp-srv': '-rw-r--r-- 1 2001 2001            9 Feb 03  2001 plain.txt',
    'a server that indents lines':
      ' -rw-r--r--    1 2001     2001            9 Nov 28 09:06 plain.txt',
  };
  for (const [server, line] of Object.entries(lines)) {
    test(server, () => {
      assert.deepEqual(parseStatusLine(line), file('plain.txt', 9));
    });
  }
});

describe('parseStatusLine returns', () => {
  const start = '-rw-r--r--    1 2001     2001  ';
  const cases: readonly (readonly [title: string, line: string, expected: unknown])[] = [
    ['a name with spaces', `${start} 9 Feb 03  2001 two  words `, file('two  words ', 9)],
    ['a name with a leading space', `${start} 9 Feb 03  2001  a`, file(' a', 9)],
    ['a name with a line feed', `${start} 9 Feb 03  2001 a\nb`, file('a\nb', 9)],
    [
      'a name that looks like a date',
      `${start} 9 Feb 03  2001 Feb 03  2001 a`,
      file('Feb 03  2001 a', 9),
    ],
    ['a name that looks like a link', `${start} 9 Feb 03  2001 a -> b`, file('a -> b', 9)],
    ['a large size', `${start} 1234567890123 Feb 03  2001 a`, file('a', 1_234_567_890_123)],
    ['no size where it is rounded', `${start} 4.0k Feb 03  2001 a`, file('a')],
    ['no size where it has too many digits', `${start} 1234567890123456 Feb 03  2001 a`, file('a')],
    [
      'a directory without a size',
      'drwxr-xr-x    2 2001     2001         4096 Nov 28 09:06 www',
      { name: 'www', isFile: false, sizeBytes: undefined },
    ],
    ['nothing for a link', 'lrwxrwxrwx    1 0    0     9 Feb 03  2001 a -> b', undefined],
    ['nothing for a device', 'crw-rw-rw-    1 0    0   1, 3 Feb 03  2001 null', undefined],
    [
      'nothing for an owner with a space',
      '-rw-r--r-- 1 Domain Users 9 9 Feb 03  2001 a',
      undefined,
    ],
    ['nothing for an unknown date', `${start} 9 ??? ?? ????? a`, undefined],
    ['nothing for a line of another format', '07-01-26  12:00PM   9 a', undefined],
    ['nothing for a total', 'total 12', undefined],
    ['nothing for a line without a name', `${start} 9 Feb 03  2001 `, undefined],
    ['nothing for an empty line', '', undefined],
  ];
  for (const [title, line, expected] of cases) {
    test(title, () => {
      assert.deepEqual(parseStatusLine(line), expected);
    });
  }
});

test('parseStatusLine takes time in proportion to the length of a hostile line', () => {
  const spaces = ' '.repeat(8_000);
  for (const line of [spaces, `-rw-r--r--${spaces}`, `-rw-r--r-- 1 a b 9 Feb${spaces}`]) {
    const started = performance.now();
    assert.equal(parseStatusLine(line), undefined);
    assert.ok(performance.now() - started < 500);
  }
});
