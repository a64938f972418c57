import assert from 'node:assert/strict';
import { test } from 'node:test';

import { command } from '../../../src/ftps/control/command.ts';
import { CommandError } from '../../../src/ftps/errors.ts';
import { limits } from '../../../src/ftps/limits.ts';

const built: readonly (readonly [string, string | undefined, string, string])[] = [
  // verb   argument             line                        display
  ['QUIT', undefined, 'QUIT\r\n', 'QUIT'],
  ['TYPE', 'I', 'TYPE I\r\n', 'TYPE I'],
  ['PASS', '', 'PASS \r\n', 'PASS ***'],
  ['STOR', ' a b ', 'STOR  a b \r\n', 'STOR  a b '],
  ['STOR', '日本 ü', 'STOR 日本 ü\r\n', 'STOR 日本 ü'],
  ['STOR', 'a\tb\x1b', 'STOR a\tb\x1b\r\n', 'STOR a\tb\x1b'],
  ['USER', 'deploy', 'USER deploy\r\n', 'USER ***'],
  ['PASS', 'secret', 'PASS secret\r\n', 'PASS ***'],
  ['ACCT', 'secret', 'ACCT secret\r\n', 'ACCT ***'],
];

for (const [verb, argument, line, display] of built) {
  test(`command builds ${JSON.stringify(line)}`, () => {
    assert.deepEqual(command(verb, argument), { verb, line, display });
  });
}

const refused: readonly (readonly [string, string])[] = [
  ['a\rDELE b', 'it holds CR, LF or NUL'],
  ['a\nDELE b', 'it holds CR, LF or NUL'],
  ['a\r\nDELE b', 'it holds CR, LF or NUL'],
  ['a\0b', 'it holds CR, LF or NUL'],
  ['\n', 'it holds CR, LF or NUL'],
  ['x'.repeat(limits.commandBytes), 'the line is longer than 4094 bytes'],
  ['日'.repeat(1_400), 'the line is longer than 4094 bytes'],
];

for (const verb of ['STOR', 'MKD', 'USER', 'PASS']) {
  for (const [argument, problem] of refused) {
    test(`command refuses ${verb} with ${JSON.stringify(argument.slice(0, 20))}`, () => {
      assert.throws(
        () => command(verb, argument),
        (error) => {
          assert.ok(error instanceof CommandError);
          assert.equal(error.verb, verb);
          assert.equal(error.message, `The argument of ${verb} cannot be sent: ${problem}.`);
          return true;
        },
      );
    });
  }
}

test('command takes the longest line that servers read at once', () => {
  const argument = 'x'.repeat(limits.commandBytes - 'STOR \r\n'.length);
  assert.equal(Buffer.byteLength(command('STOR', argument).line), limits.commandBytes);
  assert.throws(() => command('STOR', `${argument}x`), CommandError);
});
