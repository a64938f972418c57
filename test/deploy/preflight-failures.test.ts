import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NoChecksumError } from '../../src/deploy/index.ts';
import { CertificateError, ConnectionError, ReplyError, TlsError } from '../../src/ftps/index.ts';
import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { listen } from '../support/listener.ts';
import type { Choice } from './preflight-trial.ts';
import { failureOf, override, preflightAt, tried } from './preflight-trial.ts';

const impostor = await selfSigned({ commonName: 'localhost', dnsNames: ['localhost'] });

const failures: readonly [
  title: string,
  step: string,
  error: abstract new (...args: never[]) => Error,
  server: Partial<EmbeddedServerOptions>,
  choice?: Choice,
][] = [
  ['a certificate that nobody knows', 'tls', CertificateError, { certificate: impostor }],
  ['FTP in clear', 'tls', TlsError, { mode: 'explicit' }, { target: { mode: 'implicit' } }],
  ['AUTH refused', 'tls', ReplyError, { mode: 'explicit', onCommand: override('AUTH', '502 No.') }],
  [
    'a greeting that turns away, implicit',
    'login',
    ReplyError,
    { onCommand: override('CONNECT', '421 Full.') },
  ],
  [
    'a greeting that turns away, explicit',
    'network',
    ReplyError,
    { mode: 'explicit', onCommand: override('CONNECT', '421 Full.') },
  ],
  ['a wrong password', 'login', ReplyError, {}, { target: { password: 'wrong' } }],
  ['PROT refused', 'login', ReplyError, { onCommand: override('PROT', '536 No.') }],
  [
    'a directory that is refused for now',
    'directory',
    ReplyError,
    { onCommand: override('CWD', '450 Busy.') },
    { remoteDirectory: 'www' },
  ],
  [
    'no passive mode',
    'transfer',
    ReplyError,
    { onCommand: ({ verb }) => (/^(EPSV|PASV)$/.test(verb) ? '502 No.' : undefined) },
  ],
  ['no session reuse', 'transfer', ReplyError, { resumeData: false }],
];

for (const [title, step, error, server, choice] of failures) {
  test(`a preflight fails at ${step} with ${title}, and tries everything once`, async () => {
    const { result, server: embedded } = await tried(server, choice);
    const failure = failureOf(result);
    assert.equal(failure.step, step);
    assert.ok(failure.error instanceof error, String(failure.error));
    assert.ok(embedded.controlConnections <= 2, 'one to look, and one to see what speaks in clear');
    const logins = embedded.clientText.match(/^PASS /gm)?.length ?? 0;
    assert.ok(logins <= 1);
  });
}

test('a preflight fails at the data connection whose port is closed', async () => {
  const { port, ...closed } = await listen('127.0.0.1', () => undefined);
  await closed[Symbol.asyncDispose]();
  const { result } = await tried({ onCommand: override('EPSV', `229 Here (|||${port}|)`) });
  const { step, error } = failureOf(result);
  assert.equal(step, 'transfer');
  assert.ok(error instanceof ConnectionError && error.connection === 'data');
});

test('a preflight fails at the network where nothing listens', async () => {
  const { port, ...closed } = await listen('127.0.0.1', () => undefined);
  await closed[Symbol.asyncDispose]();
  const { step, error } = failureOf(await preflightAt({ host: '127.0.0.1', port }));
  assert.equal(step, 'network');
  assert.ok(error instanceof ConnectionError && error.reason === 'ECONNREFUSED');
});

test('a preflight fails at a listing that is refused once TLS was up on the data connection', async () => {
  const onCommand = override('LIST', { perform: true, reply: '550 The disk is broken.' });
  const { result } = await tried({ onCommand });
  assert.equal(failureOf(result).step, 'transfer');
});

for (const mode of ['implicit', 'explicit', 'none'] as const) {
  test(`a preflight fails at a refused password in the login, ${mode}`, async () => {
    const { result } = await tried({ mode, onCommand: override('PASS', '530 No.') });
    assert.equal(failureOf(result).step, 'login');
    assert.equal(Object.hasOwn(result.connection, 'tls'), mode !== 'none');
  });
}

for (const [verb, refusal] of [
  ['CONNECT', '421 Full.'],
  ['PASS', '530 No.'],
] as const) {
  test(`a preflight has what TLS came to when the login fails with ${refusal}`, async () => {
    const { result } = await tried({ onCommand: override(verb, refusal) });
    assert.equal(failureOf(result).step, 'login');
    assert.equal(result.connection.tls?.protocol, 'TLSv1.3');
  });
}

test('a preflight fails where checksums are to be compared and none is offered', async () => {
  const onCommand = override('FEAT', ['211-Features:', ' SIZE', '211 End']);
  const { result } = await tried({ onCommand }, { verifyUploads: 'checksum' });
  const { step, error } = failureOf(result);
  assert.equal(step, 'transfer');
  assert.ok(error instanceof NoChecksumError);
  assert.equal(result.listing, 'read');
});
