import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sanitize } from '../src/sanitize.ts';

const table: readonly (readonly [string, string, string])[] = [
  ['plain text', 'Ready. /a/b ü 日本 😀', 'Ready. /a/b ü 日本 😀'],
  ['nothing', '', ''],
  ['line ends', 'a\r\nb\u2028c\u2029d\u0085e', 'a\\x0d\\x0ab\\u2028c\\u2029d\\x85e'],
  ['terminal escapes', '\x1b[31mred\x9b0m', '\\x1b[31mred\\x9b0m'],
  ['NUL, tab and DEL', '\0\t\x7f', '\\x00\\x09\\x7f'],
  [
    'characters that change the text direction',
    'a\u202eb\u2066c\u200fd\u061ce',
    'a\\u202eb\\u2066c\\u200fd\\u061ce',
  ],
  ['invisible characters', 'a\u200bb\ufeffc\u2060d\ufff9', 'a\\u200bb\\ufeffc\\u2060d\\ufff9'],
  [
    'a workflow command after a line end',
    'x\n::set-output name=a::b',
    'x\\x0a::set-output name=a::b',
  ],
];

for (const [title, text, expected] of table) {
  test(`sanitize handles ${title}`, () => {
    assert.equal(sanitize(text), expected);
  });
}

test('sanitize truncates text that is longer than the limit', () => {
  const longest = 'x'.repeat(300);
  assert.equal(sanitize(longest), longest);
  assert.equal(sanitize(`${longest}y`), `${longest}...`);
  assert.equal(sanitize('abcdef', 3), 'abc...');
});
