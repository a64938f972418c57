import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { commands, pipelinedWith, runSession, startsWrite, upTo } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { until } from '../../support/until.ts';
import { Bytes } from '../../support/upload-sources.ts';

const connection = 'The control connection to 127.0.0.1:{port}';
const awaitedCommands = commands.filter((command) => command !== 'QUIT');

/** Every point at which the client waits for the server: the dialogue before it, and how errors name it. */
function stepsAt(points: readonly string[]): readonly (readonly [string, string])[] {
  return [
    ['', 'the greeting'],
    ...points.map(
      (command) => [upTo(command), `the reply to ${command.split(' ')[0] ?? ''}`] as const,
    ),
    [`${upTo('STOR a')}S: 150 Ok\n`, 'the reply to STOR'],
    [`${upTo('STOR a')}S: 150 Ok\nD: hello\n`, 'the reply to STOR'],
  ];
}

for (const [event, outcome, points] of [
  ['close', 'was closed by the server', awaitedCommands],
  // On Windows a reset overtakes the replies to earlier commands of the same write.
  ['reset', 'was lost (ECONNRESET)', awaitedCommands.filter(startsWrite)],
] as const) {
  describe(`an error explains a ${event} of the control connection`, () => {
    for (const [before, awaited] of stepsAt(points)) {
      const title = `while waiting for ${awaited} after ${before.trim().split('\n').at(-1) ?? ''}`;
      dialogue(title, `${before}! ${event}`, async (fixture) => {
        await assertFails(
          runSession(fixture),
          'FTPS_LOST',
          `${connection} ${outcome} while waiting for ${awaited}.`,
        );
      });
    }

    for (const [title, half] of [
      ['a line', 'S-raw: 331 Passw'],
      ['a multi-line reply', 'S: 331-Password'],
    ] as const) {
      dialogue(
        `in the middle of ${title} of the reply to USER`,
        `${upTo('USER deploy')}${half}\n! ${event}`,
        async (fixture) => {
          await assertFails(
            runSession(fixture),
            'FTPS_LOST',
            `${connection} ${outcome} while waiting for the reply to USER.`,
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

describe('an error explains a timeout', { concurrency: true }, () => {
  for (const [before, awaited] of silent) {
    const title = `while waiting for ${awaited} after ${before.trim().split('\n').at(-1) ?? ''}`;
    const last = /C: (.*)\n$/.exec(before)?.[1] ?? '';
    const pipelined = (pipelinedWith(last).match(/^ *C: .*\n/gm) ?? []).join('');
    const message = `Timed out after 1 s waiting for ${awaited} from 127.0.0.1:{port}.`;
    dialogue(
      title,
      `${before}! silence\n${pipelined}! client-ended`,
      async (fixture) => {
        await assertFails(runSession(fixture), 'FTPS_TIMEOUT', message);
      },
      { timeoutMs: 1_000 },
    );
  }
});

dialogue(
  'commands fail at once after the server has closed an idle connection',
  'S: 220 Ready\n! close',
  async ({ open }) => {
    const client = await open();
    await until(() => client.failure !== undefined);
    const message = `${connection} was closed by the server between two commands.`;
    const started = performance.now();
    await assertFails(client.size('a'), 'FTPS_LOST', message);
    await assertFails(client.store('a', new Bytes('hello')), 'FTPS_LOST', message);
    assert.ok(performance.now() - started < 4_000, 'the client waited for a reply');
  },
);
