import './quiet.ts';

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import type { PublishMode } from '../../src/deploy/index.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { commandsSent, createFixture } from '../support/embedded-deployment.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { withoutSize } from '../support/server-variants.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
const page = 'app_offline.htm';
const maintenancePage = '<h1>Back soon</h1>';
const files = { 'app.dll': 'new', 'index.html': 'new' };
const old = { 'app.dll': 'old', 'index.html': 'old' };

/** The commands that change something that visitors see, without temporary files, state and journal. */
function visibleChanges({ server }: DeploymentFixture): string[] {
  return commandsSent(server, 'STOR', 'RNTO', 'DELE').filter(
    (line) => !/[ /]\.(up-|ht)/.test(line),
  );
}

/** A server on Windows whose app uses its file until it has noticed the maintenance file. */
function iis(root: () => string): Partial<EmbeddedServerOptions> {
  let refusals = 3;
  return {
    windowsNames: true,
    onCommand: ({ verb, argument }) => {
      const isApp = ['STOR', 'RNFR', 'RNTO', 'DELE'].includes(verb) && argument === 'app.dll';
      if (!isApp) return undefined;
      if (existsSync(path.join(root(), page))) refusals -= 1;
      return refusals < 0
        ? undefined
        : '550 The process cannot access the file because it is being used by another process.';
    },
  };
}

describe('the maintenance file is there from the first visible change to the last', () => {
  for (const publish of publishModes) {
    test(publish, async () => {
      await using fixture = await createFixture(files, old);
      const { result, notices } = await fixture.deploy({ publish, maintenancePage });
      assert.equal(result.error, undefined);
      assert.deepEqual(notices, []);
      const changes = visibleChanges(fixture);
      assert.equal(changes[0], `STOR ${page}`);
      assert.equal(changes.at(-1), `DELE ${page}`);
      assert.equal(changes.filter((line) => line.endsWith(page)).length, 2);
      assert.deepEqual(await fixture.remoteNames(), ['app.dll', 'index.html']);
      assert.ok(!result.files.some(({ remotePath }) => remotePath === page));
      if (publish === 'staged') {
        const all = commandsSent(fixture.server, 'STOR');
        assert.equal(all.at(-1), `STOR ${page}`);
      }
    });
  }
});

describe('a file in use is replaced behind the maintenance file', () => {
  for (const publish of publishModes) {
    test(publish, async () => {
      let root = '';
      await using fixture = await createFixture(
        files,
        old,
        iis(() => root),
      );
      root = fixture.remote.path;
      const { result } = await fixture.deploy({ publish, maintenancePage, retries: 0 });
      assert.equal(result.error, undefined);
      assert.equal(await fixture.remoteText('app.dll'), 'new');
      assert.deepEqual(await fixture.remoteNames(), ['app.dll', 'index.html']);
    });
  }
});

test('the maintenance file stays on Windows, with a warning, when a later file fails', async () => {
  let root = '';
  const { onCommand, ...server } = iis(() => root);
  await using fixture = await createFixture(files, old, {
    ...server,
    onCommand: (context) =>
      context.verb === 'STOR' && context.argument === 'index.html'
        ? '553 Not allowed.'
        : onCommand?.(context),
  });
  root = fixture.remote.path;
  const { result, notices } = await fixture.deploy({ maintenancePage, retries: 0 });
  assert.notEqual(result.error, undefined);
  assert.equal(await fixture.remoteText('app.dll'), 'new');
  assert.equal(await fixture.remoteText('index.html'), 'old');
  assert.equal(await fixture.remoteText(page), maintenancePage);
  assert.match(notices.join(), /^Visitors still see the maintenance file app_offline\.htm: /);
});

test('a refused file that does not exist is not in use', async () => {
  await using fixture = await createFixture(
    files,
    { 'index.html': 'old' },
    {
      onCommand: ({ verb, argument }) =>
        verb === 'STOR' && argument === 'app.dll' ? '550 No.' : undefined,
    },
  );
  const { result } = await fixture.deploy({ maintenancePage });
  assert.notEqual(result.error, undefined);
  assert.equal(result.retries, 0);
});

