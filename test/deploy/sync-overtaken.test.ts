/** A run that has overtaken another one deletes its temporary state and journal, so the other one can't rename them. */
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import type { PublishMode } from '../../src/deploy/index.ts';
import { StateError } from '../../src/deploy/index.ts';
import type { Deployed } from '../support/deployment.ts';
import { deployWorkspace } from '../support/deployment.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';
import type { ServerVariant } from '../support/server-variants.ts';
import { windows } from '../support/server-variants.ts';
import { syncSettings } from '../support/sync.ts';
import type { Workspace } from '../support/workspace.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { changes, otherSite, stateName } from './sync-fixture.ts';

const journalName = `${stateName}.journal`;
const isNewState = (file: string) => /^\.htopen-ftps\.[0-9a-f]{12}$/.test(file);
const isNewJournal = (file: string) => /^\.htopen-ftps\.journal\.[0-9a-f]{12}$/.test(file);

const site = { 'index.html': '<h1>1</h1>', 'css/main.css': 'a {}', 'css/print.css': 'b {}' };

/** What the second run deploys: files that neither the first nor the third one has. */
const overtakingSite = { ...site, 'index.html': '<h1>3</h1>', 'later/only.txt': 'only here' };

type Command = Pick<CommandContext, 'verb' | 'argument'>;

interface Scene {
  readonly server: (root: string) => ServerVariant;
  readonly publish: PublishMode;
  /** The command of the first run after which the second one starts, and ends. */
  readonly pauseAfter: (command: Command) => boolean;
  /** Files of the second run that the third one can't delete. */
  readonly kept?: readonly string[];
}

/** Two runs, one of which overtakes the other; then one that deploys the first site again. */
async function overtake({ server: variantOf, publish, pauseAfter, kept = [] }: Scene) {
  await using remote = await createWorkspace();
  const variant = variantOf(remote.path);
  let isArmed = false;
  let isDue = false;
  let second: Deployed | undefined;
  const attempts = { count: 0 };
  await using server = await start(remote, {
    mode: 'none',
    ...variant,
    onCommand: (context) => {
      if (isArmed && pauseAfter(context)) {
        isArmed = false;
        isDue = true;
      }
      return variant.onCommand?.(context);
    },
    beforeCommand: async () => {
      if (!isDue) return;
      isDue = false;
      second = await deploy(overtakingSite);
    },
  });
  const deploy = async (files: Parameters<typeof createWorkspace>[0]) => {
    attempts.count += 1;
    const job = { runId: '1', job: 'deploy', attempt: attempts.count };
    await using local = await createWorkspace(files);
    const options = { publish, mode: 'none', timeoutMs: 120_000 } as const;
    return await deployWorkspace(local, server, { ...options, sync: syncSettings({ job }) });
  };
  await deploy(site);
  isArmed = true;
  const first = await deploy(otherSite);
  assert.ok(second !== undefined, 'the first run was overtaken');
  assert.equal(second.result.error, undefined);
  const { error } = first.result;
  assert.ok(error instanceof StateError, error?.stack);
  assert.equal(error.reason, 'other-run');
  const third = await deploy(site);
  assert.equal(third.result.error, undefined);
  const others = third.result.sync?.otherFiles ?? [];
  const named = others.filter(({ status }) => status === 'kept').map((file) => file.remotePath);
  for (const file of kept) assert.ok(named.includes(file), file);
  await assertSame(remote, kept);
  return { first };
}

async function assertSame(remote: Workspace, kept: readonly string[]): Promise<void> {
  await using local = await createWorkspace(site);
  const found = await tree(remote.path);
  for (const name of [stateName, ...kept]) assert.ok(found.delete(name), name);
  assertSameTree(found, await tree(local.path));
}

const refuses =
  (
    reply: string,
    isMeant: (command: Command, root: string) => boolean,
  ): ((root: string) => ServerVariant) =>
  (root) => ({
    onCommand: (command): CommandOverride | undefined =>
      isMeant(command, root) ? reply : undefined,
  });

