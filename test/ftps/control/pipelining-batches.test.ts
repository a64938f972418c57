import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fitsWindow } from '../../../src/ftps/control/pipelining.ts';
import { FtpsClient } from '../../../src/ftps/client.ts';
import { command } from '../../../src/ftps/control/command.ts';
import type { DialogueLine } from '../../../src/ftps/control/dialogue.ts';
import { loggedIn } from '../session.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

const path = (bytes: number) => 'x'.repeat(bytes - 'MKD \r\n'.length);

test('commands fit as long as they have 2 KiB together', () => {
  const half = command('MKD', path(1_024));
  assert.equal(fitsWindow([]), true);
  assert.equal(fitsWindow([half, half]), true);
  assert.equal(fitsWindow([half, command('MKD', path(1_025))]), false);
});

test('the bytes are counted, not the characters', () => {
  const half = command('MKD', 'ü'.repeat(509));
  assert.equal(fitsWindow([half, half]), true);
  assert.equal(fitsWindow([half, command('MKD', 'ü'.repeat(510))]), false);
});

/** The largest number of MKD that were without an answer at one time. */
function mostUnanswered(dialogueLines: readonly DialogueLine[]): number {
  let unanswered = 0;
  let most = 0;
  for (const { from, text } of dialogueLines) {
    if (from === 'client' && text.startsWith('MKD ')) unanswered += 1;
    if (from === 'server' && text.startsWith('257 made')) unanswered -= 1;
    most = Math.max(most, unanswered);
  }
  return most;
}

const names = ['a', 'b', 'c', 'd', 'e'].map((name) => name.repeat(900));
const answers = names.map((name) => `C: MKD ${name}\nS: 257 made\n`).join('');

for (const [title, sendAhead, together] of [
  ['as many commands as the window holds go out together', true, 2],
  ['a client that waits for each reply sends one command at a time', false, 1],
] as const) {
  dialogue(
    title,
    `${loggedIn}${answers}${goodbye}`,
    async ({ options, dialogueLines }) => {
      const client = await FtpsClient.open({ ...options, pipelining: sendAhead });
      await client.login('deploy', 'secret');
      assert.equal(await client.createDirectories(names), names.length);
      await client.quit();
      assert.equal(mostUnanswered(dialogueLines), together);
    },
    { byteByByte: true },
  );
}
