import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';

import type { DeployTarget, PreflightResult } from '../../src/deploy/index.ts';
import { CancelledError, NoChecksumError, preflight } from '../../src/deploy/index.ts';
import type { Verification } from '../../src/deploy/index.ts';
import { CertificateError, ConnectionError, ReplyError, TlsError } from '../../src/ftps/index.ts';
import { selfSigned } from '../support/certificates.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { CommandOverride, EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { listen } from '../support/listener.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { targetOf } from './target.ts';

/** What a test may choose. */
interface Choice {
  readonly remoteDirectory?: string;
  readonly verify?: Verification;
  readonly signal?: AbortSignal;
  readonly target?: Partial<DeployTarget>;
}

const old = { 'index.html': 'old', 'www/a.txt': 'a' };

function preflightAt(
  server: Pick<EmbeddedServer, 'host' | 'port'>,
  { target, ...choice }: Choice = {},
): Promise<PreflightResult> {
  const options = { remoteDirectory: '', verify: 'size', ...choice } as const;
  const signal = choice.signal ?? new AbortController().signal;
  return preflight({ ...targetOf(server), ...target }, { ...options, signal }, () => undefined);
}

/** Tries a server, and sees to it that nothing has changed there and nothing was sent that changes. */
async function tried(server: Partial<EmbeddedServerOptions>, choice: Choice = {}) {
  await using root = await createWorkspace(old);
  await using embedded = await start(root, server);
  const before = await tree(root.path);
  const mode = server.mode ?? 'implicit';
  const result = await preflightAt(embedded, { ...choice, target: { mode, ...choice.target } });
  assert.deepEqual(await tree(root.path), before);
  assert.equal(embedded.bytesReceived, 0);
  const changing = /^(STOR|STOU|APPE|ALLO|MKD|RMD|DELE|RNFR|RNTO|MFMT|MDTM|SITE)\b/im;
  assert.doesNotMatch(embedded.clientText, changing);
  return { result, dialogue: embedded.dialogue, server: embedded };
}

/** The step that failed, and the error there. */
function failureOf({ failure }: PreflightResult) {
  assert.ok(failure !== undefined, 'the preflight passed');
  return failure;
}

for (const mode of ['implicit', 'explicit', 'none'] as const) {
  test(`a preflight tries everything up to the first STOR, ${mode}`, async () => {
    const { result, dialogue } = await tried({ mode }, { remoteDirectory: 'www' });
    assert.equal(result.failure, undefined);
    assert.equal(result.directory, 'there');
    assert.equal(result.listing, 'read');
    assert.deepEqual(result.abilities, {
      canResume: true,
      tellsSizes: true,
      checksum: { verb: 'HASH', option: 'SHA-256', hash: 'sha256' },
      setsTimes: 'MFMT',
    });
    const { controlConnections, dataConnections, loginDirectory, tls } = result.connection;
    assert.equal(controlConnections, 1);
    assert.deepEqual(dataConnections, { total: 1, resumed: mode === 'none' ? 0 : 1 });
    assert.equal(loginDirectory, '/');
    assert.equal(tls?.protocol, mode === 'none' ? undefined : 'TLSv1.3');
    const sent = dialogue.filter((line) => line.startsWith('C: ')).slice(-6);
    assert.deepEqual(sent.slice(1), ['C: CWD www', 'C: CWD /', 'C: EPSV', 'C: LIST', 'C: QUIT']);
  });
}

test('a preflight tells the addresses of a name', async () => {
  await using root = await createWorkspace();
  await using server = await start(root);
  const target = { endpoint: { host: 'localhost', port: server.port } };
  const { addresses, failure } = await preflightAt(server, { target });
  assert.equal(failure, undefined);
  assert.ok(addresses.includes('127.0.0.1'));
  assert.ok(addresses.every((address) => isIP(address) !== 0));
});