const servers: Readonly<Record<string, (root: string) => ServerVariant>> = {
  'that renames over files': () => ({}),
  'without MDTM': refuses('502 Command not implemented.', ({ verb }) => verb === 'MDTM'),
  'without renames': refuses('550 Permission denied.', ({ verb }) => verb === 'RNFR'),
  'that refuses to rename over files': refuses(
    '553 File exists.',
    ({ verb, argument }, root) => verb === 'RNTO' && existsSync(path.join(root, argument)),
  ),
  'on Windows': () => windows(),
};

/** The last question before the rename, then the steps of the rename. */
function pauses(): Readonly<Record<string, Scene['pauseAfter']>> {
  let isStored = false;
  return {
    'right before it renames its state': ({ verb, argument }) => {
      isStored ||= verb === 'STOR' && isNewState(argument);
      return isStored && verb === 'MDTM' && argument === stateName;
    },
    'while it renames its state': ({ verb, argument }) => verb === 'RNFR' && isNewState(argument),
    'before it moves the old state aside': ({ verb, argument }) =>
      verb === 'DELE' && argument === `${stateName}.old`,
  };
}

for (const [server, variant] of Object.entries(servers)) {
  for (const [when, pauseAfter] of Object.entries(pauses())) {
    const movesAside = /refuses|Windows/.test(server);
    if (when.includes('aside') && !movesAside) continue;
    test(`sync leaves the state of another run alone that overtakes it ${when}, on a server ${server}`, async () => {
      await overtake({ server: variant, publish: 'direct', pauseAfter });
    });
  }
}

test('sync notices a new state where the server reports neither sizes nor times', async () => {
  const server = refuses('502 Not implemented.', ({ verb }) => verb === 'SIZE' || verb === 'MDTM');
  const pauseAfter = ({ verb, argument }: Command) => verb === 'RETR' && argument === stateName;
  await overtake({ server, publish: 'direct', pauseAfter, kept: ['later/only.txt'] });
});

test("sync doesn't take the state of another run for its own if both have the same size", async () => {
  // The size depends on chance. So this server once answers the overtaken run (session 2) with its own size.
  let hasAnswered = false;
  let renamed: { readonly file: string; readonly size: number } | undefined;
  const server = (root: string): ServerVariant => ({
    onCommand: ({ verb, argument, session }) => {
      if (session !== 2 || hasAnswered) return undefined;
      if (verb === 'RNFR' && renamed === undefined) {
        const file = path.join(root, argument);
        renamed = { file, size: statSync(file).size };
      }
      const isAsked = verb === 'SIZE' && argument === stateName;
      if (!isAsked || renamed === undefined || existsSync(renamed.file)) return undefined;
      hasAnswered = true;
      return `213 ${renamed.size}`;
    },
  });
  const pauseAfter = ({ verb, argument }: Command) => verb === 'RNFR' && isNewState(argument);
  await overtake({ server, publish: 'direct', pauseAfter });
});

test('sync stores no journal in place after another run has overtaken it', async () => {
  // As ProFTPD: APPE only creates files.
  const server = refuses(
    '451 Append/Restart not permitted, try again',
    ({ verb, argument }, root) => verb === 'APPE' && existsSync(path.join(root, argument)),
  );
  const pauseAfter = ({ verb, argument }: Command) => verb === 'RNFR' && isNewJournal(argument);
  const { first } = await overtake({ server, publish: 'staged', pauseAfter });
  assert.ok(!changes(first).includes(`STOR ${journalName}`));
});

test('sync loses nothing when another run deletes its first journal, without APPE', async () => {
  const server = refuses('502 Command not implemented.', ({ verb }) => verb === 'APPE');
  let journals = 0;
  const pauseAfter = ({ verb, argument }: Command) =>
    verb === 'SIZE' && isNewJournal(argument) && (journals += 1) === 1;
  const { first } = await overtake({ server, publish: 'direct', pauseAfter });
  assert.deepEqual(
    changes(first).filter((line) => !line.includes(stateName)),
    [],
  );
});
