import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parsePathname } from '../../../src/ftps/control/session-setup.ts';
import { reply } from '../replies.ts';

const table: readonly (readonly [string, string | undefined])[] = [
  ['257 "/" is the current directory', '/'],
  ['257 "/home/deploy"', '/home/deploy'],
  ['257 "/a ""b"" c" is current', '/a "b" c'],
  ['257 """"', '"'],
  ['257 "/日本/ü"', '/日本/ü'],
  ['257 Current directory is "/www" today', '/www'],
  ['257 "/a" and "/b"', '/a'],
  ['257 ""', undefined],
  ['257 "/not closed', undefined],
  ['257 /home/deploy', undefined],
  ['257', undefined],
];

for (const [text, expected] of table) {
  test(`parsePathname finds ${String(expected)} in ${JSON.stringify(text)}`, () => {
    assert.equal(parsePathname(reply(text)), expected);
  });
}
