import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { PublishError } from '../../src/deploy/index.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]));
const old = Object.fromEntries(names.map((name) => [name, `the old ${name}`]));

/** The commands from the first upload on, temporary names without what is random in them. */
function commandsOf(dialogue: readonly string[]): string[] {
  const all = dialogue
    .filter((line) => line.startsWith('C: '))
    .map((line) => line.slice(3).replace(/\.up-\w+-(\w+)/, 'temporary'));
  return all.slice(all.findIndex((line) => line.startsWith('STOR')));
}

async function contents(fixture: DeploymentFixture): Promise<string[]> {
  assert.deepEqual(await fixture.remoteNames(), names);
  return await Promise.all(names.map((name) => fixture.remoteText(name)));
}

const allNew = Object.values(files);

test('atomic sends each rename with the next upload, once a first one has worked', async () => {
  await using fixture = await createFixture(files, old);
  const { result, dialogue } = await fixture.deploy({ publish: 'atomic' });
  assert.equal(result.error, undefined);
  assert.deepEqual(await contents(fixture), allNew);
  const upload = ['STOR temporary', 'SIZE temporary', 'EPSV'];
  assert.deepEqual(commandsOf(dialogue), [
    ...['STOR temporary', 'NOOP', 'SIZE temporary', 'EPSV', 'RNFR temporary', 'RNTO a'],
    ...upload,
    ...['RNFR temporary', 'RNTO b', ...upload],
    ...['RNFR temporary', 'RNTO c', ...upload],
    ...['RNFR temporary', 'RNTO d', 'STOR temporary', 'SIZE temporary'],
    ...['RNFR temporary', 'RNTO e', 'QUIT'],
  ]);
});

test('atomic renames together with the next upload on a server that is asynchronous too', async () => {
  await using fixture = await createFixture(files, old, { asynchronous: true });
  const { result, dialogue } = await fixture.deploy({ publish: 'atomic' });
  assert.equal(result.error, undefined);
  assert.equal(result.retries, 0);
  assert.deepEqual(await contents(fixture), allNew);
  assert.deepEqual(commandsOf(dialogue).slice(6, 11), [
    ...['STOR temporary', 'SIZE temporary', 'EPSV', 'RNFR temporary', 'RNTO b'],
  ]);
});

describe('a rename that was sent with the next upload', () => {
  for (const then of ['close', 'reset'] as const) {
    for (const perform of [true, false]) {
      test(`is looked up when its reply is lost, ${perform ? '' : 'not '}done, ${then}`, async () => {
        await using fixture = await createFixture(files, old, {
          onCommand: ({ verb, count }) =>
            verb === 'RNTO' && count === 3 ? { perform, raw: '', then } : undefined,
        });
        const deployed = await fixture.deploy({ publish: 'atomic' });
        assert.equal(deployed.result.error, undefined);
        assert.deepEqual(await contents(fixture), allNew);
        assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
        assert.equal(timesSent(deployed, 'RNTO'), perform ? names.length : names.length + 1);
      });
    }
  }

  test('is done again with care when the server refuses it for now', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'RNTO' && count === 2 ? '450 Busy.' : undefined),
    });
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.equal(result.error, undefined);
    assert.deepEqual(await contents(fixture), allNew);
  });

  test('ends the run when the server refuses it for good, and the next file is not published', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'RNFR' && count >= 2 ? '550 No.' : undefined),
    });
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.ok(result.error instanceof PublishError);
    assert.deepEqual(
      result.files.map(({ status }) => status),
      ['uploaded', 'failed', 'failed', 'pending', 'pending'],
    );
    assert.deepEqual(await contents(fixture), ['new a', ...Object.values(old).slice(1)]);
    assert.deepEqual(result.remainingTemporaryFiles, []);
  });

  test('and fails leaves the next file its own error, and both are told', async () => {
    const told: string[] = [];
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'RNFR' && count >= 2 ? '550 No.' : undefined),
      onData: ({ count }) => (count === 3 ? { final: '552 Full.' } : undefined),
    });
    const { result } = await fixture.deploy({
      publish: 'atomic',
      observer: { fileDone: ({ remotePath, status }) => told.push(`${remotePath} ${status}`) },
    });
    assert.ok(result.error instanceof PublishError);
    assert.equal(result.error, result.files[1]?.error);
    assert.match(result.files[2]?.error?.message ?? '', /552 Full/);
    assert.deepEqual(told, ['a uploaded', 'b failed', 'c failed']);
  });

  test('and fails gives the next file, which has arrived, its error', async () => {
    const told: string[] = [];
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'RNFR' && count >= 2 ? '550 No.' : undefined),
    });
    const { result } = await fixture.deploy({
      publish: 'atomic',
      observer: { fileDone: ({ remotePath, status }) => told.push(`${remotePath} ${status}`) },
    });
    assert.equal(result.files[2]?.error, result.error);
    assert.deepEqual(told, ['a uploaded', 'b failed', 'c failed']);
  });

  test('is known to be done when the run is cancelled after it', async () => {
    const controller = new AbortController();
    const cancel = () => {
      controller.abort(new Error('cancelled'));
    };
    await using fixture = await createFixture(files, old, {
      onData: ({ count }) => (count === 3 ? { at: 0, meanwhile: cancel } : undefined),
    });
    const { result } = await fixture.deploy({ publish: 'atomic', signal: controller.signal });
    assert.notEqual(result.error, undefined);
    assert.deepEqual(
      result.files.map(({ status }) => status),
      ['uploaded', 'uploaded', 'failed', 'pending', 'pending'],
    );
    assert.deepEqual(await contents(fixture), [
      ...allNew.slice(0, 2),
      ...Object.values(old).slice(2),
    ]);
  });
});

test('a file that must be renamed before the next is sent, and cannot be, ends the run', async () => {
  await using fixture = await createFixture(files, old, {
    onCommand: ({ verb }) => (verb === 'RNFR' ? '550 No.' : undefined),
  });
  const deployed = await fixture.deploy({ publish: 'atomic' });
  assert.ok(deployed.result.error instanceof PublishError);
  assert.equal(timesSent(deployed, 'STOR'), 1);
  assert.deepEqual(
    deployed.result.files.map(({ status }) => status),
    ['failed', 'pending', 'pending', 'pending', 'pending'],
  );
});
