import assert from 'node:assert/strict';
import { test } from 'node:test';

import { preflightReport } from '../../../src/action/report/preflight-lines.ts';
import type { PreflightResult, PreflightStep } from '../../../src/deploy/index.ts';
import { NoChecksumError, preflightSteps } from '../../../src/deploy/index.ts';
import { ReplyError } from '../../../src/ftps/index.ts';
import { certificate, clearConnection, connection } from '../samples.ts';

const validTo = new Date(Date.now() + 100.5 * 86_400_000);
const day = validTo.toISOString().slice(0, 10);
const tls = { protocol: 'TLSv1.3', cipher: 'X', certificate: { ...certificate, validTo } };
const dataConnections = { total: 1, resumed: 1 };
const abilities = {
  canResume: true,
  supportsSize: true,
  checksum: undefined,
  mtimeCommand: undefined,
};
const tlsOptions = { serverName: 'ftp.example', ca: [], pins: [], verify: true } as const;
const versions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' } as const;
const wishes = {
  publish: 'direct',
  remoteDirectory: 'www',
  tls: { ...tlsOptions, ...versions },
} as const;

const connected: PreflightResult = {
  addresses: ['192.0.2.1', '2001:db8::1'],
  connection: { ...connection, tls, dataConnections },
  milliseconds: 500,
};
const passed: PreflightResult = {
  ...connected,
  directory: 'there',
  listing: 'read',
  capabilities: abilities,
};

function refusal(verb: string, code: number, text: string): ReplyError {
  return new ReplyError({ verb, display: verb }, { code, lines: [text], display: [text] });
}

/** The outcome and the text of each line. */
function lines(changes: Partial<PreflightResult>, changedWishes = {}, failure?: string): string[] {
  const result = { ...passed, ...changes };
  const report = preflightReport(result, { ...wishes, ...changedWishes }, failure);
  return report.lines.map(({ title, outcome, text }) => `${title} ${outcome}: ${text}`);
}

function lineOf(step: PreflightStep, changes: Partial<PreflightResult>, changedWishes = {}) {
  return lines(changes, changedWishes)[preflightSteps.indexOf(step)];
}

test('preflightReport has five lines, a sentence each, when everything passed', () => {
  assert.deepEqual(lines({}), [
    'Network passed: ftp.example is 192.0.2.1, 2001:db8::1; port 990 is open',
    `TLS passed: TLSv1.3; certificate of CN=ftp.example, issued by CN=Some Authority, valid until ${day} (100 days left)`,
    'Login passed: accepted by "Welcome"; it leads to "/"',
    'remote-dir passed: "www" is there',
    'Transfer passed: one data connection, TLS session resumed',
  ]);
  assert.equal(preflightReport(passed, wishes).capabilities.length, 5);
});

for (const [failedAt, step] of preflightSteps.entries()) {
  test(`preflightReport shows the advice at ${step} when that failed, and that nothing after it was tried`, () => {
    const failure = { step, error: new NoChecksumError() };
    const outcomes = lines({ failure }, {}, 'What happened.\nWhat to do.').map(
      (line) => /^\S+ (passed|failed|not tried):/.exec(line)?.[1],
    );
    const expected = preflightSteps.map((_, index) =>
      index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not tried',
    );
    assert.deepEqual(outcomes, expected);
    const text = lines({ failure }, {}, 'What happened.\nWhat to do.')[failedAt] ?? '';
    assert.match(text, / failed: What happened\.\nWhat to do\./);
    assert.equal(text.includes('ftp.example is 192.0.2.1'), step === 'network');
  });
}

test('preflightReport says nothing of the abilities of a server that was not logged in to', () => {
  assert.deepEqual(preflightReport(connected, wishes).capabilities, []);
});

const pins = [{ of: 'certificate', sha256: 'x' }];
const cases: readonly [PreflightStep, Partial<PreflightResult>, object, RegExp][] = [
  ['network', { addresses: [] }, {}, /^Network passed: port 990 of ftp\.example is open$/],
  ['tls', { connection: clearConnection }, {}, /^TLS warned: none: .* clear text$/],
  ['tls', {}, { tls: { ...wishes.tls, pins } }, /^TLS passed: .*; trusted by its pin$/],
  ['tls', {}, { tls: { ...wishes.tls, verify: false } }, /^TLS warned: .*; not checked/],
  ['directory', {}, { remoteDirectory: '' }, /passed: the login directory$/],
  ['directory', { directory: 'unknown' }, {}, /warned: "www" was not looked for/],
  [
    'directory',
    { directory: refusal('CWD', 550, 'No.') },
    {},
    /warned: "www" cannot be entered \(550 No\.\): .* a deployment makes it; .* "remote-dir"/,
  ],
  [
    'transfer',
    { listing: refusal('LIST', 550, 'No.') },
    {},
    /warned: the port for data can be reached; .* may not list directories \(550 No\.\)/,
  ],
  ['transfer', { connection: clearConnection }, {}, /passed: one data connection, in clear text$/],
  [
    'transfer',
    { connection: { ...connection, dataConnections: { total: 1, resumed: 0 } } },
    {},
    /passed: one data connection; the TLS session was not resumed, which .* not insist on$/,
  ],
];

for (const [step, changes, changedWishes, says] of cases) {
  test(`preflightReport says of ${step}: ${says.source}`, () => {
    assert.match(lineOf(step, changes, changedWishes) ?? '', says);
  });
}

test('preflightReport says of a login no more than the server has said', () => {
  assert.equal(lineOf('login', { connection: clearConnection }), 'Login passed: accepted');
});

test('preflightReport warns of a certificate that expires soon', () => {
  const soon = { ...tls, certificate: { ...certificate, validTo: new Date(Date.now() + 1e8) } };
  const expiring = { ...passed.connection, tls: soon };
  assert.match(lineOf('tls', { connection: expiring }) ?? '', /^TLS warned: .*\(1 day left\)$/);
});
