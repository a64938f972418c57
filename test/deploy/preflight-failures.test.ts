import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PreflightStep } from '../../src/deploy/index.ts';
import { NoChecksumError } from '../../src/deploy/index.ts';
import { CertificateError, ConnectionError, ReplyError, TlsError } from '../../src/ftps/index.ts';
import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { listen } from '../support/listener.ts';
import type { PreflightChanges } from './run-preflight.ts';
import { failureOf, override, preflightAt, runPreflight } from './run-preflight.ts';
import { passivePort } from '../support/passive-listener.ts';

const impostor = await selfSigned({ commonName: 'localhost', dnsNames: ['localhost'] });

interface FailureCase {
  readonly title: string;
  readonly step: PreflightStep;
  readonly error: abstract new (...args: never[]) => Error;
  readonly server?: Partial<EmbeddedServerOptions>;
  readonly changes?: PreflightChanges;
}

const failures: readonly FailureCase[] = [
  {
    title: 'the certificate is untrusted',
    step: 'tls',
    error: CertificateError,
    server: { certificate: impostor },
  },
  {
    title: 'the server sends plaintext',
    step: 'tls',
    error: TlsError,
    server: { mode: 'explicit' },
    changes: { target: { mode: 'implicit' } },
  },
  {
    title: 'AUTH is refused',
    step: 'tls',
    error: ReplyError,
    server: { mode: 'explicit', onCommand: override('AUTH', '502 No.') },
  },
  {
    title: 'the greeting is a refusal, implicit',
    step: 'login',
    error: ReplyError,
    server: { onCommand: override('CONNECT', '421 Full.') },
  },
  {
    title: 'the greeting is a refusal, explicit',
    step: 'network',
    error: ReplyError,
    server: { mode: 'explicit', onCommand: override('CONNECT', '421 Full.') },
  },
  {
    title: 'the password is wrong',
    step: 'login',
    error: ReplyError,
    changes: { target: { password: 'wrong' } },
  },
  {
    title: 'PROT is refused',
    step: 'login',
    error: ReplyError,
    server: { onCommand: override('PROT', '536 No.') },
  },
  {
    title: 'CWD is refused temporarily',
    step: 'directory',
    error: ReplyError,
    server: { onCommand: override('CWD', '450 Busy.') },
    changes: { remoteDirectory: 'www' },
  },
  {
    title: "passive mode isn't supported",
    step: 'transfer',
    error: ReplyError,
    server: { onCommand: ({ verb }) => (/^(EPSV|PASV)$/.test(verb) ? '502 No.' : undefined) },
  },
  {
    title: "the data connection doesn't resume the TLS session",
    step: 'transfer',
    error: ReplyError,
    server: { resumeData: false },
  },
];

for (const { title, step, error, server = {}, changes } of failures) {
  test(`preflight fails at ${step}, without retries, when ${title}`, async () => {
    const { result, server: embedded } = await runPreflight(server, changes);
    const failure = failureOf(result);
    assert.equal(failure.step, step);
    assert.ok(failure.error instanceof error, String(failure.error));
    assert.ok(embedded.controlConnections <= 2, 'one to connect, and one to detect plaintext');
    const logins = embedded.clientText.match(/^PASS /gm)?.length ?? 0;
    assert.ok(logins <= 1);
  });
}

test('preflight fails at transfer when the data port is closed', async () => {
  const { port, ...closed } = await listen('127.0.0.1', () => undefined);
  await closed[Symbol.asyncDispose]();
  const { result } = await runPreflight({
    onCommand: ({ verb }) => {
      if (verb === 'PASV') return `227 Here (127,0,0,1,${passivePort(port)})`;
      return verb === 'EPSV' ? `229 Here (|||${port}|)` : undefined;
    },
  });
  const { step, error } = failureOf(result);
  assert.equal(step, 'transfer');
  assert.ok(error instanceof ConnectionError && error.connection === 'data');
});

test('preflight fails at network when the connection is refused', async () => {
  const { port, ...closed } = await listen('127.0.0.1', () => undefined);
  await closed[Symbol.asyncDispose]();
  const { step, error } = failureOf(await preflightAt({ host: '127.0.0.1', port }));
  assert.equal(step, 'network');
  assert.ok(error instanceof ConnectionError && error.reason === 'ECONNREFUSED');
});

test('preflight fails at transfer when a listing is refused after the TLS handshake of the data connection', async () => {
  const onCommand = override('LIST', { perform: true, reply: '550 The disk is broken.' });
  const { result } = await runPreflight({ onCommand });
  assert.equal(failureOf(result).step, 'transfer');
});

for (const mode of ['implicit', 'explicit', 'none'] as const) {
  test(`preflight fails at login when PASS is refused, ${mode}`, async () => {
    const { result } = await runPreflight({ mode, onCommand: override('PASS', '530 No.') });
    assert.equal(failureOf(result).step, 'login');
    assert.equal(Object.hasOwn(result.connection, 'tls'), mode !== 'none');
  });
}

for (const { verb, refusal } of [
  { verb: 'CONNECT', refusal: '421 Full.' },
  { verb: 'PASS', refusal: '530 No.' },
]) {
  test(`preflight returns the TLS info when the login fails with ${refusal}`, async () => {
    const { result } = await runPreflight({ onCommand: override(verb, refusal) });
    assert.equal(failureOf(result).step, 'login');
    assert.equal(result.connection.tls?.protocol, 'TLSv1.3');
  });
}

test("preflight fails at transfer when checksums are required and the server doesn't support them", async () => {
  const onCommand = override('FEAT', ['211-Features:', ' SIZE', '211 End']);
  const { result } = await runPreflight({ onCommand }, { verifyUploads: 'checksum' });
  const { step, error } = failureOf(result);
  assert.equal(step, 'transfer');
  assert.ok(error instanceof NoChecksumError);
  assert.equal(result.listing, 'read');
});
