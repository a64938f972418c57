import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Log } from '../../../src/action/log/log.ts';
import type { PreflightLine } from '../../../src/action/report/preflight-lines.ts';
import { logPreflight } from '../../../src/action/log/preflight-log.ts';
import { captured } from '../stdout.ts';

function logged(lines: readonly PreflightLine[], offers: readonly string[]): string {
  const { stdout } = captured({}, () => {
    const log = new Log();
    logPreflight({ lines, capabilities: offers }, log);
    log.endGroup();
  });
  return stdout;
}

test('showPreflight writes a line a step, with what to do below it, and what the server offers', () => {
  const lines: PreflightLine[] = [
    { step: 'network', title: 'Network', outcome: 'passed', text: 'open' },
    { step: 'tls', title: 'TLS', outcome: 'warned', text: 'not checked' },
    { step: 'login', title: 'Login', outcome: 'failed', text: 'Refused.\nDo this:\n  so' },
    { step: 'directory', title: 'remote-dir', outcome: 'not tried', text: 'not tried' },
  ];
  assert.equal(
    logged(lines, ['It resumes.']),
    [
      '✔ Network     open',
      '⚠ TLS         not checked',
      '✘ Login       Refused.',
      '              Do this:',
      '                so',
      '– remote-dir  not tried',
      '::group::What the server offers',
      'It resumes.',
      '::endgroup::',
      '',
    ].join('\n'),
  );
});

test('showPreflight has no group for a server that was not logged in to', () => {
  const line = { step: 'network', title: 'Network', outcome: 'failed', text: 'x' } as const;
  assert.equal(logged([line], []), '✘ Network     x\n');
});
