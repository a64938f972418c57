import assert from 'node:assert/strict';
import { test } from 'node:test';

import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { listen } from '../support/listener.ts';
import type { FileContent, Workspace } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';
import { authority, deployTo, errorsOf, login, manifestOf, serve } from './step.ts';

/** How far the action gets with the server: no connection, the TLS handshake, the login, or everything but uploads. */
type Reach = 'nowhere' | 'TLS' | 'login' | 'session';

interface Failure {
  readonly when: string;
  /** The first line of the error annotation, in which `{port}` and `{workspace}` are replaced. */
  readonly error: string | RegExp;
  readonly reach: Reach;
  readonly server?: Partial<EmbeddedServerOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, FileContent>>;
  readonly posixOnly?: boolean;
}

const day = 86_400_000;
const expiredAt = new Date(Date.now() - 3 * day);
const server = '127.0.0.1:{port}';
const localAddress = { commonName: 'Embedded server', ipAddresses: ['127.0.0.1'] };

const failures: readonly Failure[] = [
  {
    when: 'the password is wrong',
    inputs: { password: 'wrong' },
    error: 'The login failed: 530 Login incorrect.',
    reach: 'login',
  },
  {
    when: 'the password is empty',
    inputs: { password: '' },
    error: 'The login failed: 530 Login incorrect.',
    reach: 'login',
  },
  {
    when: 'the issuer of the certificate is not trusted',
    inputs: { 'tls-ca': '' },
    error: `The certificate of ${server} isn't trusted: its issuer "CN=Test Authority" is unknown.`,
    reach: 'TLS',
  },
  {
    when: 'the certificate is self-signed',
    server: { certificate: await selfSigned(localAddress) },
    error: `The certificate of ${server} isn't trusted: it is self-signed.`,
    reach: 'TLS',
  },
  {
    when: 'the certificate was issued for another name',
    server: {
      certificate: await authority.issue({ commonName: 'x', dnsNames: ['other.example'] }),
    },
    error: `The certificate of ${server} isn't trusted: it was issued for other.example, not for 127.0.0.1.`,
    reach: 'TLS',
  },
  {
    when: 'tls-server-name is another name',
    inputs: { 'tls-server-name': 'ftp.example' },
    error: `The certificate of ${server} isn't trusted: it was issued for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, not for ftp.example.`,
    reach: 'TLS',
  },
  {
    when: 'the certificate has expired',
    server: { certificate: await authority.issue({ ...localAddress, notAfter: expiredAt }) },
    error: `The certificate of ${server} isn't trusted: it expired on ${expiredAt.toISOString().slice(0, 10)}.`,
    reach: 'TLS',
  },
  {
    when: 'the host name is not found',
    inputs: { server: 'no-such-host.invalid', port: '990', retries: '0' },
    error:
      /^Could not connect to no-such-host\.invalid:990: (host name not found \(ENOTFOUND\)|the host name lookup failed \(EAI_AGAIN\))\.$/,
    reach: 'nowhere',
  },
  {
    when: 'PROT P is rejected',
    server: {
      onCommand: ({ verb }) => (verb === 'PROT' ? '536 Only C is supported.' : undefined),
    },
    error: '"PROT P" failed: 536 Only C is supported.',
    reach: 'session',
  },
  {
    when: 'PBSZ is rejected, and PROT because of that',
    server: { onCommand: ({ verb }) => (verb === 'PBSZ' ? '502 Unknown.' : undefined) },
    error: '"PROT P" failed: 503 PROT needs PBSZ first.',
    reach: 'session',
  },
  {
    when: 'no files match',
    inputs: { files: 'nothing/**' },
    error: 'No files match "files" (nothing/**) in {workspace}.',
    reach: 'nowhere',
  },
  {
    when: 'two files have the same remote path',
    inputs: { files: '**', flatten: 'true' },
    files: { 'a/x.txt': '1', 'b/x.txt': '2' },
    error: 'a/x.txt and b/x.txt have the same remote path x.txt.',
    reach: 'nowhere',
  },
  {
    when: 'a file is outside base-dir',
    inputs: { files: '**', 'base-dir': 'a' },
    files: { 'a/x.txt': '1', 'b/y.txt': '2' },
    error: 'b/y.txt is outside base-dir a.',
    reach: 'nowhere',
  },
  {
    when: 'a file name contains a line break',
    inputs: { files: '**' },
    files: { 'a\nDELE b.txt': '1', 'ok.txt': '2' },
    posixOnly: true,
    error:
      "a\\x0aDELE b.txt can't be uploaded: its remote path contains a line break or NUL, which can't be sent in an FTP command.",
    reach: 'nowhere',
  },
  {
    when: 'a file name contains ".." for a Windows server',
    inputs: { files: '**' },
    files: { '..\\x': '1' },
    posixOnly: true,
    error: '..\\x can\'t be uploaded: its remote path contains "..".',
    reach: 'nowhere',
  },
  {
    when: 'a file name has only dots, for a Windows server',
    inputs: { files: '**' },
    files: { 'a/...': '1', 'ok.txt': '2' },
    posixOnly: true,
    error:
      "a/... can't be uploaded: its remote path contains a name of dots and spaces only, which servers on Windows read as another directory.",
    reach: 'nowhere',
  },
  {
    when: 'the port is 0',
    inputs: { port: '0' },
    error: 'Invalid value "0" for port. Use a whole number from 1 to 65535.',
    reach: 'nowhere',
  },
  {
    when: 'remote-dir contains ".."',
    inputs: { 'remote-dir': 'www/../..' },
    error: 'remote-dir contains "..".',
    reach: 'nowhere',
  },
  {
    when: 'a directory cannot be created',
    inputs: { files: '**' },
    files: { 'sub/a.txt': '1' },
    server: { onCommand: ({ verb }) => (verb === 'MKD' ? '550 Permission denied.' : undefined) },
    error: '"MKD remote" failed: 550 Permission denied.',
    reach: 'session',
  },
];