test('a preflight has the refusal of a directory that is not there, which is no failure', async () => {
  const { result, dialogue } = await tried({}, { remoteDirectory: 'new/site' });
  assert.equal(result.failure, undefined);
  assert.ok(result.directory instanceof ReplyError);
  assert.equal(result.directory.reply.code, 550);
  assert.equal(result.listing, 'read');
  assert.ok(dialogue.includes('C: CWD new/site'));
});

test('a preflight does not look for a directory without a way back', async () => {
  const onCommand = ({ verb }: { verb: string }) => (verb === 'PWD' ? '502 No.' : undefined);
  const { result, dialogue } = await tried({ onCommand }, { remoteDirectory: 'www' });
  assert.equal(result.directory, 'unknown');
  assert.ok(!dialogue.some((line) => line.startsWith('C: CWD')));
});

for (const reply of ['550 Permission denied.', '502 Not here.', '450 Nothing to see.']) {
  test(`a preflight takes "${reply}" to a listing for what it is: no listings here`, async () => {
    const onCommand = ({ verb }: { verb: string }) => (verb === 'LIST' ? reply : undefined);
    const { result } = await tried({ onCommand });
    assert.equal(result.failure, undefined);
    assert.ok(result.listing instanceof ReplyError);
    assert.equal(`${result.listing.reply.code} ${result.listing.reply.lines.join()}`, reply);
  });
}

test('a preflight breaks off a listing without an end', async () => {
  const { result, server } = await tried({ endlessListings: true });
  assert.equal(result.failure, undefined);
  assert.equal(result.listing, 'read');
  assert.ok(result.milliseconds < 5_000);
  assert.match(server.dialogue.at(-1) ?? '', /^S: 221 /);
});

const override =
  (refused: string, answer: CommandOverride) =>
  ({ verb }: { verb: string }) =>
    verb === refused ? answer : undefined;
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
  const { result } = await tried({ onCommand }, { verify: 'checksum' });
  const { step, error } = failureOf(result);
  assert.equal(step, 'transfer');
  assert.ok(error instanceof NoChecksumError);
  assert.equal(result.listing, 'read');
});

test('a preflight needs a checksum only where checksums are to be compared', async () => {
  const withChecksum = await tried({}, { verify: 'checksum' });
  assert.equal(withChecksum.result.failure, undefined);
  const onCommand = override('FEAT', ['211-Features:', ' SIZE', '211 End']);
  const withoutChecksum = await tried({ onCommand }, { verify: 'size' });
  assert.equal(withoutChecksum.result.failure, undefined);
});

const reason = new CancelledError('a test');

for (const verb of ['CONNECT', 'PASS', 'CWD', 'EPSV', 'LIST']) {
  test(`a preflight ends soon when it is cancelled while the server is silent after ${verb}`, async () => {
    const controller = new AbortController();
    const started = performance.now();
    const { result } = await tried(
      {
        onCommand: (context) => {
          if (context.verb !== verb) return undefined;
          controller.abort(reason);
          return 'silence';
        },
      },
      { remoteDirectory: 'www', signal: controller.signal },
    );
    assert.equal(failureOf(result).error, reason);
    assert.ok(performance.now() - started < 4_000);
  });
}

test('a preflight that is cancelled in the middle of a listing says goodbye', async () => {
  const controller = new AbortController();
  const { result, dialogue } = await tried(
    {
      endlessListings: true,
      onCommand: ({ verb }) => {
        if (verb === 'LIST')
          setImmediate(() => {
            controller.abort(reason);
          });
        return undefined;
      },
    },
    { signal: controller.signal },
  );
  assert.equal(failureOf(result).error, reason);
  assert.ok(dialogue.includes('C: QUIT'));
});

test('a preflight that was cancelled before opens no connection', async () => {
  const { result, server } = await tried({}, { signal: AbortSignal.abort(reason) });
  assert.deepEqual(failureOf(result), { step: 'network', error: reason });
  assert.equal(server.controlConnections, 0);
});
