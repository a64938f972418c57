/** The remaining temporary files when a rename fails. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { PublishError } from '../../../src/deploy/index.ts';
import type { DeploymentFixture } from '../../support/embedded-deployment.ts';
import { createFixture } from '../../support/embedded-deployment.ts';
import type { Fault } from '../strict-rename-server.ts';
import { isMoveAside, performedAndLost, createStrictFixture } from '../strict-rename-server.ts';

const newFile = { 'a.txt': 'new' };
const strictServer = (fault: Fault) =>
  createStrictFixture(newFile, { 'a.txt': 'the old one' }, fault);

async function temporaryNames(fixture: DeploymentFixture): Promise<string[]> {
  return (await fixture.remoteNames()).filter((name) => name.startsWith('.up-'));
}

describe("The remaining temporary files, when SIZE isn't supported and DELE is refused,", () => {
  const restricted: Fault = ({ verb }) => {
    if (verb === 'SIZE') return '500 Unknown command.';
    return verb === 'DELE' ? '550 Not allowed.' : undefined;
  };

  test('include a file whose rename is refused', async () => {
    await using fixture = await strictServer((context) => {
      return context.verb === 'RNTO' ? '550 Not allowed.' : restricted(context);
    });
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.ok(result.error instanceof PublishError);
    const left = await temporaryNames(fixture);
    assert.deepEqual(result.remainingTemporaryFiles, left);
    assert.equal(left.length, 1);
  });

  test('include an old file that was moved aside', async () => {
    await using fixture = await strictServer(restricted);
    const { result } = await fixture.deploy({ publish: 'atomic' });
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText('a.txt'), 'new');
    const left = await temporaryNames(fixture);
    assert.deepEqual(result.remainingTemporaryFiles, left);
    assert.equal(left.length, 1);
  });

  test('include a staged file when a later upload fails', async () => {
    await using fixture = await createFixture(
      { 'a.txt': 'new', 'b.txt': 'new' },
      {},
      {
        onCommand: (context) =>
          context.verb === 'STOR' && context.count === 2 ? '553 Not allowed.' : restricted(context),
      },
    );
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.equal(result.files[1]?.status, 'failed');
    const left = await temporaryNames(fixture);
    assert.deepEqual(result.remainingTemporaryFiles, left);
    assert.equal(left.length, 1);
  });

  test('exclude a file whose rename may have been performed', async () => {
    await using fixture = await createFixture(
      newFile,
      {},
      {
        onCommand: (context) => (context.verb === 'RNTO' ? performedAndLost : restricted(context)),
      },
    );
    const { result } = await fixture.deploy({ publish: 'atomic', retries: 0 });
    assert.equal(result.files[0]?.status, 'failed');
    assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
    assert.deepEqual(result.remainingTemporaryFiles, []);
  });
});

test('The remaining temporary files include both names when the connection is lost while the old file is moved aside', async () => {
  await using fixture = await strictServer((context) => {
    if (context.verb === 'CONNECT' && context.session > 1) return '421 Full.';
    return isMoveAside(context) ? performedAndLost : undefined;
  });
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 0 });
  const [left] = await temporaryNames(fixture);
  assert.equal(result.remainingTemporaryFiles.length, 2);
  assert.ok(result.remainingTemporaryFiles.includes(left ?? 'none'));
});
