import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fitsWindow } from '../../../src/ftps/control/pipelining.ts';
import { FtpsClient } from '../../../src/ftps/client.ts';
import { command } from '../../../src/ftps/control/command.ts';
import type { DialogueLine } from '../../../src/ftps/control/dialogue.ts';
import { loggedIn } from '../session.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { partsWithout } from '../../support/target.ts';

const path = (bytes: number) => 'x'.repeat(bytes - 'MKD \r\n'.length);

test('fitsWindow accepts commands of 2 KiB in total', () => {
  const half = command('MKD', path(1_024));
  assert.equal(fitsWindow([]), true);
  assert.equal(fitsWindow([half, half]), true);
  assert.equal(fitsWindow([half, command('MKD', path(1_025))]), false);
});

test('fitsWindow counts bytes, not characters', () => {
  const half = command('MKD', 'ü'.repeat(509));
  assert.equal(fitsWindow([half, half]), true);
  assert.equal(fitsWindow([half, command('MKD', 'ü'.repeat(510))]), false);
});

/** The largest number of MKD commands without a reply. */
function mostPending(dialogueLines: readonly DialogueLine[]): number {
  let pending = 0;
  let most = 0;
  for (const { from, text } of dialogueLines) {
    if (from === 'client' && text.startsWith('MKD ')) pending += 1;
    if (from === 'server' && text.startsWith('257 created')) pending -= 1;
    most = Math.max(most, pending);
  }
  return most;
}

const names = ['a', 'b', 'c', 'd', 'e'].map((name) => name.repeat(900));
const replies = names.map((name) => `C: MKD ${name}\nS: 257 created\n`).join('');

for (const [title, missing, most] of [
  ['executeAll sends as many commands as fit the window', [], 2],
  ['executeAll sends one command at a time when pipelining is off', ['pipelining'], 1],
] as const) {
  dialogue(title, `${loggedIn}${replies}${goodbye}`, async ({ options, dialogueLines }) => {
    const client = await FtpsClient.open({ ...options, optional: partsWithout(...missing) });
    await client.login('deploy', 'secret');
    assert.equal(await client.createDirectories(names), names.length);
    await client.quit();
    assert.equal(mostPending(dialogueLines), most);
  });
}
