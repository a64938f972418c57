import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { PublishError } from '../../src/deploy/index.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';
import { errorOf, EventRecorder, statuses } from './events.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]));
const old = Object.fromEntries(names.map((name) => [name, `the old ${name}`]));
const allNew = Object.values(files);
const allOld = Object.values(old);

/** The commands from the first upload on, with `temporary` for temporary names. */
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

describe('uploadEach with publish: atomic', () => {
  test('pipelines each rename with the next upload once a rename has worked', async () => {
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

  test('pipelines renames on a server that replies during transfers, too', async () => {
    await using fixture = await createFixture(files, old, { asynchronous: true });
    const { result, dialogue } = await fixture.deploy({ publish: 'atomic' });
    assert.equal(result.error, undefined);
    assert.equal(result.retries, 0);
    assert.deepEqual(await contents(fixture), allNew);
    assert.deepEqual(commandsOf(dialogue).slice(6, 11), [
      ...['STOR temporary', 'SIZE temporary', 'EPSV', 'RNFR temporary', 'RNTO b'],
    ]);
  });

  for (const then of ['close', 'reset'] as const) {
    for (const perform of [true, false]) {
      test(`checks a pipelined rename after a ${then} that was ${perform ? '' : 'not '}performed`, async () => {
        await using fixture = await createFixture(files, old, {
          onCommand: ({ verb, count }) =>
            verb === 'RNTO' && count === 3 ? { perform, raw: '', then } : undefined,
        });
        const deployed = await fixture.deploy({ publish: 'atomic' });
        assert.equal(deployed.result.error, undefined);
        assert.deepEqual(await contents(fixture), allNew);
        assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
        assert.equal(timesSent(deployed, 'RNTO'), perform ? names.length : names.length + 1);
        assert.equal(deployed.result.facts.renames, names.length);
      });
    }
  }

  test('repeats a pipelined rename alone when the server refuses it temporarily', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'RNTO' && count === 2 ? '450 Busy.' : undefined),
    });
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.equal(result.error, undefined);
    assert.deepEqual(await contents(fixture), allNew);
  });

  test('leaves the next file pending when a pipelined rename is refused', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'RNFR' && count >= 2 ? '550 No.' : undefined),
    });
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ publish: 'atomic', observer });
    assert.ok(result.error instanceof PublishError);
    assert.equal(result.error, errorOf(result, 'b'));
    assert.equal(statuses(result), 'a uploaded, b failed, c pending, d pending, e pending');
    assert.deepEqual(observer.events.slice(-2), ['0 a uploaded', '1 b failed']);
    assert.equal(result.files[2]?.attempts, 1);
    assert.deepEqual(await contents(fixture), ['new a', ...allOld.slice(1)]);
    assert.deepEqual(result.remainingTemporaryFiles, []);
  });

  test('fails the next file with its own error when both fail', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) => (verb === 'RNFR' && count >= 2 ? '550 No.' : undefined),
      onData: ({ count }) => (count === 3 ? { final: '552 Full.' } : undefined),
    });
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ publish: 'atomic', observer });
    assert.ok(result.error instanceof PublishError);
    assert.equal(result.error, errorOf(result, 'b'));
    assert.match(errorOf(result, 'c')?.message ?? '', /552 Full/);
    assert.deepEqual(observer.events.slice(-3), ['0 a uploaded', '1 b failed', '2 c failed']);
  });

  test('evaluates a pipelined rename when the run is cancelled after it', async () => {
    const controller = new AbortController();
    const cancel = () => {
      controller.abort(new Error('cancelled'));
    };
    await using fixture = await createFixture(files, old, {
      onData: ({ count }) => (count === 3 ? { at: 0, meanwhile: cancel } : undefined),
    });
    const { result } = await fixture.deploy({ publish: 'atomic', signal: controller.signal });
    assert.notEqual(result.error, undefined);
    assert.equal(statuses(result), 'a uploaded, b uploaded, c failed, d pending, e pending');
    assert.deepEqual(await contents(fixture), [...allNew.slice(0, 2), ...allOld.slice(2)]);
  });

  test('stops when the first rename is refused', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb }) => (verb === 'RNFR' ? '550 No.' : undefined),
    });
    const deployed = await fixture.deploy({ publish: 'atomic' });
    assert.ok(deployed.result.error instanceof PublishError);
    assert.equal(timesSent(deployed, 'STOR'), 1);
    const expected = 'a failed, b pending, c pending, d pending, e pending';
    assert.equal(statuses(deployed.result), expected);
  });
});
