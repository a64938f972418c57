import assert from 'node:assert/strict';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { ServerName } from '../support/real-servers/index.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';
import { assertDelivered, deploy, needs, withServer } from './deployment.ts';
import { changed, oddSite, wholeSite } from './sites.ts';

/** A server and what is peculiar to it. */
export interface ServerUnderTest {
  readonly name: ServerName;
  /** How TLS may begin there; most is tried with the first one. */
  readonly modes: readonly ['implicit' | 'explicit', ...('implicit' | 'explicit')[]];
  /** What its log says once for each password that it refuses. */
  readonly refusedLogin: RegExp;
  /** TLS versions under which it lets no data connection resume a session. */
  readonly resumesNothingWith?: readonly string[];
  /** Whether it handles commands while a transfer runs, so that nothing may be sent ahead during one. */
  readonly asynchronous?: boolean;
  /** Names under which it says that it stores a file, and then chooses another name. */
  readonly changedNames?: RegExp;
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

/** Defines the tests that every server must pass. */
export function testServer(subject: ServerUnderTest): void {
  const { name, modes } = subject;
  describe(name, () => {
    const [mode, ...furtherModes] = modes;
    testWholeSite(subject, mode);
    for (const further of furtherModes) testOddSite(subject, further);
    testRemoteDirectory(subject, mode);
    testRefusals(subject, mode);
  });
}

type Mode = ServerUnderTest['modes'][number];

function testWholeSite(subject: ServerUnderTest, mode: Mode): void {
  const { name, resumesNothingWith = [], changedNames, asynchronous = false } = subject;
  // Made once, and only when it is used.
  let made: Promise<Workspace> | undefined;
  const getSite = () => (made ??= createWorkspace(wholeSite(changedNames)));
  after(async () => (await made)?.[Symbol.asyncDispose]());

  for (const tls of versions) {
    const resumed = !resumesNothingWith.includes(tls);
    const resumption = resumed ? 'each resumed' : 'none of them resumed, as the report says';
    test(
      `${mode} ${tls}: a whole site over one control connection, a data connection a file, ${resumption}`,
      needs(name),
      async (t) => {
        const site = await getSite();
        await withServer(t, name, { mode, tls }, async (server) => {
          const deployment = await deploy(t, server, site, { 'tls-mode': mode });
          await assertDelivered(server, site, deployment, { tls, resumed });
          assert.equal(await server.controlConnections(), 1);
          assert.equal(deployment.manifest.run.controlConnections, 1);
          assertSentAhead(deployment.transcript, asynchronous);
        });
      },
    );
  }
}

/** Fails unless the client has found out how the server works, and has kept to it to the end. */
function assertSentAhead(transcript: string, asynchronous: boolean): void {
  const found = asynchronous
    ? /the server handles commands while a transfer runs/
    : /the server works strictly in order/;
  assert.match(transcript, found);
  assert.doesNotMatch(transcript, /one command at a time from now on/);
  const commands = transcript.match(/(?<= C: )[A-Z]+/g) ?? [];
  const uploads = commands.filter((verb) => verb === 'STOR').length;
  const ahead = / C: STOR .*\n.* C: SIZE .*\n.* C: EPSV\n/g;
  // Neither the first, which shows how the server works, nor the last, behind which none comes.
  assert.equal(transcript.match(ahead)?.length ?? 0, asynchronous ? 0 : uploads - 2);
}

function testOddSite({ name, changedNames }: ServerUnderTest, mode: Mode): void {
  for (const tls of versions) {
    test(
      `${mode} ${tls}: odd names and files without a byte, each data connection resumed`,
      needs(name),
      async (t) => {
        await using site = await createWorkspace(oddSite(changedNames));
        await withServer(t, name, { mode, tls }, async (server) => {
          const deployment = await deploy(t, server, site, { 'tls-mode': mode });
          await assertDelivered(server, site, deployment, { tls });
          assert.equal(deployment.manifest.run.tlsMode, mode);
          assert.equal(await server.controlConnections(), 1);
        });
      },
    );
  }
}

function testRemoteDirectory(
  { name, resumesNothingWith = [], changedNames }: ServerUnderTest,
  mode: Mode,
): void {
  const resumed = !resumesNothingWith.includes('TLSv1.3');

  test(
    `${mode}: makes remote-dir level by level, and the next time replaces what is there`,
    needs(name),
    async (t) => {
      await using first = await createWorkspace(oddSite(changedNames));
      await using second = await createWorkspace(changed(oddSite(changedNames)));
      await withServer(t, name, { mode }, async (server) => {
        const remoteDirectory = 'sites/of ü/~today/www';
        const inputs = { 'tls-mode': mode, 'remote-dir': remoteDirectory };
        const made = await deploy(t, server, first, inputs);
        await assertDelivered(server, first, made, { remoteDirectory, resumed });
        const replaced = await deploy(t, server, second, inputs);
        await assertDelivered(server, second, replaced, { remoteDirectory, resumed });
        assert.match(replaced.log, /^0 directories made, /m);
        assert.equal(await server.controlConnections(), 2);
      });
    },
  );

  test(
    `${mode}: uploads into a remote-dir that is there, named from the root`,
    needs(name),
    async (t) => {
      await using site = await createWorkspace({ 'index.html': 'hello', 'css/main.css': '' });
      await withServer(t, name, { mode }, async (server) => {
        await mkdir(join(server.root, 'htdocs'));
        await server.adoptFiles();
        const inputs = { 'tls-mode': mode, 'remote-dir': '/htdocs' };
        const deployment = await deploy(t, server, site, inputs);
        await assertDelivered(server, site, deployment, { remoteDirectory: 'htdocs', resumed });
      });
    },
  );
}

function testRefusals({ name, refusedLogin }: ServerUnderTest, mode: Mode): void {
  test(`${mode}: a wrong password is tried once`, needs(name), async (t) => {
    await using site = await createWorkspace({ 'index.html': 'hello' });
    await withServer(t, name, { mode }, async (server) => {
      const inputs = { 'tls-mode': mode, password: 'not the password' };
      const { exitCode, log, manifest, transcript } = await deploy(t, server, site, inputs);
      assert.equal(exitCode, 1, log);
      assert.match(log, /^::error::The server refused "PASS \*\*\*": 530 /m);
      assert.match(log, /Check "username" and "password"/);
      assert.deepEqual(
        manifest.files.map(({ status }) => status),
        ['pending'],
      );
      assert.equal(transcript.match(/ C: PASS /g)?.length, 1, transcript);
      assert.equal((await server.log()).match(refusedLogin)?.length, 1);
      assert.equal(await server.controlConnections(), 1);
    });
  });

  test(
    `${mode}: a directory that the account may not write is refused, with the login directory`,
    needs(name),
    async (t) => {
      await using site = await createWorkspace({ 'index.html': 'hello' });
      await withServer(t, name, { mode }, async (server) => {
        // Made by whoever runs the tests: nobody may write there, and the account cannot change that as root.
        const closed = join(server.root, 'closed');
        await mkdir(closed);
        await chmod(closed, 0o555);
        for (const [directory, verb] of [
          ['closed', 'STOR'],
          ['closed/new', 'MKD'],
        ] as const) {
          const inputs = { 'tls-mode': mode, 'remote-dir': directory };
          const { exitCode, log } = await deploy(t, server, site, inputs);
          assert.equal(exitCode, 1, log);
          assert.match(
            log,
            new RegExp(`^::error::.*The server refused "${verb} closed/.*": 55\\d `, 'm'),
          );
          assert.match(log, /The login directory is "\/[^"]*", and a "remote-dir" without "\/"/);
        }
      });
    },
  );
}
