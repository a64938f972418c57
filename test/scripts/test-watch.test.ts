import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/test.ts');

/** A test file with one test of this name. */
const named = (name: string) => `import { test } from 'node:test';\ntest('${name}', () => {});\n`;

// On Windows the end of one process does not reach the runner below it.
const skip = process.platform === 'win32' ? 'leaves a process behind on Windows' : false;

test('npm run test:watch runs a test again when its file has changed', { skip }, async (t) => {
  const { signal } = t;
  await using workspace = await createWorkspace();
  const file = await workspace.write('watched.test.mjs', named('before'));
  // Inside a test runner, `node --test` would speak the runner's language instead of text.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const child = spawn(process.execPath, [script, '--watch', file], {
    env,
    signal,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.on('error', () => undefined); // an aborted test
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
    child.kill('SIGTERM');
  }
  await closed;
});
