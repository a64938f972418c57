import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { commands, runSession, pipelinedWith, upTo } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { until } from '../../support/until.ts';
import { Bytes } from '../../support/upload-sources.ts';

const where = 'The control connection to 127.0.0.1:{port}';
const awaitedCommands = commands.filter((command) => command !== 'QUIT');

/** Every point at which the client waits for the server: what has been said before, and how it is named. */
const steps: readonly (readonly [string, string])[] = [
  ['', 'the greeting'],
  ...awaitedCommands.map(
    (command) => [upTo(command), `the reply to ${command.split(' ')[0] ?? ''}`] as const,
  ),
  [`${upTo('STOR a')}S: 150 Ok\n`, 'the reply to STOR'],
  [`${upTo('STOR a')}S: 150 Ok\nD: hello\n`, 'the reply to STOR'],
];

for (const [event, how] of [
  ['close', 'was closed by the server'],
  ['reset', 'was lost (ECONNRESET)'],
] as const) {
  describe(`the control connection ends by ${event}`, () => {
    for (const [before, awaited] of steps) {
      const title = `while waiting for ${awaited} after ${before.trim().split('\n').at(-1) ?? ''}`;
      dialogue(title, `${before}! ${event}`, async (fixture) => {
        await assertFails(
          runSession(fixture),
          'FTPS_LOST',
          `${where} ${how} while waiting for ${awaited}.`,
        );
      });
    }

    for (const [title, half] of [
      ['a line', 'S-raw: 331 Passw'],
      ['a multi-line reply', 'S: 331-Password'],
    ] as const) {
      dialogue(
        `in the middle of ${title}`,
        `${upTo('USER deploy')}${half}\n! ${event}`,
        async (fixture) => {
          await assertFails(
            runSession(fixture),
            'FTPS_LOST',
            `${where} ${how} while waiting for the reply to USER.`,
          );
        },
      );
    }
  });
}

const half = 'S-raw: 331 Passw';
const silent: readonly (readonly [string, string])[] = [
  ['', 'the greeting'],
  ['S: 120 Soon\n', 'the greeting'],
  ...awaitedCommands
    .filter((command) => !command.startsWith('STOR'))
    .map((command) => [upTo(command), `the reply to ${command.split(' ')[0] ?? ''}`] as const),
  [`${upTo('USER deploy')}${half}\n`, 'the reply to USER'],
  [`${upTo('USER deploy')}S: 331-Password\n`, 'the reply to USER'],
  [`${upTo('PASS secret')}S: 150 Wait\n`, 'the reply to PASS'],
  [`${upTo('STOR a')}S: 150 Ok\nD: hello\n`, 'the reply to STOR'],
];

describe('the control connection is silent', { concurrency: true }, () => {
  for (const [before, awaited] of silent) {
    const title = `instead of ${awaited} after ${before.trim().split('\n').at(-1) ?? ''}`;
    const last = /C: (.*)\n$/.exec(before)?.[1] ?? '';
    const unheard = (pipelinedWith(last).match(/^ *C: .*\n/gm) ?? []).join('');
    const sentence = `Timed out after 1 s waiting for ${awaited} from 127.0.0.1:{port}.`;
    dialogue(
      title,
      `${before}! silence\n${unheard}! client-ended`,
      async (fixture) => {
        await assertFails(runSession(fixture), 'FTPS_TIMEOUT', sentence);
      },
      { timeoutMs: 1_000 },
    );
  }
});

dialogue(
  'a connection that the server closes while nothing is asked fails the next command, at once',
  'S: 220 Ready\n! close',
  async ({ open }) => {
    const client = await open();
    await until(() => client.failure !== undefined);
    const sentence = `${where} was closed by the server between two commands.`;
    const started = performance.now();
    await assertFails(client.size('a'), 'FTPS_LOST', sentence);
    await assertFails(client.store('a', new Bytes('hello')), 'FTPS_LOST', sentence);
    assert.ok(performance.now() - started < 4_000, 'a reply was waited for in vain');
  },
);
