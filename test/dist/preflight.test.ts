import assert from 'node:assert/strict';
import { test } from 'node:test';

import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { listen } from '../support/listener.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import {
  assertSucceeded,
  certificate,
  deployTo,
  errorsOf,
  manifestOf,
  serve,
  transcriptOf,
} from './step.ts';

const titles = ['Network', 'TLS', 'Login', 'remote-dir', 'Transfer'];

/** The five lines of a preflight: the mark, the title and the text of each. */
function linesOf(log: string): { mark: string; title: string; text: string }[] {
  return [...log.matchAll(/^([✔⚠✘–]) (\S+) +(.*)$/gm)].map(([, mark = '', title = '', text = '']) => ({
    mark,
    title,
    text,
  }));
}

/** Port of the loopback interface on which nothing listens. */
async function closedPort(): Promise<number> {
  const { port, ...listener } = await listen('127.0.0.1', () => undefined);
  await listener[Symbol.asyncDispose]();
  return port;
}

test('a preflight has five ticks for a server that is as it should be, and changes nothing', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace({ 'www/index.html': 'old' });
  await using server = await serve(root);
  const before = await tree(root.path);
  const inputs = { files: 'dist/**', 'base-dir': 'dist', 'remote-dir': 'www', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);

  assertSucceeded(run);
  assert.deepEqual(await tree(root.path), before);
  assert.doesNotMatch(server.clientText, /^(STOR|APPE|MKD|RMD|DELE|RNFR|RNTO|MFMT|MDTM|SITE)\b/im);
  assert.equal(server.controlConnections, 1);
  assert.equal(server.dataConnections, 1);
  assert.equal(server.dataConnectionsResumed, 1);
  const lines = linesOf(run.log);
  assert.deepEqual(
    lines.map(({ mark, title }) => `${mark} ${title}`),
    titles.map((title) => `✔ ${title}`),
  );
  assert.deepEqual(
    lines.filter(({ title }) => title !== 'TLS').map(({ text }) => text),
    [
      `port ${server.port} of 127.0.0.1 is open`,
      'accepted by "Embedded FTPS server"; it leads to "/"',
      '"www" is there',
      'one data connection, TLS session resumed',
    ],
  );
  assert.match(
    lines[1]?.text ?? '',
    /^TLSv1\.3; certificate of CN=Embedded server, issued by CN=Test Authority, valid until .* days left\)$/,
  );
  assert.match(run.log, /^::group::What the server offers\n.*\(REST STREAM\)\.$/m);
  assert.match(run.log, /^The server passed\. Nothing was changed on it; /m);
  assert.match(run.summary, /^<h3>✅ Preflight passed: <code>127\.0\.0\.1<\/code><\/h3>/);
  assert.equal(run.outputs['uploaded-count'], '0');
  assert.equal(run.outputs['pending-count'], '0');
});

test('a preflight writes manifest and transcript like a deployment', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: 'x', preflight: 'true' });
  assertSucceeded(run);
  const { run: facts, files } = await manifestOf(run);
  assert.deepEqual(files, []);
  assert.equal(facts['tlsProtocol'], 'TLSv1.3');
  assert.deepEqual(facts['dataConnections'], { total: 1, resumed: 1 });
  const steps = facts['preflight'] as { step: string; outcome: string }[];
  assert.deepEqual(
    steps.map(({ step, outcome }) => `${step} ${outcome}`),
    ['network', 'tls', 'login', 'directory', 'transfer'].map((step) => `${step} passed`),
  );
  const transcript = await transcriptOf(run);
  assert.match(transcript, /^C: LIST\nS: 150 .*\nS: 226 .*\n-- data connection: TLS session resumed$/m);
  assert.doesNotMatch(transcript, /127\.0\.0\.1/);
});

test('a preflight of a name shows its addresses', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: 'x', server: 'localhost', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(linesOf(run.log)[0]?.text ?? '', /^localhost is .*127\.0\.0\.1.*; port \d+ is open$/);
});

