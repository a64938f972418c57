import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Log } from '../../../src/action/log/log.ts';
import type { PreflightLine } from '../../../src/action/report/preflight-report.ts';
import { logPreflight, preflightReport } from '../../../src/action/report/preflight-report.ts';
import type { PreflightResult, PreflightState, PreflightStep } from '../../../src/deploy/index.ts';
import { NoChecksumError, preflightSteps } from '../../../src/deploy/index.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import { certificate, connection, plaintextConnection, redactor, replyError } from '../samples.ts';
import { captured } from '../stdout.ts';

const validTo = new Date(Date.now() + 100.5 * 86_400_000);
const day = validTo.toISOString().slice(0, 10);
const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate: { ...certificate, validTo } };
const inputs = givenInputs({ 'remote-dir': 'www' });

const connected: PreflightResult = {
  addresses: ['192.0.2.1', '2001:db8::1'],
  connection: { ...connection, tls, dataConnections: { total: 1, resumed: 1 } },
};
const passed: PreflightResult = {
  ...connected,
  directory: 'exists',
  listing: 'read',
  capabilities: {
    canResume: true,
    supportsSize: true,
    checksum: undefined,
    mtimeCommand: undefined,
  },
};

/** The outcome and the text of each line. */
function lines(changes: Partial<PreflightResult>, changedInputs = {}, failure = ''): string[] {
  const result = { ...passed, ...changes };
  const report = preflightReport(result, { ...inputs, ...changedInputs }, failure);
  return report.lines.map(({ title, outcome, text }) => `${title} ${outcome}: ${text}`);
}

test('preflightReport has five lines when everything passed', () => {
  assert.deepEqual(lines({}), [
    'Network passed: ftp.example resolves to 192.0.2.1, 2001:db8::1; port 990 is open',
    `TLS passed: TLSv1.3; certificate of "CN=ftp.example", issued by "CN=Some CA", valid until ${day} (100 days left)`,
    'Login passed: succeeded (server: "Welcome", login directory: "/")',
    'remote-dir passed: "www" exists',
    'Transfer passed: data connection opened, TLS session resumed',
  ]);
  assert.equal(preflightReport(passed, inputs, '').capabilities.length, 5);
});

for (const [failedAt, step] of preflightSteps.entries()) {
  test(`preflightReport shows the advice at the step ${step}, and later steps as not attempted, when it failed`, () => {
    const failure = { step, error: new NoChecksumError() };
    const all = lines({ failure }, {}, 'What failed.\nWhat to do.');
    const outcomes = all.map((line) => /^\S+ (passed|failed|not attempted):/.exec(line)?.[1]);
    const expected = preflightSteps.map((_, index) =>
      index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not attempted',
    );
    assert.deepEqual(outcomes, expected);
    const text = all[failedAt] ?? '';
    assert.match(text, / failed: What failed\.\nWhat to do\./);
    assert.equal(text.includes('ftp.example resolves to 192.0.2.1'), step === 'network');
  });
}

test('preflightReport has no capabilities when the login did not succeed', () => {
  assert.deepEqual(preflightReport(connected, inputs, '').capabilities, []);
});

