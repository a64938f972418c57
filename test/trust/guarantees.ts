/** Guarantees that hold for every run. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { ActionRun } from '../support/action.ts';
import type { FileContent } from '../support/workspace.ts';
import type { TappedPeer } from './peers.ts';
import { annotations, parseLog, readable } from './run-log.ts';

interface Evidence {
  readonly run: ActionRun;
  readonly server: TappedPeer;
  readonly inputs: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FileContent>>;
  readonly hasFailed: boolean;
}

/** Fails if a secret was disclosed, something was sent unencrypted, or the log has a command of another source. */
export async function assertGuarantees(evidence: Evidence): Promise<void> {
  const { run, inputs } = evidence;
  const transcript = await readFile(run.outputs['transcript'] ?? '', 'utf8');
  const manifest = await readFile(run.outputs['manifest'] ?? '', 'utf8');
  assertNoSecret(evidence, [readable(run.log), run.summary, transcript, manifest]);
  assertNoIdentity(inputs, [transcript, ...annotations(run.log).debug]);
  assertOnlyOwnCommands(evidence);
  assertPlain([run.log, run.summary, transcript]);
  if (inputs['tls-mode'] !== 'none') assertNothingUnencrypted(evidence);
  assert.ok(Buffer.byteLength(run.log) < 20_000, `the log has ${run.log.length} characters`);
  JSON.parse(manifest);
}

function assertNoSecret({ inputs, server }: Evidence, texts: readonly string[]): void {
  const { password = '', 'tls-client-key-passphrase': passphrase = '' } = inputs;
  const secrets = [password, passphrase, ...password.split('\n')].filter((s) => s.length > 1);
  for (const secret of secrets) {
    for (const text of texts)
      assert.ok(!text.includes(secret), `the secret ${secret} is in ${text}`);
    const passed = new RegExp(`^PASS ${RegExp.escape(secret)}\r$`, 'm');
    const sent = server.text.replace(passed, '');
    assert.ok(!sent.includes(secret), `the secret ${secret} was sent outside of PASS`);
  }
}

// Users attach the transcript and the debug log to bug reports.
function assertNoIdentity(inputs: Readonly<Record<string, string>>, texts: readonly string[]) {
  const { server = '', username = '' } = inputs;
  const forbidden = [server, username, '127.0.0.1', '127,0,0,1', '::1'].filter((s) => s !== '');
  for (const text of texts) {
    for (const name of forbidden) assert.ok(!text.includes(name), `${name} is in ${text}`);
  }
}

const ownCommands = ['add-mask', 'group', 'endgroup', 'error', 'warning', 'notice', 'debug'];

function assertOnlyOwnCommands({ run, hasFailed }: Evidence): void {
  const { commands, lines } = parseLog(run.log);
  for (const { name } of commands)
    assert.ok(ownCommands.includes(name), `::${name}:: is in the log`);
  for (const line of lines) assert.ok(!line.includes('##['), `a command is in ${line}`);
  const errors = commands.filter(({ name }) => name === 'error');
  assert.equal(errors.length, hasFailed ? 1 : 0, run.log);
  const masks = commands.findIndex(({ name }) => name !== 'add-mask');
  const late = commands.slice(masks).some(({ name }) => name === 'add-mask');
  assert.ok(!late && (run.log.startsWith('::add-mask::') || masks === 0), 'masks must come first');
}

function assertPlain(texts: readonly string[]): void {
  for (const text of texts) {
    const control = /[^\n\P{Cc}]|[\u2028-\u202e\u2066-\u2069]/u.exec(text)?.[0];
    assert.equal(control, undefined, `a control character is in ${JSON.stringify(text)}`);
  }
}

function assertNothingUnencrypted({ inputs, server, files }: Evidence): void {
  const contents = Object.values(files).map(String);
  const never = ['USER', 'PASS', 'STOR', inputs['username'] ?? '', inputs['password'] ?? ''];
  for (const text of [...never, ...contents].filter((one) => one.length > 3)) {
    assert.ok(!server.raw.includes(text), `${text} was sent unencrypted`);
  }
}
