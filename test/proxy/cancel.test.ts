/** Jobs that are cancelled as the runner does it: a signal to the process during an upload to a real server. */
import assert from 'node:assert/strict';
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import type { ActionProcess, ActionRun } from '../support/action.ts';
import { runAction } from '../support/action.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { authority, skipWithout, start } from '../support/real-server-fixture.ts';
import { until } from '../support/until.ts';
import type { Workspace } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';

const gibibyte = 1024 ** 3;
const startedBytes = 16 * 1024 ** 2;
const limitMs = 5_000;
/** Slow enough for the upload to take most of a minute on any machine. */
const bytesPerSecond = 24 * 1024 ** 2;

const cases = [
  { publish: 'atomic', signal: 'SIGINT' },
  { publish: 'atomic', signal: 'SIGTERM' },
  { publish: 'staged', signal: 'SIGINT' },
  { publish: 'direct', signal: 'SIGTERM' },
] as const;

for (const name of ['vsftpd', 'proftpd'] as const) {
  const skip = skipWithout(name);

  for (const { publish, signal } of cases) {
    test(
      `the action ends and cleans up on ${signal} during an upload to ${name} with ${publish}`,
      { skip },
      async (t) => {
        await using server = await start(name);
        await using proxy = await startFaultProxy({ target: server, bytesPerSecond });
        await using files = await largeFile({ 'a.txt': 'new' });
        await putOld(server, 'large.bin', 'old');
        const cancelled = await runAndCancel({ server, proxy, files, signal }, { publish }, () =>
          holdsAtLeast(server, startedBytes),
        );
        await using run = cancelled.run;
        t.diagnostic(`ended ${Math.round(cancelled.milliseconds)} ms after ${signal}`);
        assertCancelled(cancelled, signal);
        const names = await readdir(server.root);
        assert.deepEqual(temporary(names), []);
        const old = publish === 'direct' ? undefined : 'old';
        if (old !== undefined) assert.equal(await readFile(file(server), 'utf8'), old);
        const uploaded = publish === 'staged' ? [] : ['a.txt'];
        assert.deepEqual(JSON.parse(run.outputs['uploaded-files'] ?? ''), uploaded);
        assert.equal(run.outputs['uploaded-count'], String(uploaded.length));
        assert.equal(names.includes('a.txt'), uploaded.length > 0);
        // The data connection was reset, so the server knows that the file is incomplete.
        const transcript = await readFile(run.outputs['transcript'] ?? '', 'utf8');
        assert.match(transcript, /S: 426 /);
        assert.match(transcript, /C: QUIT/);
      },
    );
  }

  test(`the action ends and cleans up on SIGINT before a retry on ${name}`, { skip }, async () => {
    await using server = await start(name);
    await using proxy = await startFaultProxy({
      target: server,
      onConnection: ({ kind }) => (kind === 'data' ? { what: 'reset', at: 65_536 } : undefined),
    });
    await using files = await largeFile();
    await putOld(server, 'large.bin', 'old');
    // The third retry is at least two seconds away.
    const cancelled = await runAndCancel(
      { server, proxy, files, signal: 'SIGINT' },
      { publish: 'atomic' },
      (log) => Promise.resolve((log.match(/Retrying in/g)?.length ?? 0) >= 3),
    );
    await using _run = cancelled.run;
    assertCancelled(cancelled, 'SIGINT');
    assert.deepEqual(temporary(await readdir(server.root)), []);
    assert.equal(await readFile(file(server), 'utf8'), 'old');
  });

  test(
    `the action ends on SIGTERM when ${name} stops answering during an upload`,
    { skip },
    async () => {
      await using server = await start(name);
      await using proxy = await startFaultProxy({
        target: server,
        onConnection: ({ kind, number }) => {
          if (kind === 'data') return { what: 'silence', at: startedBytes };
          return number === 1 ? undefined : { what: 'silence', at: 1 };
        },
      });
      await using files = await largeFile();
      await putOld(server, 'large.bin', 'old');
      const cancelled = await runAndCancel(
        { server, proxy, files, signal: 'SIGTERM' },
        { publish: 'atomic' },
        () => Promise.resolve(proxy.faults === 1),
      );
      await using _run = cancelled.run;
      assertCancelled(cancelled, 'SIGTERM');
      assert.equal(await readFile(file(server), 'utf8'), 'old');
    },
  );
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(
    `the action ends on ${signal} when the server does not answer at all`,
    {
      skip: skipWithout('vsftpd'),
    },
    async () => {
      await using server = await start('vsftpd');
      await using proxy = await startFaultProxy({
        target: server,
        onConnection: () => ({ what: 'silence', at: 0 }),
      });
      await using files = await largeFile();
      const cancelled = await runAndCancel({ server, proxy, files, signal }, {}, () =>
        Promise.resolve(proxy.faults === 1),
      );
      await using run = cancelled.run;
      assertCancelled(cancelled, signal);
      assert.equal(run.outputs['pending-count'], '1');
      assert.equal(run.outputs['failed-count'], '0');
    },
  );
}

