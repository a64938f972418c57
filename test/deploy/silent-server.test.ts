/** A server that never answers: it isn't retried for long, and the other usual port is probed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { DeployResult } from '../../src/deploy/index.ts';
import { deploy } from '../../src/deploy/index.ts';
import type { TlsMode } from '../../src/ftps/index.ts';
import { planDirectory } from '../support/deployment.ts';
import { closedPort, listen } from '../support/listener.ts';
import { deployOptions, deployTarget } from '../support/target.ts';
import { createWorkspace } from '../support/workspace.ts';
import { EventRecorder } from './events.ts';

interface SilentServer {
  readonly port: number;
  readonly mode?: TlsMode;
  readonly timeoutMs?: number;
  readonly alternativePort?: number;
}

/** Deploys with three retries; returns the result, the number of retries and what was found on the other port. */
async function deployTo({ port, mode = 'implicit', timeoutMs = 400, ...rest }: SilentServer) {
  await using files = await createWorkspace({ a: '' });
  const events = new EventRecorder();
  const result: DeployResult = await deploy({
    plan: await planDirectory(files.path),
    target: { ...deployTarget({ host: '127.0.0.1', port }, { mode, timeoutMs }), ...rest },
    options: deployOptions({ retry: { retries: 3, firstPauseMs: 150 } }),
    observer: events,
  });
  const { alternativePort: found } = result.connection;
  return { result, found, events: events.events };
}

const greeting = '220 Shared hosting ready.';

describe('Connection', () => {
  for (const mode of ['implicit', 'explicit', 'none'] as const) {
    test(`attempts a server that accepts connections and stays silent only once (${mode})`, async () => {
      let connections = 0;
      await using silent = await listen('127.0.0.1', () => (connections += 1));
      const { result, events } = await deployTo({ port: silent.port, mode });
      assert.equal(result.error?.name, 'TimeoutError');
      assert.equal(connections, 1);
      assert.deepEqual([result.retries, events], [0, ['connect']]);
    });
  }

  test('finds the other usual port when the server is silent', async () => {
    await using silent = await listen('127.0.0.1', () => undefined);
    await using other = await listen('127.0.0.1', (socket) => socket.write(`${greeting}\r\n`));
    const { found, events } = await deployTo({ port: silent.port, alternativePort: other.port });
    assert.deepEqual(found, { port: other.port, answer: 'ftp', banner: greeting });
    assert.deepEqual(events, ['connect', `port ${other.port}: ftp`]);
  });

  test('finds the other usual port when the server refuses the connection', async () => {
    await using other = await listen('127.0.0.1', (socket) => socket.write(`${greeting}\r\n`));
    const { found } = await deployTo({ port: closedPort, alternativePort: other.port });
    assert.equal(found?.answer, 'ftp');
  });

  test('probes no other port when the workflow sets the port', async () => {
    const { found, result } = await deployTo({ port: closedPort });
    assert.equal(found, undefined);
    assert.equal(result.error?.name, 'ConnectionError');
  });

  test('probes the other port once, however often the connection is retried', async () => {
    let probes = 0;
    await using broken = await listen('127.0.0.1', (socket) => socket.resetAndDestroy());
    await using other = await listen('127.0.0.1', (socket) => {
      probes += 1;
      socket.write(`${greeting}\r\n`);
    });
    const target = { port: broken.port, alternativePort: other.port, timeoutMs: 5_000 };
    const { result } = await deployTo(target);
    assert.ok(result.retries > 0);
    assert.equal(probes, 1);
  });

  test('attempts a server that has never answered no longer than a single attempt may take', async () => {
    await using broken = await listen('127.0.0.1', (socket) => socket.resetAndDestroy());
    const { result } = await deployTo({ port: broken.port, timeoutMs: 60 });
    assert.equal(result.retries, 0);
    const patient = await deployTo({ port: broken.port, timeoutMs: 20_000 });
    assert.equal(patient.result.retries, 3);
  });
});
