/** Compares the errors that docs/troubleshooting.md quotes with those of the bundled action. */
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { errorsOf } from '../../dist/step.ts';
import type { ActionRun } from '../../support/action.ts';
import { runAction } from '../../support/action.ts';
import { createAuthority, selfSigned } from '../../support/certificates.ts';
import { startEmbeddedServer } from '../../support/embedded-server/embedded-server.ts';
import type {
  CommandOverride,
  EmbeddedServerOptions,
} from '../../support/embedded-server/options.ts';
import { closedPort, listen } from '../../support/listener.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { networkEnvironment } from '../network.ts';
import { account, authority, certificateFor } from '../recipe.ts';

const hostName = 'files.example.com';
const document = await readFile(
  path.join(import.meta.dirname, '../../../docs/troubleshooting.md'),
  'utf8',
);

type Inputs = Readonly<Record<string, string>>;
type Files = Readonly<Record<string, string>>;

/** Runs the action with a server on port 21, by default also on port 990. */
async function run(
  { port, implicitPort = port }: { readonly port: number; readonly implicitPort?: number },
  inputs: Inputs = {},
  files: Files = { 'site/a.txt': 'hello' },
): Promise<ActionRun> {
  await using workspace = await createWorkspace({ ...files, 'ca.pem': authority.cert });
  return await runAction({
    workspace: workspace.path,
    inputs: {
      ...{ server: hostName, ...account, files: 'site' },
      ...{ retries: '0', timeout: '1', 'tls-ca': 'ca.pem' },
      ...inputs,
    },
    env: networkEnvironment({ [`${hostName}:990`]: implicitPort, [`${hostName}:21`]: port }),
  });
}

/** The files of a run. */
interface Contents {
  readonly local?: Files;
  readonly remote?: Files;
}

/** A run with an embedded server. */
function withServer(
  options: Partial<EmbeddedServerOptions>,
  inputs: Inputs = {},
  { local, remote = {} }: Contents = {},
) {
  return async () => {
    await using root = await createWorkspace(remote);
    const certificate = await certificateFor(hostName);
    const needed = { root: root.path, certificate, ...account };
    await using server = await startEmbeddedServer({ ...needed, ...options });
    return await run(server, inputs, local);
  };
}

/** A run with an embedded server that answers one command differently. */
function answering(verb: string, answer: CommandOverride, inputs: Inputs = {}) {
  return withServer(
    { onCommand: (command) => (command.verb === verb ? answer : undefined) },
    inputs,
  );
}

/** A run with a server that sends a line, or nothing, to each connection. */
function sending(line: string) {
  return async () => {
    await using listener = await listen('127.0.0.1', (socket) => {
      socket.resume().write(line);
    });
    return await run(listener);
  };
}

/** A run with a port without a listener. */
async function runWithClosedPort(): Promise<ActionRun> {
  const listener = await listen('127.0.0.1', () => undefined);
  await listener[Symbol.asyncDispose]();
  return await run(listener);
}

const explicit = { 'tls-mode': 'explicit' };
const selfSignedCertificate = await selfSigned({ commonName: 'nas' });
const foreign = await createAuthority({ commonName: 'Intranet CA' });
const client = await authority.issue({ commonName: 'deploy', usage: 'client' });
const otherName = await certificateFor('server12.host.example');

/** A second deployment with `sync`, of another site or from another repository. */
function afterDeployment(repository: string, inputs: Inputs) {
  return async () => {
    await using root = await createWorkspace();
    await using workspace = await createWorkspace({ 'site/a.txt': 'a', 'site/b.txt': 'b' });
    await workspace.write('ca.pem', authority.cert);
    const certificate = await certificateFor(hostName);
    const options = { root: root.path, certificate, ...account };
    await using server = await startEmbeddedServer(options);
    const deploy = (id: string, more: Inputs) =>
      runAction({
        workspace: workspace.path,
        inputs: {
          ...{ server: hostName, ...account, files: 'site', 'tls-ca': 'ca.pem' },
          ...{ sync: 'changed', 'delete-removed': 'true', ...more },
        },
        env: {
          ...networkEnvironment({ [`${hostName}:990`]: server.port }),
          ...{ GITHUB_REPOSITORY_ID: id, GITHUB_REPOSITORY: `owner/${id}` },
        },
      });
    await using first = await deploy('1', {});
    assert.equal(first.exitCode, 0, first.log);
    await rm(path.join(workspace.path, 'site/b.txt'));
    return await deploy(repository, inputs);
  };
}

/** Replies that name a port without a listener. */
const unreachablePorts: Readonly<Record<string, string>> = {
  EPSV: `229 Extended (|||${closedPort}|)`,
  PASV: `227 Passive (127,0,0,1,0,${closedPort})`,
};

/** A run with a maintenance file and a server that rejects this command on it. */
function withMaintenance(rejected: string) {
  return withServer(
    {
      onCommand: ({ verb, argument }) =>
        verb === rejected && argument === 'app_offline.htm' ? '550 Permission denied.' : undefined,
    },
    { 'maintenance-file': 'app_offline.htm' },
    { local: { 'site/a.txt': 'hello', 'app_offline.htm': 'Back soon' } },
  );
}

