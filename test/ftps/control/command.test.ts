import assert from 'node:assert/strict';
import { test } from 'node:test';

import { command, pathCommand } from '../../../src/ftps/control/command.ts';
import { CommandError } from '../../../src/ftps/errors.ts';
import { limits } from '../../../src/ftps/limits.ts';

const commands: readonly {
  verb: string;
  argument: string | undefined;
  line: string;
  display: string;
}[] = [
  { verb: 'QUIT', argument: undefined, line: 'QUIT\r\n', display: 'QUIT' },
  { verb: 'TYPE', argument: 'I', line: 'TYPE I\r\n', display: 'TYPE I' },
  { verb: 'PASS', argument: '', line: 'PASS \r\n', display: 'PASS ***' },
  { verb: 'USER', argument: 'deploy', line: 'USER deploy\r\n', display: 'USER ***' },
  { verb: 'PASS', argument: 'secret', line: 'PASS secret\r\n', display: 'PASS ***' },
  { verb: 'ACCT', argument: 'secret', line: 'ACCT secret\r\n', display: 'ACCT ***' },
  { verb: 'STOR', argument: '日本 ü', line: 'STOR 日本 ü\r\n', display: 'STOR 日本 ü' },
  { verb: 'STOR', argument: 'a\tb\x1b', line: 'STOR a\tb\x1b\r\n', display: 'STOR a\tb\x1b' },
];

for (const { verb, argument, line, display } of commands) {
  test(`command builds ${JSON.stringify(line)}`, () => {
    assert.deepEqual(command(verb, argument), { verb, line, display });
  });
}

const paths: readonly (readonly [path: string, sent: string])[] = [
  ['a', 'a'],
  ['a b/-c', 'a b/-c'],
  ['/-a', '/-a'],
  ['./-a', './-a'],
  ['[a', '[a'],
  ['-a', './-a'],
  ['~a', './~a'],
  [' a ', './ a '],
  ['\ta', './\ta'],
];

for (const [path, sent] of paths) {
  test(`pathCommand sends the path ${JSON.stringify(path)} as ${JSON.stringify(sent)}`, () => {
    assert.equal(pathCommand('STOR', path).line, `STOR ${sent}\r\n`);
    assert.equal(pathCommand('SITE', path, 'CHMOD 644').line, `SITE CHMOD 644 ${sent}\r\n`);
  });
}

const invalid: readonly (readonly [string, string])[] = [
  ['a\rDELE b', 'it contains CR, LF or NUL'],
  ['a\nDELE b', 'it contains CR, LF or NUL'],
  ['a\r\nDELE b', 'it contains CR, LF or NUL'],
  ['a\0b', 'it contains CR, LF or NUL'],
  ['\n', 'it contains CR, LF or NUL'],
  ['x'.repeat(limits.commandBytes), 'the line is longer than 4094 bytes'],
  ['日'.repeat(1_400), 'the line is longer than 4094 bytes'],
];

for (const verb of ['STOR', 'MKD', 'USER', 'PASS']) {
  for (const [argument, problem] of invalid) {
    test(`command rejects ${verb} with ${JSON.stringify(argument.slice(0, 20))}`, () => {
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

test('command accepts lines up to the length that servers read at once', () => {
  const argument = 'x'.repeat(limits.commandBytes - 'STOR \r\n'.length);
  assert.equal(Buffer.byteLength(command('STOR', argument).line), limits.commandBytes);
  assert.throws(() => command('STOR', `${argument}x`), CommandError);
});