interface Fixture {
  readonly server: RealServer;
  readonly proxy: FaultProxy;
  readonly files: Workspace;
  readonly signal: NodeJS.Signals;
}

interface Cancelled {
  readonly run: ActionRun;
  /** Time from the signal to the end of the process. */
  readonly milliseconds: number;
}

/** Runs the action, sends the signal as soon as the condition holds, and waits for the end. */
async function runAndCancel(
  { server, proxy, files, signal }: Fixture,
  inputs: Readonly<Record<string, string>>,
  isDue: (log: string) => Promise<boolean>,
): Promise<Cancelled> {
  const started = Promise.withResolvers<ActionProcess>();
  let log = '';
  const ended = runAction({
    workspace: files.path,
    onStart: started.resolve,
    onLine: (line) => (log += `${line}\n`),
    inputs: {
      server: proxy.host,
      port: String(proxy.port),
      username: server.username,
      password: server.password,
      'tls-ca': authority.cert,
      files: '**',
      ...inputs,
    },
  });
  const child = await started.promise;
  await until(() => isDue(log), ended);
  const sentAt = performance.now();
  child.kill(signal);
  const run = await ended;
  return { run, milliseconds: performance.now() - sentAt };
}

function assertCancelled({ run, milliseconds }: Cancelled, signal: NodeJS.Signals): void {
  assert.notEqual(run.exitCode, 0, run.log);
  assert.equal(run.signal, null, 'killed by the signal, without cleaning up');
  assert.ok(milliseconds < limitMs, `took ${milliseconds} ms\n${run.log}`);
  assert.match(run.log, new RegExp(`::error .*::.*The run was cancelled \\(${signal}\\)`));
  assert.notEqual(run.outputs['manifest'], undefined);
  assert.notEqual(run.outputs['duration-seconds'], undefined);
  assert.notEqual(run.summary, '');
}

/** A sparse file of 1 GiB. */
async function largeFile(others: Readonly<Record<string, string>> = {}): Promise<Workspace> {
  const files = await createWorkspace({ 'large.bin': '', ...others });
  await truncate(path.join(files.path, 'large.bin'), gibibyte);
  return files;
}

async function putOld(server: RealServer, name: string, content: string): Promise<void> {
  await writeFile(path.join(server.root, name), content);
  await server.adoptFiles();
}

function file(server: RealServer): string {
  return path.join(server.root, 'large.bin');
}

function temporary(names: readonly string[]): string[] {
  return names.filter((name) => name.startsWith('.up-'));
}

/** Whether a file on the server has at least this size. */
async function holdsAtLeast(server: RealServer, bytes: number): Promise<boolean> {
  for (const name of await readdir(server.root)) {
    const found = await stat(path.join(server.root, name)).catch(() => undefined);
    if (found !== undefined && found.size >= bytes) return true;
  }
  return false;
}
