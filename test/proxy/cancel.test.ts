/** A cancelled job, as the runner cancels it: a signal to the process, in the middle of an upload to a real server. */
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
const underWayBytes = 16 * 1024 ** 2;
const longestMs = 5_000;
/** So slow that the file is on its way for a minute, whatever the machine. */
const bytesPerSecond = 24 * 1024 ** 2;

const cases = [
  ['atomic', ['SIGINT', 'SIGTERM']],
  ['staged', ['SIGINT']],
  ['direct', ['SIGTERM']],
] as const;

for (const name of ['vsftpd', 'proftpd'] as const) {
  const skip = skipWithout(name);

  for (const [publish, signals] of cases) {
    for (const signal of signals) {
      test(`${signal} during a ${publish} upload to ${name}`, { skip }, async (t) => {
        await using server = await start(name);
        await using proxy = await startFaultProxy({ target: server, bytesPerSecond });
        await using files = await largeFile({ 'a.txt': 'new' });
        await putOld(server, 'large.bin', 'old');
        const cancelled = await runAndCancel({ server, proxy, files, signal }, { publish }, () =>
          holdsAtLeast(server, underWayBytes),
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
        // The server knows that it does not have the whole file: the connection was reset, not ended.
        const transcript = await readFile(run.outputs['transcript'] ?? '', 'utf8');
        assert.match(transcript, /S: 426 /);
        assert.match(transcript, /C: QUIT/);
      });
    }
  }

  test(`SIGINT during a pause before a retry, ${name}`, { skip }, async () => {
    await using server = await start(name);
    await using proxy = await startFaultProxy({
      target: server,
      onConnection: ({ kind }) => (kind === 'data' ? { what: 'reset', at: 65_536 } : undefined),
    });
    await using files = await largeFile();
    await putOld(server, 'large.bin', 'old');
    // The pause before the third retry is at least two seconds long.
    const cancelled = await runAndCancel(
      { server, proxy, files, signal: 'SIGINT' },
      { publish: 'atomic' },
      (log) => Promise.resolve((log.match(/Trying again in/g)?.length ?? 0) >= 3),
    );
    await using _run = cancelled.run;
    assertCancelled(cancelled, 'SIGINT');
    assert.deepEqual(temporary(await readdir(server.root)), []);
    assert.equal(await readFile(file(server), 'utf8'), 'old');
  });

  test(`SIGTERM while ${name} is silent in the middle of an upload`, { skip }, async () => {
    await using server = await start(name);
    await using proxy = await startFaultProxy({
      target: server,
      onConnection: ({ kind, number }) => {
        if (kind === 'data') return { what: 'silence', at: underWayBytes };
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
  });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(
    `${signal} while a server is silent from the start`,
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

interface Scene {
  readonly server: RealServer;
  readonly proxy: FaultProxy;
  readonly files: Workspace;
  readonly signal: NodeJS.Signals;
}

interface Cancelled {
  readonly run: ActionRun;
  /** From the signal to the end of the process. */
  readonly milliseconds: number;
}

/** Runs the action, sends it the signal as soon as the condition holds, and waits for its end. */
async function runAndCancel(
  { server, proxy, files, signal }: Scene,
  inputs: Readonly<Record<string, string>>,
  isTime: (log: string) => Promise<boolean>,
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
  await until(() => isTime(log), ended);
  const sentAt = performance.now();
  child.kill(signal);
  const run = await ended;
  return { run, milliseconds: performance.now() - sentAt };
}

function assertCancelled({ run, milliseconds }: Cancelled, signal: NodeJS.Signals): void {
  assert.notEqual(run.exitCode, 0, run.log);
  assert.equal(run.signal, null, 'a signal ended it: it had no time to clean up');
  assert.ok(milliseconds < longestMs, `it took ${milliseconds} ms\n${run.log}`);
  assert.match(run.log, new RegExp(`::error::.*The run was cancelled \\(${signal}\\)`));
  assert.notEqual(run.outputs['manifest'], undefined);
  assert.notEqual(run.outputs['duration-seconds'], undefined);
  assert.notEqual(run.summary, '');
}

/** A file of 1 GiB that takes no room on the disk. */
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

/** Whether some file on the server has grown to this size. */
async function holdsAtLeast(server: RealServer, bytes: number): Promise<boolean> {
  for (const name of await readdir(server.root)) {
    const found = await stat(path.join(server.root, name)).catch(() => undefined);
    if (found !== undefined && found.size >= bytes) return true;
  }
  return false;
}