for (const failure of failures) {
  const skip =
    failure.posixOnly === true && process.platform === 'win32'
      ? 'Windows allows no such name'
      : false;
  test(
    `the action fails with one annotation and uploads nothing when ${failure.when}`,
    { skip },
    async () => {
      await using workspace = await createWorkspace(failure.files ?? { 'a.txt': 'content' });
      await using root = await createWorkspace();
      await using server = await serve(root, failure.server);
      const inputs = { files: '*', 'remote-dir': 'remote', ...failure.inputs };
      // Messages about remote paths are simpler without a remote directory.
      if (failure.reach === 'nowhere' && failure.inputs?.['remote-dir'] === undefined) {
        inputs['remote-dir'] = '.';
      }
      await using run = await deployTo(server, workspace, inputs);
      assert.equal(run.exitCode, 1, run.log);
      const errors = errorsOf(run);
      assert.equal(errors.length, 1, run.log);
      const [sentence = ''] = (errors[0] ?? '').split('\n');
      if (failure.error instanceof RegExp) assert.match(sentence, failure.error);
      else assert.equal(portable(sentence), filledIn(failure.error, server, workspace));
      assertNothingSent(server, failure.reach);
      const { run: facts } = await manifestOf(run);
      assert.equal(facts['outcome'], 'failure');
      assert.ok(run.summary.includes('❌'));
    },
  );
}

test('the action fails with one annotation when the connection is refused', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  const { port, ...listener } = await listen('127.0.0.1', () => undefined);
  await listener[Symbol.asyncDispose]();
  await using run = await deployTo({ host: '127.0.0.1', port }, workspace, { files: '*' });
  assert.equal(run.exitCode, 1);
  const [sentence] = (errorsOf(run)[0] ?? '').split('\n');
  const expected = `Could not connect to 127.0.0.1:${port}: connection refused (ECONNREFUSED).`;
  assert.equal(sentence, expected);
});

test('the action reports all invalid inputs together before it connects', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: '*', port: '0', timeout: 'soon', flatten: 'maybe' };
  await using run = await deployTo(server, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.deepEqual(errorsOf(run), [
    [
      'Invalid value "0" for port. Use a whole number from 1 to 65535.',
      'Invalid value "maybe" for flatten. Use true or false.',
      'Invalid value "soon" for timeout. Use a number from 1 to 3600.',
    ].join('\n'),
  ]);
  assertNothingSent(server, 'nowhere');
});

function assertNothingSent(server: EmbeddedServer, reach: Reach): void {
  assert.doesNotMatch(server.clientText, /^(STOR|APPE|EPSV|PASV)\b/im);
  assert.equal(server.dataConnections, 0);
  assert.equal(server.bytesReceived, 0);
  assert.equal(server.controlConnections, reach === 'nowhere' ? 0 : 1);
  if (reach === 'TLS') assert.equal(server.clientText, '');
  // A rejected password is never sent again.
  const logins = server.clientText.match(/^PASS /gm)?.length ?? 0;
  assert.equal(logins, reach === 'login' || reach === 'session' ? 1 : 0);
  if (reach === 'login') {
    assert.match(
      server.clientText,
      new RegExp(`^USER ${login.username}\\r\\nPASS .*\\r\\nQUIT\\r\\n$`),
    );
  }
}

function filledIn(text: string, server: EmbeddedServer, workspace: Workspace): string {
  return portable(
    text.replace('{port}', String(server.port)).replace('{workspace}', workspace.path),
  );
}

/** With `/` as the separator on Windows too. */
function portable(text: string): string {
  return process.platform === 'win32' ? text.replaceAll('\\', '/') : text;
}
