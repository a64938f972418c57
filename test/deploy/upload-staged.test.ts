import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { PublishError } from '../../src/deploy/index.ts';
import { publishOrder } from '../../src/deploy/upload-staged.ts';
import { ConnectionLostError } from '../../src/ftps/index.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';
import { errorOf, EventRecorder, statuses } from './events.ts';

describe('publishOrder', () => {
  const order = (...paths: string[]) => publishOrder(paths, (path) => path);

  test('puts index.html files last and keeps the order of the others', () => {
    assert.deepEqual(order('a/index.html', 'b.js', 'index.html', 'z.html', 'a/x.css'), [
      ['b.js', 'z.html', 'a/x.css'],
      ['a/index.html', 'index.html'],
    ]);
  });

  test('puts only files with exactly that name last', () => {
    const paths = ['index.html.bak', 'my-index.html', 'index.html/x', 'index.htm'];
    assert.deepEqual(order('index.html', ...paths), [paths, ['index.html']]);
  });

  test('returns two empty groups without files', () => {
    assert.deepEqual(order(), [[], []]);
  });
});

const names = [...Array.from({ length: 40 }, (_, index) => `page-${index + 10}`), 'z.css'];
const files = {
  'index.html': 'new index',
  ...Object.fromEntries(names.map((name) => [name, `new ${name}`])),
};
const old = Object.fromEntries(Object.keys(files).map((name) => [name, `the old ${name}`]));
const last = 'index.html';

/** The final names in the order of RNTO, and the highest number of RNTO that were unanswered at a time. */
function renames(dialogue: readonly string[]) {
  let [unanswered, mostUnanswered] = [0, 0];
  for (const line of dialogue) {
    if (line.startsWith('C: RNTO')) unanswered += 1;
    if (unanswered > 0 && /^S: (250 Rename|5)/.test(line)) unanswered -= 1;
    mostUnanswered = Math.max(mostUnanswered, unanswered);
  }
  const order = dialogue.flatMap((line) => /^C: RNTO (.*)/.exec(line)?.[1] ?? []);
  return { order, mostUnanswered };
}

