/** What docs/errors.md says an error says, compared with what the built action says. */
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
import { listen } from '../../support/listener.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { inNetwork } from '../network.ts';
import { account, authority, certificateFor } from '../recipe.ts';

const hostName = 'files.example.com';
const document = await readFile(path.join(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

type Inputs = Readonly<Record<string, string>>;

/** Runs the action once against whatever listens on a port. */
async function run(port: number, inputs: Inputs): Promise<ActionRun> {
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
    env: inNetwork({ [`${hostName}:990`]: port, [`${hostName}:21`]: port }),
  });
}

/** A run against an embedded server. */
function against(options: Partial<EmbeddedServerOptions>, inputs: Inputs = {}) {
  return async () => {
    await using root = await createWorkspace();
    const certificate = await certificateFor(hostName);
    const needed = { root: root.path, certificate, ...account };
    await using server = await startEmbeddedServer({ ...needed, ...options });
    return await run(server.port, inputs);
  };
}

/** A run against an embedded server that answers one command in its own way. */
function answering(verb: string, answer: CommandOverride, inputs: Inputs = {}) {
  return against({ onCommand: (said) => (said.verb === verb ? answer : undefined) }, inputs);
}

/** A run against something that accepts connections and says a line, or nothing. */
function accepting(line: string) {
  return async () => {
    await using listener = await listen('127.0.0.1', (socket) => {
      socket.resume().write(line);
    });
    return await run(listener.port, {});
  };
}

/** A run against a port where nothing listens. */
async function nobody(): Promise<ActionRun> {
  const listener = await listen('127.0.0.1', () => undefined);
  await listener[Symbol.asyncDispose]();
  return await run(listener.port, {});
}

const explicit = { 'tls-mode': 'explicit' };
const clear = { 'tls-mode': 'none', 'tls-ca': '' };
const own = await selfSigned({ commonName: 'nas' });
const otherName = await certificateFor('server12.hoster.example');

/** What provokes each error, by its words in the document. */
const provocations: Readonly<Record<string, () => Promise<ActionRun>>> = {
  'nothing listens there': nobody,
  'the server greets in clear text': against({ mode: 'explicit' }),
  "in vain for the server's greeting": against({}, explicit),
  'in vain for the TLS handshake': accepting(''),
  'the server speaks SSH': accepting('SSH-2.0-OpenSSH_10.0\r\n'),
  'turned the connection away: 421': answering('CONNECT', '421 Too many connections.'),
  'is not trusted: it is self-signed': against({ certificate: own }),
  'is not trusted: it is for …, not for …': against({ certificate: otherName }),
  'refused "PASS ***": 530': against({}, { password: 'wrong' }),
  'refused "USER ***": 530': against({ mode: 'explicit' }, clear),
  'refused "PROT P"': answering('PROT', '536 Not supported.'),
  '522 SSL connection failed': against({ resumeData: false }),
  '426 Failure reading network stream': against({
    onData: () => ({ final: '426 Failure reading network stream.' }),
  }),
  'The data connection to … could not be made': answering('EPSV', '229 Extended (|||1|)'),
  '550 Permission denied': answering('STOR', '550 Permission denied.'),
  '552 Quota exceeded': answering('STOR', '552 Quota exceeded.'),
  'arrived wrong: the server has': answering('SIZE', '213 3'),
  'does not let the uploaded file be renamed': answering('RNTO', '550 No.', { publish: 'atomic' }),
  'The server offers no checksum': answering('FEAT', '502 No.', { 'verify-uploads': 'checksum' }),
  'No file matches': against({}, { files: 'sites' }),
};

/** Words of an error, with `…` for what differs. */
function pattern(words: string): RegExp {
  const parts = words.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(parts.join('.*'), 's');
}

const documented = [...document.matchAll(/^- `(.+?)`:/gm)].map(([, words = '']) => words);
// No name is known to be unknown to every name service, and a test asks none.
const untried = ['the host name is not known'];

test('docs/errors.md has an entry for each provocation here, and no other', () => {
  assert.deepEqual([...Object.keys(provocations), ...untried].sort(), documented.toSorted());
});

for (const [words, provoke] of Object.entries(provocations)) {
  test(`docs/errors.md is right that an error says: ${words}`, async () => {
    await using failed = await provoke();
    assert.equal(failed.exitCode, 1, failed.log);
    const [error = '', ...others] = errorsOf(failed);
    assert.match(error, pattern(words));
    assert.deepEqual(others, []);
  });
}

/** The text without what is different for each certificate and day. */
function comparable(text: string): string {
  return text
    .replace(/sha256\/\/\S{44}/, 'PIN')
    .replace(/SHA-256: .*/, 'FINGERPRINT')
    .replace(/valid: .*/, 'DATES')
    .trim();
}

test('docs/errors.md shows an error as it is', async () => {
  const [, shown = ''] = /compares\. -->\n\n```\n([^]*?)```/.exec(document) ?? [];
  await using failed = await against({ certificate: own })();
  assert.equal(comparable(errorsOf(failed)[0] ?? ''), comparable(shown));
});
