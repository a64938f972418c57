import assert from 'node:assert/strict';
import { test } from 'node:test';

import { command } from '../../../src/ftps/control/command.ts';
import { commandLine, note, replyLines } from '../../../src/ftps/control/dialogue.ts';
import { reply } from '../replies.ts';

test('replyLines returns the lines of a reply with their codes', () => {
  assert.deepEqual(replyLines(reply('226-a\r\n150 b\x1b\r\n226 c')), [
    { from: 'server', text: '226-a' },
    { from: 'server', text: '226-150 b\\x1b' },
    { from: 'server', text: '226 c' },
  ]);
});

test('commandLine replaces secrets and escapes control characters', () => {
  assert.deepEqual(commandLine(command('PASS', 'secret')), { from: 'client', text: 'PASS ***' });
  assert.deepEqual(commandLine(command('STOR', 'a\x1b')), { from: 'client', text: 'STOR a\\x1b' });
});

test('note escapes line breaks', () => {
  assert.deepEqual(note('a\nb'), { from: 'note', text: 'a\\x0ab' });
});
