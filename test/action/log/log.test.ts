import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Log, withoutCommands } from '../../../src/action/log/log.ts';
import { redactor } from '../samples.ts';
import { captured } from '../stdout.ts';

/** What a log writes to standard output; the exit code that it sets is restored. */
function logged(write: (log: Log) => void, env: Readonly<Record<string, string>> = {}): string {
  const { exitCode } = process;
  const { stdout } = captured(env, () => {
    write(new Log(redactor));
  });
  process.exitCode = exitCode;
  return stdout;
}

const commands: readonly (readonly [text: string, safe: string])[] = [
  ['::set-output name=x::y', ': :set-output name=x::y'],
  ['  ::error::x', '  : :error::x'],
  ['\u00a0\ufeff::error::x', '\u00a0\ufeff: :error::x'],
  ['a\n::add-mask::b', 'a\n: :add-mask::b'],
  ['a\r::stop-commands::b', 'a\r: :stop-commands::b'],
  ['a\r\n \t::x', 'a\r\n \t: :x'],
  ['##[error]x', '# #[error]x'],
  ['2026-01-01 ##[group]x ##[endgroup]', '2026-01-01 # #[group]x # #[endgroup]'],
  ['###[x]', '## #[x]'],
  [':::x', ': ::x'],
  ['std::vector', 'std::vector'],
  ['# [x] : a', '# [x] : a'],
];

for (const [text, safe] of commands) {
  test(`withoutCommands breaks the commands in ${JSON.stringify(text)}`, () => {
    assert.equal(withoutCommands(text), safe);
    assert.doesNotMatch(withoutCommands(text), /##\[|^\s*::/m);
  });
}

test('Log writes no command of a text for the runner to execute', () => {
  const hostile = '::warning::x\n##[error]y\r::add-mask::z';
  const stdout = logged(
    (log) => {
      log.info(hostile);
      log.notice(hostile);
      log.warning(hostile);
      log.group(hostile);
      log.debug(hostile);
      log.failed(hostile, hostile);
    },
    { RUNNER_DEBUG: '1' },
  );
  const executed = stdout
    .split(/[\r\n]+/)
    .map((line) => /^\s*::([a-z-]+)/.exec(line)?.[1])
    .filter((name) => name !== undefined);
  const own = ['notice', 'warning', 'group', 'debug', 'endgroup', 'error'];
  assert.deepEqual(executed, own);
  assert.doesNotMatch(stdout, /##\[/);
});

test('Log shows terminal escapes as text', () => {
  const stdout = logged((log) => {
    log.info('a\u001b[2J\u0007b');
  });
  assert.equal(stdout, 'a\\x1b[2J\\x07b\n');
});

test('Log ends a group before the next group and before the error', () => {
  const stdout = logged((log) => {
    log.endGroup();
    log.group('one');
    log.group('two');
    log.failed('Title', 'no');
    log.endGroup();
  });
  const lines = ['::group::one', '::endgroup::', '::group::two', '::endgroup::'];
  lines.push('::error title=Title::no');
  assert.deepEqual(stdout.trimEnd().split('\n'), lines);
});

test('Log ends a group before an annotation, which the group would hide', () => {
  const stdout = logged((log) => {
    log.group('one');
    log.warning('careful');
    log.group('two');
    log.notice('look');
  });
  const lines = ['::group::one', '::endgroup::', '::warning::careful'];
  lines.push('::group::two', '::endgroup::', '::notice::look');
  assert.deepEqual(stdout.trimEnd().split('\n'), lines);
});

test('Log gives the error a title in which nothing ends the command', () => {
  const stdout = logged((log) => {
    log.failed('FTPS upload failed: a::b, c', 'no');
  });
  assert.equal(stdout, '::error title=FTPS upload failed%3A a%3A%3Ab%2C c::no\n');
});

test('Log sets the exit code only when the run failed', () => {
  const { exitCode } = process;
  const { value } = captured({}, () => {
    const log = new Log(redactor);
    log.warning('careful');
    const before = process.exitCode;
    log.failed('Title', 'no');
    return [before, process.exitCode];
  });
  process.exitCode = exitCode;
  assert.deepEqual(value, [exitCode, 1]);
});

test('Log writes debug lines only when debug logging is enabled', () => {
  const debug = (log: Log) => {
    log.debug('x');
  };
  assert.equal(logged(debug), '');
  assert.equal(logged(debug, { RUNNER_DEBUG: '1' }), '::debug::x\n');
});

test('Log redacts secrets in every kind of line', () => {
  const stdout = logged(
    (log) => {
      log.info('a secret');
      log.notice('secret');
      log.warning('secret');
      log.group('secret');
      log.debug('secret');
      log.failed('secret', 'secret');
    },
    { RUNNER_DEBUG: '1' },
  );
  assert.match(stdout, /^a \*\*\*$/m);
  assert.doesNotMatch(stdout, /secret/);
});
