/** Which temporary files a run names as left on the server, when a rename could not be finished. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { PublishError } from '../../../src/deploy/index.ts';
import type { DeploymentFixture } from '../../support/embedded-deployment.ts';
import { createFixture } from '../../support/embedded-deployment.ts';
import type { Fault } from '../strict-rename-server.ts';
import { isAside, performedAndLost, setCarefulStage } from '../strict-rename-server.ts';

const newFile = { 'a.txt': 'new' };
const careful = (fault: Fault) => setCarefulStage(newFile, { 'a.txt': 'the old one' }, fault);

async function temporaryNames(fixture: DeploymentFixture): Promise<string[]> {
  return (await fixture.remoteNames()).filter((name) => name.startsWith('.up-'));
}

describe('where no SIZE tells what is there and nothing can be deleted', () => {
  const mute: Fault = ({ verb }) => {
    if (verb === 'SIZE') return '500 Unknown command.';
    return verb === 'DELE' ? '550 Not allowed.' : undefined;
  };

  test('a file that cannot be renamed is on the list of what is left', async () => {
    await using fixture = await careful((context) => {
      return context.verb === 'RNTO' ? '550 Not allowed.' : mute(context);
    });
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.ok(result.error instanceof PublishError);
    const left = await temporaryNames(fixture);
    assert.deepEqual(result.remainingTemporaryFiles, left);
    assert.equal(left.length, 1);
  });

  test('a file that was moved aside is on the list of what is left', async () => {
    await using fixture = await careful(mute);
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.ok(result.error instanceof PublishError);
    const left = await temporaryNames(fixture);
    assert.deepEqual(result.remainingTemporaryFiles, left);
    assert.equal(left.length, 1);
  });

  test('a file that waits for its rename is on the list when the run ends before', async () => {
    await using fixture = await createFixture(
      { 'a.txt': 'new', 'b.txt': 'new' },
      {},
      {
        onCommand: (context) =>
          context.verb === 'STOR' && context.count === 2 ? '553 Not allowed.' : mute(context),
      },
    );
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.equal(result.files[1]?.status, 'failed');
    const left = await temporaryNames(fixture);
    assert.deepEqual(result.remainingTemporaryFiles, left);
    assert.equal(left.length, 1);
  });

  test('a file whose rename may have been done is not', async () => {
    await using fixture = await createFixture(
      newFile,
      {},
      { onCommand: (context) => (context.verb === 'RNTO' ? performedAndLost : mute(context)) },
    );
    const { result } = await fixture.deploy({ publish: 'atomic', retries: 0 });
    assert.equal(result.files[0]?.status, 'failed');
    assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
    assert.deepEqual(result.remainingTemporaryFiles, []);
  });
});

test('both names are on the list when the connection is lost on the way aside, for good', async () => {
  await using fixture = await careful((context) => {
    if (context.verb === 'CONNECT' && context.session > 1) return '421 Full.';
    return isAside(context) ? performedAndLost : undefined;
  });
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 0 });
  const [left] = await temporaryNames(fixture);
  assert.equal(result.remainingTemporaryFiles.length, 2);
  assert.ok(result.remainingTemporaryFiles.includes(left ?? 'none'));
});
