import assert from 'node:assert/strict';
import { test } from 'node:test';

import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { closedPort } from '../support/listener.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { linesOf, titles } from './preflight-lines.ts';
import { certificate, deployTo, errorsOf, serve } from './step.ts';

interface Failure {
  readonly when: string;
  /** The title of the step that fails. */
  readonly at: string;
  readonly error: RegExp;
  readonly advice: RegExp;
  readonly server?: Partial<EmbeddedServerOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
}

const address = { commonName: 'Self-signed', ipAddresses: ['127.0.0.1'] };

const failures: readonly Failure[] = [
  {
    when: 'the port is closed',
    at: 'Network',
    inputs: { port: String(closedPort) },
    error: /^Could not connect to 127\.0\.0\.1:\d+: connection refused \(ECONNREFUSED\)\.$/,
    advice: /^Check "server" and "port"\. If the server only has port 21, set "port: 21"/m,
  },
  {
    when: 'the host name is not found',
    at: 'Network',
    inputs: { server: 'no-such-host.invalid' },
    error: /^Could not connect to no-such-host\.invalid:\d+: (the )?host name /,
    advice: /^(Check "server" for a typo|The name service didn't respond)/m,
  },
  {
    when: 'the certificate is self-signed',
    at: 'TLS',
    server: { certificate: await selfSigned(address) },
    error: /isn't trusted: it is self-signed\.$/,
    advice: /^ {2}tls-pin: sha256\/\/[\w+/]{43}=$/m,
  },
  {
    when: 'the server sends an unencrypted greeting',
    at: 'TLS',
    server: { mode: 'explicit' },
    error: /^127\.0\.0\.1:\d+ doesn't use implicit TLS: it sent an unencrypted FTP greeting\.$/,
    advice: /^Set "tls-mode: explicit"/m,
  },
  {
    when: 'the password is wrong',
    at: 'Login',
    inputs: { password: 'wrong' },
    error: /^The login failed: 530 Login incorrect\.$/,
    advice: /^Check the username and password .* aren't retried/m,
  },
  {
    when: 'the password is empty',
    at: 'Login',
    inputs: { password: '' },
    error: /^The login failed: 530 Login incorrect\.$/,
    advice: /^The password is empty\. .*triggered from forks\.$/m,
  },
  {
    when: 'the TLS session is not resumed',
    at: 'Transfer',
    server: { resumeData: false, maxVersion: 'TLSv1.3' },
    error: /^"LIST" failed: 522 SSL connection failed: session reuse required$/,
    advice: /^The data connection didn't resume the TLS session, .* "tls-max-version: TLSv1\.2"/m,
  },
  {
    when: 'the passive ports are closed',
    at: 'Transfer',
    server: {
      onCommand: ({ verb }) => {
        if (verb === 'EPSV') return `229 Here (|||${closedPort}|)`;
        return verb === 'PASV' ? `227 Here (127,0,0,1,0,${closedPort})` : undefined;
      },
    },
    error: /^Could not open the data connection to 127\.0\.0\.1:\d+: connection refused/,
    advice: /Open the server's passive port range in its firewall, or ask your host to\.$/m,
  },
  {
    when: 'verify-uploads is checksum and the server supports none',
    at: 'Transfer',
    server: {
      onCommand: ({ verb }) =>
        verb === 'FEAT' ? ['211-Features:', ' SIZE', '211 End'] : undefined,
    },
    inputs: { 'verify-uploads': 'checksum' },
    error: /^The server doesn't support checksums/,
    advice: /^Set "verify-uploads: size"/m,
  },
];

for (const { when, at, error: expected, advice, server: options, inputs } of failures) {
  test(`a preflight fails at ${at} with the advice of a deployment when ${when}`, async () => {
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
      titles.map(
        (name, index) => `${index < failedAt ? '✔' : index === failedAt ? '✘' : '–'} ${name}`,
      ),
    );
    for (const { text } of lines.slice(failedAt + 1)) assert.equal(text, 'not attempted');
    assert.match(lines[failedAt]?.text ?? '', expected);
    const [error = '', ...others] = errorsOf(trial);
    assert.deepEqual(others, []);
    assert.equal(error.split('\n')[0], lines[failedAt]?.text);
    assert.match(error, advice);
    for (const line of error.split('\n').slice(1)) {
      assert.ok(trial.log.includes(`\n              ${line}`), `${line} is not in the group`);
    }
    assert.match(trial.summary, /^<h3>❌ FTPS preflight failed: /);
    assert.equal((await tree(root.path)).size, 0);

    // The error of a deployment only differs in the command and the count of files.
    await using run = await deployTo(server, workspace, asked);
    const same = (errorsOf(run)[0] ?? '')
      .replace(/^a\.txt: /, '')
      .replace('Uploading a.txt failed', '"LIST" failed')
      .replace(/\n0 of 1 file uploaded \(.*\)\.$/, '');
    assert.equal(withoutPorts(error), withoutPorts(same));
  });
}

/** Without the ports of data connections, which differ. */
function withoutPorts(text: string): string {
  return text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1');
}