interface Trouble {
  readonly title: string;
  /** The step that fails; the ones before it have a tick. */
  readonly at: string;
  readonly says: RegExp;
  readonly advice: RegExp;
  readonly server?: Partial<EmbeddedServerOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
}

const nowhere = String(await closedPort());
const closed = await closedPort();
const own = { commonName: 'Own', ipAddresses: ['127.0.0.1'] };

const troubles: readonly Trouble[] = [
  {
    title: 'nothing listens on the port',
    at: 'Network',
    inputs: { port: nowhere },
    says: /^The control connection to 127\.0\.0\.1:\d+ could not be made: nothing listens there/,
    advice: /^Check "server" and "port"; implicit TLS is usually on port 990\./m,
  },
  {
    title: 'the host is not known',
    at: 'Network',
    inputs: { server: 'no-such-host.invalid' },
    says: /^The control connection to no-such-host\.invalid:\d+ could not be made: the host name /,
    advice: /^(Check "server" for a typing error|The name service did not answer)/m,
  },
  {
    title: 'the certificate is self-signed',
    at: 'TLS',
    server: { certificate: await selfSigned(own) },
    says: /is not trusted: it is self-signed\.$/,
    advice: /^ {2}tls-pin: sha256\/\/[\w+/]{43}=$/m,
  },
  {
    title: 'the server speaks FTP in clear text',
    at: 'TLS',
    server: { mode: 'explicit' },
    says: /^There is no TLS on the control connection to .*: the server greets in clear text/,
    advice: /^Set "tls-mode: explicit"/m,
  },
  {
    title: 'the password is wrong',
    at: 'Login',
    inputs: { password: 'wrong' },
    says: /^The server refused "PASS \*\*\*": 530 Login incorrect\.$/,
    advice: /^Check "username" and "password"; .* tried once/m,
  },
  {
    title: 'the password is empty',
    at: 'Login',
    inputs: { password: '' },
    says: /^The server refused "PASS \*\*\*": 530 Login incorrect\.$/,
    advice: /^The input "password" was empty\. Secrets are not passed to runs for forks/m,
  },
  {
    title: 'the TLS session cannot be resumed',
    at: 'Transfer',
    server: { resumeData: false, maxVersion: 'TLSv1.3' },
    says: /^The server refused "LIST": 522 SSL connection failed: session reuse required$/,
    advice: /^The data connection did not resume the TLS session, .* "tls-max-version: TLSv1\.2"/m,
  },
  {
    title: 'the passive ports are closed',
    at: 'Transfer',
    server: {
      onCommand: ({ verb }) => (verb === 'EPSV' ? `229 Here (|||${closed}|)` : undefined),
    },
    says: /^The data connection to 127\.0\.0\.1:\d+ could not be made: nothing listens there/,
    advice: /open the server's passive port range in its firewall\.$/m,
  },
  {
    title: 'no checksum is offered and one is wanted',
    at: 'Transfer',
    server: {
      onCommand: ({ verb }) => (verb === 'FEAT' ? ['211-Features:', ' SIZE', '211 End'] : undefined),
    },
    inputs: { verify: 'checksum' },
    says: /^The server offers no checksum/,
    advice: /^Use "verify: size"/m,
  },
];

