import assert from 'node:assert/strict';
import { test } from 'node:test';

import { selfSigned } from '../support/certificates.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { listen } from '../support/listener.ts';
import type { FileContent, Workspace } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';
import { authority, deployTo, errorsOf, login, manifestOf, serve } from './step.ts';

/** How far the action may get with the server: not even a connection, TLS only, a login, everything but files. */
type Reach = 'nowhere' | 'TLS' | 'login' | 'session';

interface Failure {
  readonly title: string;
  /** What the first line of the one error is, with `{port}` and `{workspace}` filled in. */
  readonly says: string | RegExp;
  readonly reach: Reach;
  readonly server?: Partial<EmbeddedServerOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, FileContent>>;
  readonly posixOnly?: boolean;
}

const day = 86_400_000;
const expiredAt = new Date(Date.now() - 3 * day);
const control = 'the control connection to 127.0.0.1:{port}';
const localAddress = { commonName: 'Embedded server', ipAddresses: ['127.0.0.1'] };

const failures: readonly Failure[] = [
  {
    title: 'the password is wrong',
    inputs: { password: 'wrong' },
    says: 'The server refused "PASS ***": 530 Login incorrect.',
    reach: 'login',
  },
  {
    title: 'the password is empty',
    inputs: { password: '' },
    says: 'The server refused "PASS ***": 530 Login incorrect.',
    reach: 'login',
  },
  {
    title: 'the authority is not known',
    inputs: { 'tls-ca': '' },
    says: `The certificate of ${control} is not trusted: its issuer "CN=Test Authority" is not known.`,
    reach: 'TLS',
  },
  {
    title: 'the certificate is self-signed',
    server: { certificate: await selfSigned(localAddress) },
    says: `The certificate of ${control} is not trusted: it is self-signed.`,
    reach: 'TLS',
  },
  {
    title: 'the certificate is for another name',
    server: {
      certificate: await authority.issue({ commonName: 'x', dnsNames: ['other.example'] }),
    },
    says: `The certificate of ${control} is not trusted: it is for other.example, not for 127.0.0.1.`,
    reach: 'TLS',
  },
  {
    title: 'the name to check is another one',
    inputs: { 'tls-server-name': 'ftp.example' },
    says: `The certificate of ${control} is not trusted: it is for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, not for ftp.example.`,
    reach: 'TLS',
  },
  {
    title: 'the certificate has expired',
    server: { certificate: await authority.issue({ ...localAddress, notAfter: expiredAt }) },
    says: `The certificate of ${control} is not trusted: it expired on ${expiredAt.toISOString().slice(0, 10)}.`,
    reach: 'TLS',
  },
  {
    title: 'the host is not known',
    inputs: { server: 'no-such-host.invalid', port: '990', retries: '0' },
    says: /^The control connection to no-such-host\.invalid:990 could not be made: the host name (is not known \(ENOTFOUND\)|could not be looked up \(EAI_AGAIN\))\.$/,
    reach: 'nowhere',
  },
  {
    title: 'PROT P is refused',
    server: {
      onCommand: ({ verb }) => (verb === 'PROT' ? '536 Only C is supported.' : undefined),
    },
    says: 'The server refused "PROT P": 536 Only C is supported.',
    reach: 'session',
  },
  {
    title: 'PBSZ is refused',
    server: { onCommand: ({ verb }) => (verb === 'PBSZ' ? '502 Unknown.' : undefined) },
    says: 'The server refused "PBSZ 0": 502 Unknown.',
    reach: 'session',
  },
  {
    title: 'no file matches',
    inputs: { files: 'nothing/**' },
    says: 'No file matches "files" (nothing/**) in {workspace}.',
    reach: 'nowhere',
  },
  {
    title: 'two files would become one',
    inputs: { files: '**', flatten: 'true' },
    files: { 'a/x.txt': '1', 'b/x.txt': '2' },
    says: 'a/x.txt and b/x.txt would both become x.txt.',
    reach: 'nowhere',
  },
  {
    title: 'a file lies outside base-dir',
    inputs: { files: '**', 'base-dir': 'a' },
    files: { 'a/x.txt': '1', 'b/y.txt': '2' },
    says: 'b/y.txt lies outside base-dir a.',
    reach: 'nowhere',
  },
  {
    title: 'a name has a line break',
    inputs: { files: '**' },
    files: { 'a\nDELE b.txt': '1', 'ok.txt': '2' },
    posixOnly: true,
    says: 'a\\x0aDELE b.txt cannot be uploaded: its path holds a line break or NUL, which no FTP command can carry.',
    reach: 'nowhere',
  },
  {
    title: 'a name would leave the directory on a Windows server',
    inputs: { files: '**' },
    files: { '..\\x': '1' },
    posixOnly: true,
    says: '..\\x cannot be uploaded: its path holds "..".',
    reach: 'nowhere',
  },
  {
    title: 'the port is 0',
    inputs: { port: '0' },
    says: 'The input "port" must be a number from 1 to 65535, not "0".',
    reach: 'nowhere',
  },
  {
    title: 'remote-dir leads upwards',
    inputs: { 'remote-dir': 'www/../..' },
    says: 'The input "remote-dir" holds "..".',
    reach: 'nowhere',
  },
  {
    title: 'a directory cannot be made',
    inputs: { files: '**' },
    files: { 'sub/a.txt': '1' },
    server: { onCommand: ({ verb }) => (verb === 'MKD' ? '550 Permission denied.' : undefined) },
    says: 'The server refused "MKD remote": 550 Permission denied.',
    reach: 'session',
  },
];

