import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  isCompletion,
  isFileCompletion,
  isIntermediate,
  isPreliminary,
  isRefusal,
  isTransientRefusal,
  formatReply,
} from '../../../src/ftps/control/reply.ts';
import { reply } from '../replies.ts';

const classes = {
  isPreliminary,
  isCompletion,
  isFileCompletion,
  isIntermediate,
  isTransientRefusal,
  isRefusal,
};

for (const [code, expected] of [
  ['100', ['isPreliminary']],
  ['199', ['isPreliminary']],
  ['200', ['isCompletion', 'isFileCompletion']],
  ['219', ['isCompletion', 'isFileCompletion']],
  ['220', ['isCompletion']],
  ['239', ['isCompletion']],
  ['250', ['isCompletion', 'isFileCompletion']],
  ['299', ['isCompletion', 'isFileCompletion']],
  ['300', ['isIntermediate']],
  ['399', ['isIntermediate']],
  ['400', ['isTransientRefusal', 'isRefusal']],
  ['499', ['isTransientRefusal', 'isRefusal']],
  ['500', ['isRefusal']],
  ['599', ['isRefusal']],
] as const) {
  test(`a reply with code ${code} is only ${expected.join(' and ')}`, () => {
    const holding = Object.entries(classes).filter(([, holds]) => holds(reply(`${code} x`)));
    assert.deepEqual(
      holding.map(([name]) => name),
      expected,
    );
  });
}

test('formatReply returns one line', () => {
  assert.equal(formatReply(reply('230-a\x1b\r\n b\r\n230 c')), '230 a\\x1b /  b / c');
  assert.equal(formatReply(reply('221')), '221');
  assert.equal(formatReply(reply(`221 ${'x'.repeat(1_000)}`)).length, 303);
});