test('the maintenance file stays with a warning when the deployment failed halfway, until one succeeds', async () => {
  let isBroken = true;
  await using fixture = await createFixture(
    files,
    { 'index.html': 'old' },
    {
      onCommand: ({ verb, argument }) =>
        isBroken && verb === 'STOR' && argument === 'index.html' ? '553 No.' : undefined,
    },
  );
  const first = await fixture.deploy({ maintenancePage });
  assert.notEqual(first.result.error, undefined);
  assert.equal(await fixture.remoteText(page), maintenancePage);
  assert.match(first.notices.join(), /^Visitors still see the maintenance file app_offline\.htm: /);
  isBroken = false;
  const second = await fixture.deploy({ maintenancePage });
  assert.equal(second.result.error, undefined);
  assert.deepEqual(await fixture.remoteNames(), ['app.dll', 'index.html']);
});

describe('the maintenance file is deleted when nothing was changed', () => {
  const refusals: Readonly<Record<PublishMode, string>> = {
    direct: 'STOR',
    atomic: 'RNTO',
    staged: 'RNTO',
  };
  for (const publish of publishModes) {
    test(publish, async () => {
      await using fixture = await createFixture(
        files,
        {},
        {
          onCommand: ({ verb, argument }) =>
            verb === refusals[publish] && !argument.includes(page) ? '550 No.' : undefined,
        },
      );
      const { result, notices } = await fixture.deploy({ publish, maintenancePage });
      assert.notEqual(result.error, undefined);
      assert.ok(visibleChanges(fixture).includes(`STOR ${page}`));
      assert.ok(!(await fixture.remoteNames()).includes(page));
      assert.doesNotMatch(notices.join(), /Visitors still see/);
    });
  }
});

test('staged does not need the maintenance file when an upload fails', async () => {
  await using fixture = await createFixture(files, old, {
    onCommand: ({ verb, count }) => (verb === 'STOR' && count > 1 ? '553 No.' : undefined),
  });
  const { result } = await fixture.deploy({ publish: 'staged', maintenancePage });
  assert.notEqual(result.error, undefined);
  assert.ok(!visibleChanges(fixture).includes(`STOR ${page}`));
});

for (const [kind, options] of Object.entries({ 'with SIZE': {}, 'without SIZE': withoutSize() })) {
  test(`another file of that name is left alone, with a warning (${kind})`, async () => {
    await using fixture = await createFixture(files, { ...old, [page]: 'foreign file' }, options);
    const { result, notices } = await fixture.deploy({ maintenancePage });
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText(page), 'foreign file');
    assert.match(notices.join(), /The server has another file app_offline\.htm/);
  });
}

test('a server without SIZE gets the maintenance file if there is none', async () => {
  await using fixture = await createFixture(files, old, withoutSize());
  const { result } = await fixture.deploy({ maintenancePage });
  assert.equal(result.error, undefined);
  assert.equal(visibleChanges(fixture)[0], `STOR ${page}`);
  assert.deepEqual(await fixture.remoteNames(), ['app.dll', 'index.html']);
});

test('nothing is changed when the maintenance file is refused', async () => {
  await using fixture = await createFixture(files, old, {
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument === page ? '553 No.' : undefined,
  });
  const { result } = await fixture.deploy({ maintenancePage });
  assert.equal((result.error as { code?: string } | undefined)?.code, 'MAINTENANCE');
  assert.equal(result.error?.message, `Could not upload the maintenance file ${page}: 553 No.`);
  assert.equal(await fixture.remoteText('app.dll'), 'old');
  assert.ok(result.files.every(({ status }) => status === 'pending'));
});

test('the run fails when the maintenance file cannot be deleted', async () => {
  await using fixture = await createFixture(files, old, {
    onCommand: ({ verb, argument }) =>
      verb === 'DELE' && argument === page ? '550 No.' : undefined,
  });
  const { result } = await fixture.deploy({ maintenancePage });
  assert.equal((result.error as { code?: string } | undefined)?.code, 'MAINTENANCE');
  assert.equal(result.error?.message, `Could not delete the maintenance file ${page}: 550 No.`);
  assert.equal(await fixture.remoteText('app.dll'), 'new');
});
