import assert from 'node:assert/strict';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { ServerName } from '../support/real-servers/index.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';
import { assertDelivered, deploy, needs, withServer } from './deployment.ts';
import { largeSite, siteWithSpecialNames, withOtherContent } from './sites.ts';

/** A server and its peculiarities. */
export interface ServerUnderTest {
  readonly name: ServerName;
  /** Supported TLS modes; most tests use the first one. */
  readonly modes: readonly ['implicit' | 'explicit', ...('implicit' | 'explicit')[]];
  /** Matches once in its log for each rejected password. */
  readonly failedLogin: RegExp;
  /** TLS versions with which data connections can't resume the session. */
  readonly noResumptionWith?: readonly string[];
  /** Whether it processes commands during a transfer, so that commands can't be pipelined then. */
  readonly asynchronous?: boolean;
  /** Names that it changes when it stores a file. */
  readonly renamedFiles?: RegExp;
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

/** Defines the tests that every server must pass. */
export function testServer(subject: ServerUnderTest): void {
  const { name, modes } = subject;
  describe(name, () => {
    const [mode, ...otherModes] = modes;
    testLargeSite(subject, mode);
    for (const other of otherModes) testSpecialNames(subject, other);
    testRemoteDirectory(subject, mode);
    testRejections(subject, mode);
  });
}

type Mode = ServerUnderTest['modes'][number];

function testLargeSite(subject: ServerUnderTest, mode: Mode): void {
  const { name, noResumptionWith = [], renamedFiles, asynchronous = false } = subject;
  // Created once, and only when a test runs.
  let created: Promise<Workspace> | undefined;
  const getSite = () => (created ??= createWorkspace(largeSite(renamedFiles)));
  after(async () => (await created)?.[Symbol.asyncDispose]());

  for (const tls of versions) {
    const resumed = !noResumptionWith.includes(tls);
    const resumption = resumed ? 'resumes every data connection' : 'reports that none was resumed';
    test(
      `receives a large site over one control connection and ${resumption} (${mode}, ${tls})`,
      needs(name),
      async (t) => {
        const site = await getSite();
        await withServer(t, name, { mode, tls }, async (server) => {
          const deployment = await deploy(t, server, site, { 'tls-mode': mode });
          await assertDelivered(server, site, deployment, { tls, resumed });
          assert.equal(await server.controlConnections(), 1);
          assert.equal(deployment.manifest.run.controlConnections, 1);
          assertPipelined(deployment.transcript, asynchronous);
        });
      },
    );
  }
}

/** Fails unless the client recognized how the server processes commands, and pipelined accordingly to the end. */
function assertPipelined(transcript: string, asynchronous: boolean): void {
  const recognized = asynchronous
    ? /server processes commands during transfers/
    : /server processes commands in order/;
  assert.match(transcript, recognized);
  assert.doesNotMatch(transcript, /pipelining disabled/);
  const commands = transcript.match(/(?<= C: )[A-Z]+/g) ?? [];
  const uploads = commands.filter((verb) => verb === 'STOR').length;
  const pipelined = / C: STOR .*\n.* C: SIZE .*\n.* C: EPSV\n/g;
  // Not for the first upload, which is the probe, and not for the last, which has no next one.
  assert.equal(transcript.match(pipelined)?.length ?? 0, asynchronous ? 0 : uploads - 2);
}

function testSpecialNames({ name, renamedFiles }: ServerUnderTest, mode: Mode): void {
  for (const tls of versions) {
    test(
      `receives special names and empty files, and resumes every data connection (${mode}, ${tls})`,
      needs(name),
      async (t) => {
        await using site = await createWorkspace(siteWithSpecialNames(renamedFiles));
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
  { name, noResumptionWith = [], renamedFiles }: ServerUnderTest,
  mode: Mode,
): void {
  const resumed = !noResumptionWith.includes('TLSv1.3');

  test(
    `creates the levels of remote-dir, and replaces the files in the next run (${mode})`,
    needs(name),
    async (t) => {
      await using first = await createWorkspace(siteWithSpecialNames(renamedFiles));
      await using second = await createWorkspace(
        withOtherContent(siteWithSpecialNames(renamedFiles)),
      );
      await withServer(t, name, { mode }, async (server) => {
        const remoteDirectory = 'sites/of ü/~today/www';
        const inputs = { 'tls-mode': mode, 'remote-dir': remoteDirectory };
        const initial = await deploy(t, server, first, inputs);
        await assertDelivered(server, first, initial, { remoteDirectory, resumed });
        const replaced = await deploy(t, server, second, inputs);
        await assertDelivered(server, second, replaced, { remoteDirectory, resumed });
        assert.match(replaced.log, /^Created 0 directories /m);
        assert.equal(await server.controlConnections(), 2);
      });
    },
  );

  test(
    `receives files in an existing remote-dir with an absolute path (${mode})`,
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

function testRejections({ name, failedLogin }: ServerUnderTest, mode: Mode): void {
  test(`receives a wrong password only once (${mode})`, needs(name), async (t) => {
    await using site = await createWorkspace({ 'index.html': 'hello' });
    await withServer(t, name, { mode }, async (server) => {
      const inputs = { 'tls-mode': mode, password: 'not the password' };
      const { exitCode, log, manifest, transcript } = await deploy(t, server, site, inputs);
      assert.equal(exitCode, 1, log);
      assert.match(log, /^::error .*::The login failed: 530 /m);
      assert.match(log, /Check the username and password/);
      assert.deepEqual(
        manifest.files.map(({ status }) => status),
        ['pending'],
      );
      assert.equal(transcript.match(/ C: PASS /g)?.length, 1, transcript);
      assert.equal((await server.log()).match(failedLogin)?.length, 1);
      assert.equal(await server.controlConnections(), 1);
    });
  });

  test(
    `leads to an error with the login directory when the directory is not writable (${mode})`,
    needs(name),
    async (t) => {
      await using site = await createWorkspace({ 'index.html': 'hello' });
      await withServer(t, name, { mode }, async (server) => {
        // Owned by the user that runs the tests, so the account can't change its permissions.
        const readOnly = join(server.root, 'read-only');
        await mkdir(readOnly);
        await chmod(readOnly, 0o555);
        const rejections = {
          'read-only': 'Uploading read-only/index\\.html failed: 55\\d ',
          'read-only/new': '"MKD read-only/new" failed: 55\\d ',
        };
        for (const [directory, message] of Object.entries(rejections)) {
          const inputs = { 'tls-mode': mode, 'remote-dir': directory };
          const { exitCode, log } = await deploy(t, server, site, inputs);
          assert.equal(exitCode, 1, log);
          assert.match(log, new RegExp(`^::error .*::${message}`, 'm'));
          assert.match(log, /Relative paths start in the login directory, "\/[^"]*"\./);
        }
      });
    },
  );
}
