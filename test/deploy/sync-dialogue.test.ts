/** The writes of a run, each of which takes a round trip. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Deployed } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { writesOf } from '../support/writes.ts';
import { assertDeployed, stateName, sync } from './sync-fixture.ts';

const journal = `${stateName}.journal`;
const names = Array.from({ length: 10 }, (_, index) => `css/${index}.css`);
const site = Object.fromEntries(names.map((name) => [name, 'a {}']));
const changed = { 'css/3.css': 'b {} c {}' };

/** A site that was deployed once, to a server that then has the faults of `options`. */
async function createDeployed(
  options: (isDeployed: () => boolean) => Partial<EmbeddedServerOptions> = () => ({}),
): Promise<DeploymentFixture> {
  let isDeployed = false;
  const fixture = await createFixture(
    site,
    {},
    options(() => isDeployed),
  );
  await assertDeployed(fixture, (await sync(fixture)).result);
  isDeployed = true;
  return fixture;
}

async function change({ files }: DeploymentFixture): Promise<void> {
  for (const [name, content] of Object.entries(changed)) await files.write(name, content);
}

/** The writes after the login; the random part of temporary names is left out. */
function writesAfterLogin({ dialogue }: Deployed): string[] {
  const writes = writesOf(dialogue).map((write) => write.join(', '));
  const login = writes.findIndex((write) => write.includes('PWD'));
  return writes.slice(login + 1).map((write) => write.replaceAll(/\.[0-9a-f]{12}\b/g, '.new'));
}

const reading = [
  `SIZE ${journal}, SIZE ${stateName}, SIZE ${stateName}.old, MDTM ${journal}, MDTM ${stateName}, MDTM ${stateName}.old, EPSV`,
  `RETR ${journal}, EPSV`,
  `RETR ${stateName}`,
];

test('sync takes five writes if nothing has changed', async () => {
  await using fixture = await createDeployed();
  const unchanged = await sync(fixture);
  await assertDeployed(fixture, unchanged.result);
  assert.deepEqual(writesAfterLogin(unchanged), [
    ...reading,
    'STAT css',
    `SIZE ${stateName}, SIZE ${journal}, MDTM ${stateName}, MDTM ${journal}, QUIT`,
  ]);
});

test('sync takes ten writes if one file has changed', async () => {
  await using fixture = await createDeployed();
  await change(fixture);
  const second = await sync(fixture);
  await assertDeployed(fixture, second.result);
  assert.deepEqual(writesAfterLogin(second), [
    ...reading,
    'EPSV, STAT css',
    `APPE ${journal}, NOOP`,
    `SIZE ${journal}, SIZE ${stateName}, MDTM ${journal}, MDTM ${stateName}, EPSV`,
    'STOR css/3.css, SIZE css/3.css, EPSV',
    `STOR ${stateName}.new, SIZE ${stateName}.new, SIZE ${journal}, SIZE ${stateName}, MDTM ${stateName}.new, MDTM ${journal}, MDTM ${stateName}`,
    `RNFR ${stateName}.new, RNTO ${stateName}, SIZE ${journal}, MDTM ${journal}`,
    `SIZE ${journal}, DELE ${journal}, QUIT`,
  ]);
});

test('sync reads the journal over another connection if the server accepts RETR before its data connection', async () => {
  await using fixture = await createDeployed((isDeployed) => ({
    onCommand: ({ verb, argument, session }) =>
      isDeployed() && session === 2 && verb === 'RETR' && argument === journal
        ? '150 Opening BINARY mode data connection.'
        : undefined,
  }));
  await change(fixture);
  // It takes no retry of those that are allowed.
  const { result, dialogue, notices } = await sync(fixture, { retries: 0 });
  await assertDeployed(fixture, result);
  assert.deepEqual(notices, []);
  assert.equal(result.connection.controlConnections, 2);
  const retrievals = writesOf(dialogue).filter((write) => write.includes(`RETR ${journal}`));
  assert.deepEqual(retrievals, [[`RETR ${journal}`, 'EPSV'], [`RETR ${journal}`]]);
});

test('sync checks the journal over the next connection if the connection was lost after the state was renamed', async () => {
  let isRenamed = false;
  await using fixture = await createDeployed((isDeployed) => ({
    onCommand: ({ verb, argument, session }) => {
      if (!isDeployed() || session !== 2) return undefined;
      isRenamed ||= verb === 'RNTO' && argument === stateName;
      return isRenamed && verb === 'SIZE' ? 'reset' : undefined;
    },
  }));
  await change(fixture);
  const second = await sync(fixture);
  await assertDeployed(fixture, second.result);
  const [, , third = []] = fixture.server.dialogues;
  const sent = third.filter((line) => line.startsWith('C: ') && line.includes(journal));
  assert.deepEqual(sent, [
    `C: SIZE ${journal}`,
    `C: MDTM ${journal}`,
    `C: SIZE ${journal}`,
    `C: DELE ${journal}`,
  ]);
  assert.ok(!third.some((line) => line.startsWith('C: RNFR')));
});

test('sync checks the journal again if the connection was lost after the state was stored', async () => {
  const temporary = new RegExp(`^\\${stateName}\\.[0-9a-f]{12}$`);
  let sizes = 0;
  await using fixture = await createDeployed((isDeployed) => ({
    onCommand: ({ verb, argument }) => {
      if (!isDeployed() || verb !== 'SIZE' || !temporary.test(argument)) return undefined;
      sizes += 1;
      // Until it is asked for over another connection.
      if (sizes <= 2) return '213 1';
      return sizes === 3 ? 'reset' : undefined;
    },
  }));
  await change(fixture);
  const second = await sync(fixture);
  await assertDeployed(fixture, second.result);
  const session = fixture.server.dialogues[2] ?? [];
  const rename = session.findIndex((line) => line.startsWith('C: RNFR'));
  assert.ok(session.slice(0, rename).includes(`C: SIZE ${journal}`), session.join('\n'));
  assert.ok(session.slice(0, rename).includes(`C: SIZE ${stateName}`), session.join('\n'));
});