const steps: readonly PreflightStep[] = [...preflightSteps, 'state'];
const sync = { ...inputs.sync, mode: 'changed' as const };
const state: PreflightState = {
  ...{ path: 'www/.htopen-ftps', kind: 'usable', files: 5_000 },
  ...{ writtenAt: '2026-11-28T10:00:00.000Z', isUnfinished: false },
};
const pins = [{ of: 'certificate', sha256: 'x' }];
const cases: readonly {
  readonly when: string;
  readonly step: PreflightStep;
  readonly result?: Partial<PreflightResult>;
  readonly inputs?: object;
  readonly line: RegExp;
}[] = [
  {
    when: 'the server is an IP address',
    step: 'network',
    result: { addresses: [] },
    line: /^Network passed: port 990 is open$/,
  },
  {
    when: 'there is no TLS',
    step: 'tls',
    result: { connection: plaintextConnection },
    line: /^TLS warned: none: .* are sent unencrypted$/,
  },
  {
    when: 'a pin matches',
    step: 'tls',
    inputs: { tls: { ...inputs.tls, pins } },
    line: /^TLS passed: .*; matches a pin$/,
  },
  {
    when: 'the certificate is not verified',
    step: 'tls',
    inputs: { tls: { ...inputs.tls, verify: false } },
    line: /^TLS warned: .*; not verified/,
  },
  {
    when: 'the certificate expires soon',
    step: 'tls',
    result: {
      connection: {
        ...passed.connection,
        tls: { ...tls, certificate: { ...certificate, validTo: new Date(Date.now() + 1e8) } },
      },
    },
    line: /^TLS warned: .*\(1 day left\)$/,
  },
  {
    when: 'the server reports nothing about itself',
    step: 'login',
    result: { connection: plaintextConnection },
    line: /^Login passed: succeeded$/,
  },
  {
    when: 'remote-dir is the login directory',
    step: 'directory',
    inputs: { remoteDir: '' },
    line: /passed: the login directory$/,
  },
  {
    when: 'there is no login directory to return to',
    step: 'directory',
    result: { directory: 'unknown' },
    line: /warned: "www" was not checked, because/,
  },
  {
    when: 'remote-dir is missing',
    step: 'directory',
    result: { directory: replyError('CWD www', 550) },
    line: /warned: "www" doesn't exist or isn't accessible \(550 No\.\)\. An upload will try to create it/,
  },
  {
    when: 'listing is not allowed',
    step: 'transfer',
    result: { listing: replyError('LIST', 550) },
    line: /warned: the data port is open; the account can't list directories \(550 No\.\)/,
  },
  {
    when: 'the data connection is unencrypted',
    step: 'transfer',
    result: { connection: plaintextConnection },
    line: /passed: data connection opened, unencrypted$/,
  },
  {
    when: 'the TLS session was not resumed',
    step: 'transfer',
    result: { connection: { ...connection, dataConnections: { total: 1, resumed: 0 } } },
    line: /passed: data connection opened; the TLS session was not resumed, which .* require$/,
  },
  {
    when: 'there is none',
    step: 'state',
    inputs: { sync },
    result: { state: { ...state, kind: 'none' } },
    line: /^State passed: no state yet at "www\/\.htopen-ftps": the first run uploads every file$/,
  },
  {
    when: 'a run has finished',
    step: 'state',
    inputs: { sync },
    result: { state },
    line: /^State passed: "www\/\.htopen-ftps" lists 5,000 files, written 2026-11-28T10:00:00\.000Z$/,
  },
  {
    when: 'a run has not finished',
    step: 'state',
    inputs: { sync },
    result: { state: { ...state, isUnfinished: true } },
    line: /^State warned: .*; a run has not finished, so the next one uploads again/,
  },
  {
    when: 'the state is damaged',
    step: 'state',
    inputs: { sync },
    result: { state: { ...state, kind: 'unusable' } },
    line: /^State warned: .* can't be used: the next run uploads every file and deletes nothing$/,
  },
];

for (const { when, step, result = {}, inputs: changedInputs = {}, line } of cases) {
  test(`preflightReport describes the step ${step} when ${when}`, () => {
    assert.match(lines(result, changedInputs)[steps.indexOf(step)] ?? '', line);
  });
}

function logged(reported: readonly PreflightLine[], capabilities: readonly string[]): string {
  const { stdout } = captured({}, () => {
    const log = new Log(redactor);
    logPreflight({ lines: reported, capabilities }, log);
    log.endGroup();
  });
  return stdout;
}

test("logPreflight shows one line per step, its advice below it, and the server's capabilities", () => {
  const reported: PreflightLine[] = [
    { step: 'network', title: 'Network', outcome: 'passed', text: 'open' },
    { step: 'tls', title: 'TLS', outcome: 'warned', text: 'not verified' },
    { step: 'login', title: 'Login', outcome: 'failed', text: 'Rejected.\nDo this:\n  so' },
    { step: 'directory', title: 'remote-dir', outcome: 'not attempted', text: 'not attempted' },
  ];
  assert.equal(
    logged(reported, ['It can resume.']),
    [
      '✔ Network     open',
      '⚠ TLS         not verified',
      '✘ Login       Rejected.',
      '              Do this:',
      '                so',
      '– remote-dir  not attempted',
      '::group::Server capabilities',
      'It can resume.',
      '::endgroup::',
      '',
    ].join('\n'),
  );
});

test('logPreflight has no group when the capabilities are unknown', () => {
  const line = { step: 'network', title: 'Network', outcome: 'failed', text: 'x' } as const;
  assert.equal(logged([line], []), '✘ Network     x\n');
});