for (const { title, at, says, advice, server: options, inputs } of troubles) {
  test(`a preflight says at ${at} that ${title}, with the advice of a deployment`, async () => {
    await using workspace = await createWorkspace({ 'a.txt': 'a' });
    await using root = await createWorkspace();
    await using server = await serve(root, { certificate, ...options });
    const asked = { files: '*', retries: '0', ...inputs };
    await using trial = await deployTo(server, workspace, { ...asked, preflight: 'true' });

    assert.equal(trial.exitCode, 1, trial.log);
    const lines = linesOf(trial.log);
    const failedAt = titles.indexOf(at);
    assert.deepEqual(
      lines.map(({ mark, title: name }) => `${mark} ${name}`),
      titles.map((name, index) => `${index < failedAt ? '✔' : index === failedAt ? '✘' : '–'} ${name}`),
    );
    for (const { text } of lines.slice(failedAt + 1)) assert.equal(text, 'not tried');
    assert.match(lines[failedAt]?.text ?? '', says);
    const [error = '', ...others] = errorsOf(trial);
    assert.deepEqual(others, []);
    assert.equal(error.split('\n')[0], lines[failedAt]?.text);
    assert.match(error, advice);
    for (const line of error.split('\n').slice(1)) {
      assert.ok(trial.log.includes(`\n              ${line}`), `${line} is not in the group`);
    }
    assert.match(trial.summary, /^<h3>❌ Preflight failed/);
    assert.equal((await tree(root.path)).size, 0);

    // A deployment says the same, but for the command that met the trouble and the count of files.
    await using run = await deployTo(server, workspace, asked);
    const same = (errorsOf(run)[0] ?? '')
      .replace(/^a\.txt: /, '')
      .replace('"STOR a.txt"', '"LIST"')
      .replace(/\n0 uploaded, \d failed, \d not reached\.$/, '');
    assert.equal(withoutPorts(error), withoutPorts(same));
  });
}

/** Without the ports of data connections, which change. */
function withoutPorts(text: string): string {
  return text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1');
}

const directories: readonly [
  title: string,
  answer: string | undefined,
  remote: string,
  text: RegExp,
][] = [
  ['is missing', undefined, 'new/site', /^"new\/site" cannot be entered \(550 .*\): .* makes it; /],
  [
    'is forbidden',
    '550 Permission denied.',
    'www',
    /^"www" cannot be entered \(550 Permission denied\.\): .* check "remote-dir" and the rights/,
  ],
];

for (const [title, answer, remote, text] of directories) {
  test(`a preflight goes on where remote-dir ${title}, and says what a deployment does`, async () => {
    await using workspace = await createWorkspace();
    await using root = await createWorkspace({ 'www/a': '' });
    await using server = await serve(root, {
      onCommand: ({ verb }) => (verb === 'CWD' ? answer : undefined),
    });
    const inputs = { files: '*', 'remote-dir': remote, preflight: 'true' };
    await using run = await deployTo(server, workspace, inputs);
    assertSucceeded(run);
    const lines = linesOf(run.log);
    assert.equal(lines.map(({ mark }) => mark).join(''), '✔✔✔⚠✔');
    assert.match(lines[3]?.text ?? '', text);
    assert.match(run.summary, /⚠️ remote-dir/);
  });
}

test('a preflight with a bad input makes no connection', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: '', preflight: 'true', timeout: 'soon' };
  await using run = await deployTo(server, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.equal(errorsOf(run)[0]?.split('\n').length, 2);
  assert.equal(server.controlConnections, 0);
});

test('a preflight warns of a certificate that is not checked', async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: 'x', 'tls-ca': '', 'tls-verify': 'false', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(run.log, /^::warning::The certificate was not checked .*%0A {2}tls-pin: sha256\/\//m);
  assert.match(run.log, /^⚠ TLS .*; not checked \(tls-verify: false\)$/m);
});

// Windows ends a process that is sent a signal.
const skip = process.platform === 'win32' ? 'no signals on Windows' : false;

test('a preflight ends within 5 s when the job is cancelled', { skip }, async () => {
  await using workspace = await createWorkspace();
  await using root = await createWorkspace();
  const asked = Promise.withResolvers<undefined>();
  await using server = await serve(root, {
    onCommand: ({ verb }) => {
      if (verb !== 'LIST') return undefined;
      asked.resolve(undefined);
      return 'silence';
    },
  });
  let cancelledAt = Number.NaN;
  const inputs = { files: 'x', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs, {
    onStart: (child) => {
      void asked.promise.then(() => {
        cancelledAt = performance.now();
        child.kill('SIGINT');
      });
    },
  });
  assert.ok(performance.now() - cancelledAt < 5_000);
  assert.equal(run.exitCode, 1);
  assert.match(errorsOf(run)[0] ?? '', /^The run was cancelled \(SIGINT\)\./);
  assert.equal(run.outputs['uploaded-count'], '0');
});
