import assert from 'node:assert/strict';
import type net from 'node:net';
import { test } from 'node:test';

import type { PortAnswer } from '../../src/ftps/index.ts';
import { probePort } from '../../src/ftps/index.ts';
import { closedPort, listen } from '../support/listener.ts';

const secrets = ['pass word'];
const { signal } = new AbortController();

function probe(port: number) {
  return probePort({ host: '127.0.0.1', port }, { secrets, signal });
}

const answers: readonly {
  readonly when: string;
  readonly sends: string;
  readonly answer: PortAnswer;
  readonly banner: string;
}[] = [
  { when: 'a greeting', sends: '220 Ready\r\n', answer: 'ftp', banner: '220 Ready' },
  { when: 'a greeting of several lines', sends: '220-A\n220 B\n', answer: 'ftp', banner: '220-A' },
  { when: 'a refusal', sends: '421 Busy\r\n', answer: 'ftp', banner: '421 Busy' },
  { when: 'half a line', sends: '220 Rea', answer: 'ftp', banner: '220 Rea' },
  { when: 'SSH', sends: 'SSH-2.0-x\r\n', answer: 'ssh', banner: 'SSH-2.0-x' },
  { when: 'another protocol', sends: '+OK POP3\r\n', answer: 'other', banner: '+OK POP3' },
  { when: 'nothing', sends: '', answer: 'nothing', banner: '' },
  {
    when: 'control characters',
    sends: '220 \u001b[2J::error::\n',
    answer: 'ftp',
    banner: '220 \\x1b[2J::error::',
  },
  { when: 'the password', sends: '220 pass word\n', answer: 'ftp', banner: '220 ***' },
  {
    when: 'the password where the line is truncated',
    sends: `220 ${'x'.repeat(92)}pass word\n`,
    answer: 'ftp',
    banner: `220 ${'x'.repeat(92)}***`,
  },
  {
    when: 'an endless line',
    sends: `220 ${'x'.repeat(100_000)}`,
    answer: 'ftp',
    banner: `220 ${'x'.repeat(96)}...`,
  },
];

for (const { when, sends, answer, banner } of answers) {
  test(`probePort recognizes ${answer} when a port sends ${when}`, async () => {
    await using listener = await listen('127.0.0.1', (socket) => socket.end(sends));
    const { port } = listener;
    assert.deepEqual(await probe(port), { port, answer, banner });
  });
}

test('probePort finds a closed port unreachable', async () => {
  const found = { port: closedPort, answer: 'unreachable', banner: '' };
  assert.deepEqual(await probe(closedPort), found);
});

test('probePort sends nothing, and waits at most 3 seconds for the first line', async () => {
  const received: string[] = [];
  let accepted: net.Socket | undefined;
  await using listener = await listen('127.0.0.1', (socket) => {
    accepted = socket
      .on('data', (chunk) => received.push(String(chunk)))
      .on('error', () => undefined);
  });
  const started = performance.now();
  assert.equal((await probe(listener.port)).answer, 'nothing');
  assert.ok(performance.now() - started >= 2_900);
  assert.ok(accepted !== undefined);
  assert.deepEqual(received, []);
});

test('probePort stops when it is cancelled', async () => {
  const cancellation = new AbortController();
  await using listener = await listen('127.0.0.1', () => {
    cancellation.abort(new Error('stop'));
  });
  const { port } = listener;
  const options = { secrets, signal: cancellation.signal };
  const found = await probePort({ host: '127.0.0.1', port }, options);
  assert.equal(found.banner, '');
});
