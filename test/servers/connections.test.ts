/** Several control connections at a time, and servers that allow fewer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { modeOf } from '../support/real-server-fixture.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { RealServer, ServerName } from '../support/real-servers/index.ts';
import { until } from '../support/until.ts';
import { createWorkspace } from '../support/workspace.ts';
import { assertDelivered, deploy, needs, withServer } from './deployment.ts';

const fileCount = 80;

/** Starts a proxy that holds all uploads until it has seen the expected connections, however busy the machine is. */
async function holdUploads(server: RealServer, isReady: (proxy: FaultProxy) => boolean) {
  const ready = Promise.withResolvers<undefined>();
  const release = () => {
    ready.resolve(undefined);
  };
  const hold = { what: 'hold', at: 0, until: ready.promise } as const;
  await using stack = new AsyncDisposableStack();
  const proxy = await startFaultProxy({
    target: server,
    onConnection: ({ kind }) => (kind === 'data' ? hold : undefined),
  });
  stack.use(proxy);
  stack.defer(release);
  void until(() => isReady(proxy), ready.promise).then(release, release);
  const parts = stack.move();
  return { server: proxy.host, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

async function createSite() {
  return await createWorkspace(
    Object.fromEntries(
      Array.from({ length: fileCount }, (_, index) => [
        index === 0 ? 'index.html' : `${index % 5}/${index}.bin`,
        1_000 * index,
      ]),
    ),
  );
}

/** Pure-FTPd 1.0.50 has no session tickets with TLS 1.3. */
const resumesSessions = (name: ServerName) => name !== 'pure-ftpd';

const names: readonly ServerName[] = ['vsftpd', 'proftpd', 'pure-ftpd', 'pyftpdlib'];

for (const name of names) {
  const mode = modeOf(name);
  // Only these two check that data connections resume the session of their own control connection.
  const requireSessionReuse = name === 'vsftpd' || name === 'proftpd';

  for (const publish of ['direct', 'atomic', 'staged']) {
    test(
      `${name} receives the files over four connections (${publish})`,
      needs(name),
      async (t) => {
        await using site = await createSite();
        await withServer(t, name, { mode, requireSessionReuse }, async (server) => {
          await using held = await holdUploads(server, ({ data }) => data.connections === 4);
          const run = await deploy(t, server, site, {
            server: held.server,
            'tls-mode': mode,
            connections: '4',
            publish,
          });
          await assertDelivered(server, site, run, { resumed: resumesSessions(name) });
          assert.deepEqual(run.manifest.run.connections, { wanted: 4, used: 4, refusal: null });
        });
      },
    );
  }
}

/** Two sessions of one client, and the words of the refusal. */
const limits: readonly {
  readonly name: ServerName;
  readonly setting: string;
  readonly words: RegExp;
}[] = [
  { name: 'vsftpd', setting: 'max_per_ip=2', words: /421 / },
  { name: 'proftpd', setting: 'MaxClientsPerUser 2', words: /530 .*maximum number of clients/ },
  { name: 'proftpd', setting: 'MaxClientsPerHost 2', words: /530 .*maximum number of clients/ },
  { name: 'pure-ftpd', setting: '--maxclientsperip=2', words: /421 Too many connections/ },
  { name: 'pyftpdlib', setting: 'max_cons_per_ip=2', words: /421 / },
];

for (const { name, setting, words } of limits) {
  const mode = modeOf(name);

  test(
    `${name} receives the files over two of four connections with ${setting}`,
    needs(name),
    async (t) => {
      await using site = await createSite();
      await withServer(t, name, { mode, settings: [setting] }, async (server) => {
        const isRefused = ({ control }: FaultProxy) =>
          control.connections === 3 && control.open === 2;
        await using held = await holdUploads(server, isRefused);
        const inputs = { server: held.server, 'tls-mode': mode, connections: '4' };
        const run = await deploy(t, server, site, inputs);
        await assertDelivered(server, site, run, { resumed: resumesSessions(name) });
        const { used, refusal } = run.manifest.run.connections;
        assert.equal(used, 2);
        assert.match(refusal ?? '', words);
        const notices = run.log.match(/Only 2 of 4 connections could be opened: .*/g) ?? [];
        assert.equal(notices.length, 1, run.log);
        assert.match(notices[0], words);
        const passwords = run.transcript.match(/ C: PASS /g)?.length ?? 0;
        assert.ok(passwords <= 3, run.transcript);
      });
    },
  );

  test(
    `preflight counts the connections that ${name} allows with ${setting}`,
    needs(name),
    async (t) => {
      await using site = await createSite();
      await withServer(t, name, { mode, settings: [setting] }, async (server) => {
        const inputs = { 'tls-mode': mode, connections: '4', preflight: 'true' };
        const run = await deploy(t, server, site, inputs);
        assert.equal(run.exitCode, 0, run.log);
        assert.match(run.log, /Connections.*2 of 4 were open at the same time: /);
      });
    },
  );
}
