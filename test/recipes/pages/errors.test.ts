/** Compares the errors that docs/errors.md quotes with those of the bundled action. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { errorsOf } from '../../dist/step.ts';
import type { ActionRun } from '../../support/action.ts';
import { runAction } from '../../support/action.ts';
import { selfSigned } from '../../support/certificates.ts';
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
const document = await readFile(path.join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

type Inputs = Readonly<Record<string, string>>;

/** Runs the action with a server on port 21, by default also on port 990. */
async function run(port: number, inputs: Inputs, implicitPort = port): Promise<ActionRun> {
  await using workspace = await createWorkspace({
    'site/a.txt': 'hello',
    'ca.pem': authority.cert,
  });
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

/** A run with an embedded server. */
function withServer(options: Partial<EmbeddedServerOptions>, inputs: Inputs = {}) {
  return async () => {
    await using root = await createWorkspace();
    const certificate = await certificateFor(hostName);
    const needed = { root: root.path, certificate, ...account };
    await using server = await startEmbeddedServer({ ...needed, ...options });
    return await run(server.port, inputs);
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
    return await run(listener.port, {});
  };
}

/** A run with a port without a listener. */
async function runWithClosedPort(): Promise<ActionRun> {
  const listener = await listen('127.0.0.1', () => undefined);
  await listener[Symbol.asyncDispose]();
  return await run(listener.port, {});
}

const explicit = { 'tls-mode': 'explicit' };
const selfSignedCertificate = await selfSigned({ commonName: 'nas' });
const otherName = await certificateFor('server12.host.example');

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
    return await run(server.port, {}, closedPort);
  },
  'it is self-signed': withServer({ certificate: selfSignedCertificate }),
  'it was issued for …, not for …': withServer({ certificate: otherName }),
  'The login failed: 530': withServer({}, { password: 'wrong' }),
  '"PROT P" failed': answering('PROT', '536 Not supported.'),
  '522 SSL connection failed': withServer({ resumeData: false }),
  '426 Failure reading network stream': withServer({
    onData: () => ({ final: '426 Failure reading network stream.' }),
  }),
  'Could not open the data connection to …': answering('EPSV', '229 Extended (|||1|)'),
  '451': answering('STOR', '451 No space left on device.'),
  '550 Permission denied': answering('STOR', '550 Permission denied.'),
  '552 Quota exceeded': answering('STOR', '552 Quota exceeded.'),
  'is incomplete on the server': answering('SIZE', '213 3'),
  'The server refused to rename the uploaded file': answering('RNTO', '550 No.', {
    publish: 'atomic',
  }),
  "The server doesn't support checksums": answering('FEAT', '502 No.', {
    'verify-uploads': 'checksum',
  }),
  'No files match': withServer({}, { files: 'sites' }),
};

/** Matches an error whose variable parts are `…` in the document. */
function pattern(text: string): RegExp {
  const parts = text.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(parts.join('.*'), 's');
}

const documented = [...document.matchAll(/^- `(.+?)`:/gm)].map(([, text = '']) => text);
// Tests don't send DNS queries.
const untested = ['host name not found'];

test('docs/errors.md quotes only errors that are tested', () => {
  assert.deepEqual([...Object.keys(causes), ...untested].sort(), documented.toSorted());
});

for (const [text, cause] of Object.entries(causes)) {
  test(`docs/errors.md quotes an actual error: ${text}`, async () => {
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

test('docs/errors.md shows a complete error of the current version', async () => {
  const [, documentedError = ''] = /compares it\. -->\n\n```\n([^]*?)```/.exec(document) ?? [];
  await using failed = await withServer({ certificate: selfSignedCertificate })();
  assert.equal(comparable(errorsOf(failed)[0] ?? ''), comparable(documentedError));
});
