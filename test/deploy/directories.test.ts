import assert from 'node:assert/strict';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createDirectories } from '../../src/deploy/directories.ts';
import type { Plan } from '../../src/deploy/plan/plan.ts';
import { ReplyError } from '../../src/ftps/index.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { createWorkspace } from '../support/workspace.ts';
import { commandsSent } from '../support/embedded-deployment.ts';
import { loggedInClient } from '../support/target.ts';

/** Creates directories on an embedded server; returns the counts and the commands sent. */
async function create(
  wanted: Pick<Plan, 'remoteDirectory' | 'directories'>,
  options: Partial<EmbeddedServerOptions> & { readonly existing?: readonly string[] } = {},
) {
  const { existing = [], ...serverOptions } = options;
  await using root = await createWorkspace();
  for (const name of existing) await mkdir(path.join(root.path, name), { recursive: true });
  await using server = await start(root, serverOptions);
  const client = await loggedInClient(server);
  try {
    const counts = await createDirectories(client, wanted);
    for (const name of [wanted.remoteDirectory, ...wanted.directories]) {
      await access(path.join(root.path, name));
    }
    return { ...counts, commands: commandsSent(server, 'MKD', 'CWD') };
  } finally {
    await client.quit();
  }
}

test('createDirectories creates each directory once, without changing into it', async () => {
  const directories = ['a', 'a/b', 'c'];
  assert.deepEqual(await create({ remoteDirectory: '', directories }), {
    created: 3,
    existing: 0,
    commands: ['MKD a', 'MKD a/b', 'MKD c'],
  });
});

test('createDirectories sends nothing when the plan needs no directories', async () => {
  for (const remoteDirectory of ['', '/']) {
    const result = await create({ remoteDirectory, directories: [] });
    assert.deepEqual(result, { created: 0, existing: 0, commands: [] });
  }
});

test('createDirectories probes an existing remote directory ', async () => {
  const result = await create(
    { remoteDirectory: '/srv/www', directories: [] },
    { existing: ['srv/www'] },
  );
  assert.deepEqual(result, { created: 0, existing: 0, commands: ['CWD /srv/www'] });
});

test('createDirectories creates only the missing levels of the remote directory', async () => {
  const wanted = { remoteDirectory: '/srv/www/site', directories: ['/srv/www/site/css'] };
  assert.deepEqual(await create(wanted, { existing: ['srv'] }), {
    created: 3,
    existing: 0,
    commands: [
      ...['CWD /srv/www/site', 'CWD /srv/www', 'CWD /srv'],
      'MKD /srv/www',
      'MKD /srv/www/site',
      'MKD /srv/www/site/css',
    ],
  });
});

test('createDirectories probes no further up than the first level', async () => {
  assert.deepEqual(await create({ remoteDirectory: 'new/site', directories: [] }), {
    created: 2,
    existing: 0,
    commands: ['CWD new/site', 'CWD new', 'MKD new', 'MKD new/site'],
  });
});

const refusals = ['550 File exists.', '521 "/a" directory exists.', '550 Permission denied.'];

for (const reply of refusals) {
  test(`createDirectories probes the directory when MKD is refused with "${reply}"`, async () => {
    const wanted = { remoteDirectory: '', directories: ['a', 'a/b'] };
    const result = await create(wanted, {
      existing: ['a'],
      onCommand: ({ verb, argument }) => (verb === 'MKD' && argument === 'a' ? reply : undefined),
    });
    assert.deepEqual(result, {
      created: 1,
      existing: 1,
      commands: ['MKD a', 'MKD a/b', 'CWD a'],
    });
  });
}

test("createDirectories throws the refusal of MKD when the directory doesn't exist", async () => {
  const wanted = { remoteDirectory: '', directories: ['a', 'b'] };
  const refuse: Partial<EmbeddedServerOptions> = {
    onCommand: ({ verb }) => (verb === 'MKD' ? '550 Permission denied.' : undefined),
  };
  await assert.rejects(create(wanted, refuse), (error: Error) => {
    assert.ok(error instanceof ReplyError);
    assert.equal(error.message, '"MKD a" failed: 550 Permission denied.');
    assert.ok(error.cause instanceof ReplyError);
    assert.equal(error.cause.verb, 'CWD');
    return true;
  });
});

test('createDirectories sends names that start with a dash, a tilde or a space as paths', async () => {
  const directories = [' s', '-d', '~t'];
  const { commands } = await create({ remoteDirectory: '', directories });
  assert.deepEqual(commands, ['MKD ./ s', 'MKD ./-d', 'MKD ./~t']);
});

test("createDirectories returns to a login directory that isn't the root", async () => {
  const { commands } = await create(
    { remoteDirectory: 'www', directories: ['www/a'] },
    {
      existing: ['home/deploy/www', 'www/a'],
      onCommand: ({ verb }) => (verb === 'PWD' ? '257 "/home/deploy" is here' : undefined),
    },
  );
  assert.deepEqual(commands, ['CWD www', 'CWD /home/deploy', 'MKD www/a']);
});
