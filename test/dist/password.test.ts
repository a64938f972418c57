import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import type { ActionRun } from '../support/action.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { createWorkspace } from '../support/workspace.ts';
import { deployTo, login, serve, runStep } from './step.ts';

const { password } = login;
/** A part of the password is a leak too. */
const parts = [password, 'correct-horse', 'horse%battery', 'horse%25battery', 'battery', 'staple'];

function at(verb: string, reply: string | readonly string[]): Partial<EmbeddedServerOptions> {
  return { onCommand: (context) => (context.verb === verb ? { perform: true, reply } : undefined) };
}

const echoes: readonly {
  readonly when: string;
  readonly exitCode: number;
  readonly server?: Partial<EmbeddedServerOptions>;
  readonly inputs?: Readonly<Record<string, string>>;
}[] = [
  { when: 'a run succeeds', exitCode: 0 },
  {
    when: 'the server rejects the login',
    exitCode: 1,
    server: { password: 'another one' },
  },
  {
    when: 'the greeting contains it',
    exitCode: 0,
    server: { greeting: `220 Is it ${password}?` },
  },
  {
    when: 'a negative reply quotes it',
    exitCode: 1,
    server: at('PASS', `530 User ${login.username}: "${password}" is not your password.`),
  },
  {
    when: 'a reply of several lines quotes it',
    exitCode: 0,
    server: at('PASS', [`230-Hi ${password}`, ` ${password}${password}`, `230 ${password}`]),
  },
  {
    when: 'a reply is truncated within it',
    exitCode: 1,
    server: at('PASS', `530 ${'x'.repeat(285)}${password}`),
  },
  {
    when: 'replies are truncated before, within and after it',
    exitCode: 1,
    server: at('PASS', [
      ...Array.from({ length: 40 }, (_, n) => `530-${'x'.repeat(265 + n)}${password}`),
      '530 No.',
    ]),
  },
  {
    when: 'a line is too long and ends within it',
    exitCode: 1,
    server: {
      bytesPerWrite: 4096,
      onCommand: ({ verb }) =>
        verb === 'PASS'
          ? { raw: `530 ${'x'.repeat(8180)}${password}${'y'.repeat(4096)}` }
          : undefined,
    },
  },
  {
    when: 'it is part of an invalid reply',
    exitCode: 1,
    server: {
      onCommand: ({ verb }) => (verb === 'PASS' ? { raw: `${password}: no!\r\n` } : undefined),
    },
  },
  {
    when: 'the login directory contains it',
    exitCode: 1,
    server: {
      onCommand: ({ verb }) =>
        verb === 'PWD'
          ? { reply: `257 "/home/${password.replace('"', '""')}" is here` }
          : verb === 'STOR'
            ? { reply: '553 Could not create file.' }
            : undefined,
    },
    inputs: { 'remote-dir': 'www' },
  },
  {
    when: 'the rejection of a file quotes it',
    exitCode: 1,
    server: { onData: () => ({ final: `553 ${password}: no such account` }) },
  },
  {
    when: 'the reply to QUIT quotes it',
    exitCode: 0,
    server: at('QUIT', `221 Goodbye, ${password}`),
  },
];

for (const { when, exitCode, server: options, inputs } of echoes) {
  test(`the password appears nowhere when ${when}`, async () => {
    await using workspace = await createWorkspace({ 'a.txt': 'content' });
    await using root = await createWorkspace();
    await using server = await serve(root, options);
    const step = { files: '*', ...inputs };
    // The debug log contains the dialogue too.
    await using run = await runStep(server, {
      workspace,
      inputs: step,
      env: { RUNNER_DEBUG: '1' },
    });
    assert.equal(run.exitCode, exitCode, run.log);
    assert.ok(server.clientText.includes(`PASS ${password}\r\n`));
    await assertNoPart(run);
  });
}

test('the password is masked before anything else is logged', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using run = await deployTo({ host: '127.0.0.1', port: 1 }, workspace, { files: 'none' });
  assert.equal(run.log.split(/\r?\n/)[0], `::add-mask::${password.replace('%', '%25')}`);
});

test('the password is masked and sent without its trailing newline', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: '*', password: `${password}\n` };
  await using run = await deployTo(server, workspace, inputs);
  assert.equal(run.exitCode, 0, run.log);
  assert.match(run.log, /^::warning::The trailing newline of the password was removed\.$/m);
  await assertNoPart(run);
});

test('the password appears nowhere when an input is invalid', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  const inputs = { files: '*', password: `${password}\nsecond line` };
  await using run = await deployTo({ host: '127.0.0.1', port: 0 }, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.match(run.log, /password contains a line break or NUL/);
  await assertNoPart(run);
});

async function assertNoPart(run: ActionRun): Promise<void> {
  const log = run.log.split(/\r?\n/).filter((line) => !line.startsWith('::add-mask::'));
  const shown = {
    log: log.join('\n'),
    outputs: JSON.stringify(run.outputs),
    summary: run.summary,
    manifest: await readFile(run.outputs['manifest'] ?? '', 'utf8'),
    transcript: await readFile(run.outputs['transcript'] ?? '', 'utf8'),
  };
  for (const [where, text] of Object.entries(shown)) {
    for (const part of parts)
      assert.ok(!text.includes(part), `"${part}" in the ${where}:\n${text}`);
  }
}
