import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/test.ts');
const skip = process.platform === 'win32' ? 'Windows has no process groups' : false;

/** Starts the script in a process group of its own, as a terminal does. */
function start(...args: readonly string[]) {
  // Inside a test run, `node --test` would print the format of its parent instead of text.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  return spawn(process.execPath, [script, ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function signalGroup({ pid = 0 }: ChildProcess, signal: NodeJS.Signals): void {
  process.kill(-pid, signal);
}

/** A test file with one test of this name. */
const named = (name: string) => `import { test } from 'node:test';\ntest('${name}', () => {});\n`;

test('npm run test:watch repeats a test when its file has changed', { skip }, async () => {
  await using workspace = await createWorkspace();
  const file = await workspace.write('watched.test.mjs', named('before'));
  const child = start('--watch', file);
  const closed = once(child, 'close');
  const lines: string[] = [];
  try {
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      if (line.startsWith('✔ before')) await workspace.write('watched.test.mjs', named('after'));
      if (line.startsWith('✔ after')) break;
    }
    assert.match(lines.at(-1) ?? '', /^✔ after/, lines.join('\n'));
  } finally {
    signalGroup(child, 'SIGTERM');
  }
  await closed;
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`npm test ends on ${signal} without failures and without processes`, { skip }, async () => {
    await using workspace = await createWorkspace();
    await using server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const hanging = `
      import { connect } from 'node:net';
      import { test } from 'node:test';
      test('hangs', () => new Promise(() => connect(${port}, '127.0.0.1')));
    `;
    const child = start(await workspace.write('hanging.test.mjs', hanging));
    const [exited, printed] = [once(child, 'exit'), text(child.stdout)];
    const [socket] = (await once(server, 'connection')) as [Socket];
    // Closed by the system when the process that runs the test has ended.
    const closed = once(socket.on('error', () => undefined).resume(), 'close');
    signalGroup(child, signal);
    assert.deepEqual(await exited, [null, signal]);
    assert.doesNotMatch(await printed, /✖/);
    await closed;
  });
}