/** A run that causes each error, by its text in the document. */
const causes: Readonly<Record<string, () => Promise<ActionRun>>> = {
  'connection refused': runWithClosedPort,
  'it sent an unencrypted FTP greeting': withServer({ mode: 'explicit' }),
  'waiting for the greeting': withServer({}, explicit),
  'waiting for the TLS handshake': sending(''),
  'it is an SSH (SFTP) server': sending('SSH-2.0-OpenSSH_10.0\r\n'),
  'The server rejected the connection: 421': answering('CONNECT', '421 Too many connections.'),
  'Port 21 answers': async () => {
    await using server = await listen('127.0.0.1', (socket) => socket.write('220 Ready\r\n'));
    return await run({ port: server.port, implicitPort: closedPort });
  },
  'it is self-signed': withServer({ certificate: selfSignedCertificate }),
  'it was issued for …, not for …': withServer({ certificate: otherName }),
  'its issuer … is unknown': withServer({
    certificate: await foreign.issue({ commonName: hostName, dnsNames: [hostName] }),
  }),
  "doesn't support TLS 1.3": withServer(
    { maxVersion: 'TLSv1.2' },
    { 'tls-client-cert': client.cert, 'tls-client-key': client.key },
  ),
  '500 OOPS': answering('PASS', '500 OOPS: cannot change directory:/home/site'),
  'The login failed: 530': withServer({}, { password: 'wrong' }),
  '"PROT P" failed': answering('PROT', '536 Not supported.'),
  '522 SSL connection failed': withServer({ resumeData: false }),
  '426 Failure reading network stream': withServer({
    onData: () => ({ final: '426 Failure reading network stream.' }),
  }),
  'Could not open the data connection to …': withServer({
    onCommand: ({ verb }) => unreachablePorts[verb],
  }),
  '451': answering('STOR', '451 No space left on device.'),
  '550 Permission denied': answering('STOR', '550 Permission denied.'),
  '552 Quota exceeded': answering('STOR', '552 Quota exceeded.'),
  'is incomplete on the server': withServer({
    onCommand: ({ verb, argument }) =>
      verb === 'SIZE' && argument.endsWith('a.txt') ? '213 3' : undefined,
  }),
  'The server refused to rename the uploaded file': answering('RNTO', '550 No.', {
    publish: 'atomic',
  }),
  "The server can't distinguish this name from …": withServer(
    { windowsNames: true },
    { flatten: 'true' },
    { local: { 'site/new/Logo.png': 'new', 'site/old/logo.png': 'old' } },
  ),
  'The server has stored the file under another name': withServer(
    { changePath: (name, verb) => (verb === 'STOR' ? name.replace(/^\.\/ /, './_') : name) },
    {},
    { local: { 'site/ a.txt': 'hello' } },
  ),
  'A directory of that name exists': withServer({}, {}, { remote: { 'a.txt/b.txt': 'hello' } }),
  'in the place of the directory': withServer(
    {},
    { 'remote-dir': 'www' },
    { remote: { www: 'a file' } },
  ),
  "The server doesn't support checksums": answering('FEAT', '502 No.', {
    'verify-uploads': 'checksum',
  }),
  'files would be deleted, more than max-deletions': afterDeployment('1', { 'max-deletions': '0' }),
  'The state on the server belongs to a deployment of …': afterDeployment('2', {}),
  'The journal could not be written': withServer(
    {
      onCommand: ({ verb, argument }) =>
        (verb === 'STOR' || verb === 'APPE') && argument.startsWith('.')
          ? '553 Prohibited file name.'
          : undefined,
    },
    { sync: 'changed' },
  ),
  'Could not upload the maintenance file': withMaintenance('STOR'),
  'Could not delete the maintenance file': withMaintenance('DELE'),
  'No files match': withServer({}, { files: 'sites' }),
};

/** Matches an error whose variable parts are `…` in the document. */
function pattern(text: string): RegExp {
  const parts = text.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(parts.join('.*'), 's');
}

const documented = [...document.matchAll(/^- `(.+?)`:/gm)].map(([, text = '']) => text);
// Tests don't send DNS queries, and two runs at the same time are tested in test/deploy.
const untested = ['host name not found', 'Another run is deploying to the same directory'];
// The run succeeds: tested in test/servers and test/deploy.
const notices = ['Only 2 of 4 connections could be opened', 'An additional connection was closed'];

test('docs/troubleshooting.md quotes only errors that are tested', () => {
  const tested = [...Object.keys(causes), ...untested, ...notices];
  assert.deepEqual(tested.sort(), documented.toSorted());
});

for (const [text, cause] of Object.entries(causes)) {
  test(`docs/troubleshooting.md quotes an actual error: ${text}`, async () => {
    await using failed = await cause();
    assert.equal(failed.exitCode, 1, failed.log);
    const [error = '', ...others] = errorsOf(failed);
    assert.match(error, pattern(text));
    assert.deepEqual(others, []);
  });
}

/** Replaces the parts that depend on the certificate and the date. */
function comparable(text: string): string {
  return text
    .replace(/sha256\/\/\S{44}/, 'PIN')
    .replace(/SHA-256: .*/, 'FINGERPRINT')
    .replace(/valid: .*/, 'DATES')
    .trim();
}

test('docs/troubleshooting.md shows a complete error of the current version', async () => {
  const [, documentedError = ''] = /compares it\. -->\n\n```\n([^]*?)```/.exec(document) ?? [];
  await using failed = await withServer({ certificate: selfSignedCertificate })();
  assert.equal(comparable(errorsOf(failed)[0] ?? ''), comparable(documentedError));
});
