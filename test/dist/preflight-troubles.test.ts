import assert from 'node:assert/strict';
import { test } from 'node:test';

import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { closedPort } from '../support/listener.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { linesOf, titles } from './preflight-lines.ts';
import { certificate, deployTo, errorsOf, serve } from './step.ts';

interface Trouble {
  readonly title: string;
  /** The step that fails; the ones before it have a tick. */
  readonly at: string;
  readonly says: RegExp;
  readonly advice: RegExp;
  readonly server?: Partial<EmbeddedServerOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
}

const nowhere = String(closedPort);
const closed = closedPort;
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
    inputs: { 'verify-uploads': 'checksum' },
    says: /^The server offers no checksum/,
    advice: /^Use "verify-uploads: size"/m,
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