describe('uploadStaged', () => {
  test('pipelines renames after a first one, and renames index.html after all others', async () => {
    await using fixture = await createFixture(files, old);
    const { result, dialogue } = await fixture.deploy({ publish: 'staged' });
    assert.equal(result.error, undefined);
    for (const [name, text] of Object.entries(files)) {
      assert.equal(await fixture.remoteText(name), text);
    }
    const { order, mostUnanswered } = renames(dialogue);
    assert.deepEqual(order, [...names, last]);
    assert.ok(mostUnanswered > 10, `${mostUnanswered} at a time`);
    const first = dialogue.indexOf(`C: RNTO ${names[0] ?? ''}`);
    assert.match(dialogue[first + 1] ?? '', /^S: 250/);
    const beforeIndex = dialogue.slice(0, dialogue.indexOf(`C: RNTO ${last}`));
    const renamed = beforeIndex.filter((line) => line.startsWith('S: 250 Rename'));
    assert.equal(renamed.length, names.length);
    assert.equal(result.facts.renames, names.length + 1);
  });

  test('reports each file when it is uploaded and when it is renamed', async () => {
    await using fixture = await createFixture({ a: 'a', b: 'b', 'index.html': 'i' }, {});
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ publish: 'staged', observer });
    assert.equal(result.error, undefined);
    assert.deepEqual(observer.events.slice(observer.events.indexOf('upload')), [
      'upload',
      ...['0 a staged, pending', '1 b staged, pending', '2 index.html staged, pending'],
      'publish',
      ...['0 a uploaded', '1 b uploaded', '2 index.html uploaded'],
    ]);
  });

  test('renames nothing when an upload fails', async () => {
    await using fixture = await createFixture(
      { a: 'a', b: 'b', c: 'c' },
      {},
      { onCommand: ({ verb, count }) => (verb === 'STOR' && count >= 2 ? '553 No.' : undefined) },
    );
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ publish: 'staged', observer });
    assert.notEqual(result.error, undefined);
    const events = observer.events.slice(observer.events.indexOf('upload'));
    assert.deepEqual(events, ['upload', '0 a staged, pending', '1 b failed']);
    assert.equal(statuses(result), 'a pending, b failed, c pending');
    assert.deepEqual(await fixture.remoteNames(), []);
  });

  test('sends EPSV once per file, pipelined with the previous upload', async () => {
    await using fixture = await createFixture({ a: 'a', b: 'b', c: 'c' }, {});
    const deployed = await fixture.deploy({ publish: 'staged' });
    assert.equal(deployed.result.error, undefined);
    const commands = deployed.dialogue.filter((line) => line.startsWith('C: '));
    assert.equal(commands.filter((line) => line === 'C: EPSV').length, 3);
    const second = commands.findLastIndex((line) => line.startsWith('C: STOR')) - 2;
    assert.deepEqual(
      commands.slice(second, second + 2).map((line) => line.split(' ')[1]),
      ['SIZE', 'EPSV'],
    );
  });

  test('renames one by one when pipelining broke the connection', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'NOOP' && count === 1 ? 'close' : undefined),
    });
    const { result, dialogue } = await fixture.deploy({ publish: 'staged', retries: 0 });
    assert.equal(result.error, undefined);
    assert.deepEqual(await fixture.remoteNames(), Object.keys(files).sort());
    assert.equal(renames(dialogue).mostUnanswered, 1);
  });

  test('reports every pipelined rename when one of them is refused', async () => {
    const few = ['a', 'b', 'c', 'd', 'e', 'f'];
    await using fixture = await createFixture(
      Object.fromEntries(few.map((name) => [name, `new ${name}`])),
      {},
      {
        // `a` is renamed alone, the others in one write.
        onCommand: ({ verb, count }) =>
          verb === 'RNFR' && (count === 3 || count === 5 || count > 6) ? '550 No.' : undefined,
      },
    );
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ publish: 'staged', observer });
    assert.deepEqual(observer.events.slice(-few.length), [
      ...['0 a uploaded', '1 b uploaded', '2 c failed'],
      ...['3 d uploaded', '4 e failed', '5 f uploaded'],
    ]);
    assert.equal(result.error, errorOf(result, 'c'));
  });

  test('fails each file whose pipelined rename is refused with its own error', async () => {
    await using fixture = await createFixture(
      { a: '', b: '', c: '', d: '' },
      {},
      {
        onCommand: ({ verb, count }) =>
          verb === 'RNFR' && count > 2 ? `550 ${count}.` : undefined,
      },
    );
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.equal(statuses(result), 'a uploaded, b uploaded, c failed, d failed');
    const error = errorOf(result, 'd');
    assert.ok(error instanceof PublishError);
    assert.notEqual(error, result.error);
    assert.match(error.message, /550 4\./);
  });

  test('fails files whose pipelined rename has no reply with the lost connection', async () => {
    await using fixture = await createFixture(
      { a: '', b: '', c: '', d: '' },
      {},
      {
        onCommand: ({ verb, count, session }) => {
          if (verb === 'RNTO' && count === 2) return 'close';
          return verb === 'CONNECT' && session > 1 ? '530 No.' : undefined;
        },
      },
    );
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.equal(statuses(result), 'a uploaded, b failed, c failed, d failed');
    assert.ok(errorOf(result, 'd') instanceof ConnectionLostError);
    assert.equal(result.remainingTemporaryFiles.length, 3);
  });

  test('leaves files without a rename pending when a rename is refused', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) =>
        verb === 'RNFR' && count >= 5 && count !== 7 ? '550 No.' : undefined,
    });
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.notEqual(result.error, undefined);
    for (const { remotePath, status } of result.files) {
      const content = await fixture.remoteText(remotePath);
      const isNew = content === files[remotePath as keyof typeof files];
      assert.equal(status === 'uploaded', isNew, remotePath);
      if (status === 'pending') assert.equal(isNew, false);
    }
    assert.equal(result.files.filter(({ status }) => status === 'uploaded').length, 5);
    assert.equal(await fixture.remoteText(last), old[last]);
    assert.deepEqual(result.remainingTemporaryFiles, []);
    assert.deepEqual(await fixture.remoteNames(), Object.keys(files).sort());
  });

  for (const then of ['close', 'reset'] as const) {
    test(`finds out which pipelined renames were performed after a ${then}`, async () => {
      await using fixture = await createFixture(files, old, {
        onCommand: ({ verb, count }) =>
          verb === 'RNTO' && count === 9 ? { perform: true, raw: '', then } : undefined,
      });
      const deployed = await fixture.deploy({ publish: 'staged' });
      assert.equal(deployed.result.error, undefined);
      for (const [name, text] of Object.entries(files)) {
        assert.equal(await fixture.remoteText(name), text);
      }
      assert.equal(timesSent(deployed, 'STOR'), names.length + 1);
      assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
    });
  }
});
