import assert from 'node:assert/strict';
import { test } from 'node:test';

import { authority, certificate } from './embedded-server-fixture.ts';
import type { RawClientOptions } from './raw-client.ts';
import { RawClient } from './raw-client.ts';
import type { TranscriptServer, TranscriptServerOptions } from './transcript-server.ts';
import { startTranscriptServer } from './transcript-server.ts';

const start = (script: string, options: Partial<TranscriptServerOptions> = {}) =>
  startTranscriptServer(script, { certificate, ...options });

const connect = ({ host, port }: TranscriptServer, options: Partial<RawClientOptions> = {}) =>
  RawClient.open({ host, port, ca: authority.cert, ...options });

/** The lines that differ between what `assertFollowed` expects (`-`) and what happened (`+`). */
function differences(server: TranscriptServer): string[] {
  try {
    server.assertFollowed();
    return [];
  } catch (error) {
    assert.ok(error instanceof assert.AssertionError);
    const actual = (error.actual as string).split('\n');
    const expected = (error.expected as string).split('\n');
    return [
      ...expected.filter((line, index) => actual[index] !== line).map((line) => `- ${line}`),
      ...actual.filter((line, index) => expected[index] !== line).map((line) => `+ ${line}`),
    ];
  }
}

const passive = 'S: 229 (|||{data-port}|)';
const upload = (lines: string) => `S: 220 Ready\nC: EPSV\n${passive}\nC: STOR a\n${lines}`;

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  for (const options of [{ bytesPerWrite: 1 }, { host: '::1' }, { resumeData: false }] as const) {
    test(`TranscriptServer follows uploads over ${version} with ${JSON.stringify(options)}`, async () => {
      const files = [Buffer.from('caf\u00e9\n'), Buffer.alloc(0), Buffer.alloc(300_000)];
      const lines = ['D: caf\u00e9\\n', 'D:', 'D: {300000 bytes}'].map(
        (line) => `C: EPSV\n${passive}\nC: STOR \u65e5\nS: 150 Ok\n${line}\nS: 226 Done\n`,
      );
      await using server = await start(`S: 220 Ready\n${lines.join('')}`, options);
      using client = await connect(server, { version });
      assert.equal(await client.reply(), '220 Ready');
      const resumed = !('resumeData' in options);
      for (const bytes of files) {
        assert.deepEqual(await client.upload('\u65e5', bytes), ['150 Ok', '226 Done', resumed]);
      }
      server.assertFollowed();
      assert.deepEqual(server.dataSessionsReused, [resumed, resumed, resumed]);
      assert.equal(server.dataBytes, 300_006);
      assert.match(server.clientText, /^EPSV\r\nSTOR \u65e5\r\n/);
    });
  }
}

const mistakes: readonly { script: string; sent: string; expected: readonly string[] }[] = [
  { script: 'C: NOOP', sent: 'NOOP\r\n', expected: [] },
  { script: 'C: NOOP', sent: 'NOOP\n', expected: ['- C: NOOP', '+ C: NOOP (without CR)'] },
  { script: 'C: A b', sent: 'A  b\r\n', expected: ['- C: A b', '+ C: A  b'] },
  { script: 'C: QUIT', sent: '', expected: ['- C: QUIT', '+ ! client-ended'] },
  { script: 'C: NOOP', sent: 'NOOP\r\nSITE x\r\n', expected: ['+ C: SITE x'] },
  { script: `${passive}\nD: x`, sent: 'ABOR\r\n', expected: ['- D: x', '+ C: ABOR'] },
];

for (const { script, sent, expected } of mistakes) {
  test(`TranscriptServer compares ${JSON.stringify(sent)} with ${JSON.stringify(script)}`, async () => {
    await using server = await start(`S: 220 Ready\n${script}`);
    using client = await connect(server);
    assert.equal(await client.reply(), '220 Ready');
    client.send(sent);
    client.end();
    await server.finished;
    assert.deepEqual(differences(server), expected);
  });
}

test('TranscriptServer is not followed when data differs in content or size', async () => {
  for (const { script, actual } of [
    { script: 'D: hello', actual: 'D: hellO' },
    { script: 'D: {4 bytes}', actual: 'D: {5 bytes}' },
    { script: 'D:', actual: 'D: hellO' },
  ]) {
    await using server = await start(upload(`${script}\nS: 226 Done`));
    using client = await connect(server);
    await client.reply();
    const { data } = await client.store('a');
    data
      .on('error', () => undefined)
      .resume()
      .end('hellO');
    await server.finished;
    assert.deepEqual(differences(server), [`- ${script}`, `+ ${actual}`]);
  }
});

test('TranscriptServer rejects a second control connection unless the script ends the first', async () => {
  await using server = await start('S: 220 One\nC: NOOP\n! reset\nS: 220 Two\nC: QUIT\n! close');
  using first = await connect(server);
  assert.equal(await first.reply(), '220 One');
  // Windows drops unread bytes at a reset.
  first.send('NOOP\r\n');
  await assert.rejects(first.line());
  using second = await connect(server);
  assert.equal(await second.reply(), '220 Two');
  await assert.rejects(connect(server));
  assert.deepEqual(differences(server), ['- C: QUIT', '- ! close', '+ ! another-connection']);
});