for (const failure of failures) {
  const skip =
    failure.posixOnly === true && process.platform === 'win32' ? 'no such name on Windows' : false;
  test(`the action says plainly that ${failure.title}, and sends no file`, { skip }, async () => {
    await using workspace = await createWorkspace(failure.files ?? { 'a.txt': 'content' });
    await using root = await createWorkspace();
    await using server = await serve(root, failure.server);
    const inputs = { files: '*', 'remote-dir': 'remote', ...failure.inputs };
    // With a remote directory, the message of a collision would be about that.
    if (failure.reach === 'nowhere' && failure.inputs?.['remote-dir'] === undefined) {
      inputs['remote-dir'] = '.';
    }
    await using run = await deployTo(server, workspace, inputs);
    assert.equal(run.exitCode, 1, run.log);
    const errors = errorsOf(run);
    assert.equal(errors.length, 1, run.log);
    const [sentence = ''] = (errors[0] ?? '').split('\n');
    if (failure.says instanceof RegExp) assert.match(sentence, failure.says);
    else assert.equal(portable(sentence), filledIn(failure.says, server, workspace));
    assertNothingSent(server, failure.reach);
    const { run: facts } = await manifestOf(run);
    assert.equal(facts['outcome'], 'failure');
    assert.ok(run.summary.includes('❌'));
  });
}

test('the action says plainly that nothing listens, and sends no file', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  const { port, ...listener } = await listen('127.0.0.1', () => undefined);
  await listener[Symbol.asyncDispose]();
  await using run = await deployTo({ host: '127.0.0.1', port }, workspace, { files: '*' });
  assert.equal(run.exitCode, 1);
  const [sentence] = (errorsOf(run)[0] ?? '').split('\n');
  const expected = `The control connection to 127.0.0.1:${port} could not be made: nothing listens there (ECONNREFUSED).`;
  assert.equal(sentence, expected);
});

test('the action names three bad inputs at once, before any connection', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: '*', port: '0', timeout: 'soon', flatten: 'maybe' };
  await using run = await deployTo(server, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.deepEqual(errorsOf(run), [
    [
      'The input "port" must be a number from 1 to 65535, not "0".',
      'The input "flatten" must be true or false, not "maybe".',
      'The input "timeout" must be a number from 1 to 86400, not "soon".',
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
  // A refused password is never sent a second time.
  const logins = server.clientText.match(/^PASS /gm)?.length ?? 0;
  assert.equal(logins, reach === 'login' || reach === 'session' ? 1 : 0);
  if (reach === 'login') {
    assert.match(server.clientText, new RegExp(`^USER ${login.username}\\r\\nPASS .*\\r\\nQUIT\\r\\n$`));
  }
}

function filledIn(text: string, server: EmbeddedServer, workspace: Workspace): string {
  return portable(
    text.replace('{port}', String(server.port)).replace('{workspace}', workspace.path),
  );
}

/** With `/` for the separator of Windows. */
function portable(text: string): string {
  return process.platform === 'win32' ? text.replaceAll('\\', '/') : text;
}
