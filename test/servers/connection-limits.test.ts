/** Servers that have as many sessions as they allow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deployWorkspace } from '../support/deployment.ts';
import { modeOf } from '../support/real-server-fixture.ts';
import type { ServerName } from '../support/real-servers/index.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { authority, deploy, needs, openSession, withServer } from './deployment.ts';

/** How each server limits the sessions of one client; with implicit TLS, they say it before TLS, unencrypted. */
const limits: readonly { readonly name: ServerName; readonly settings: readonly string[] }[] = [
  { name: 'vsftpd', settings: ['max_per_ip=1'] },
  { name: 'pyftpdlib', settings: ['max_cons_per_ip=1'] },
  { name: 'pure-ftpd', settings: ['--maxclientsperip=1'] },
];

for (const { name, settings } of limits) {
  const mode = modeOf(name);

  test(
    `a run succeeds when ${name} has reached its limit of sessions and another one ends`,
    needs(name),
    async (t) => {
      await using files = await createWorkspace({ 'index.html': 'hello' });
      await withServer(t, name, { mode, settings }, async (server) => {
        const other = await openSession(server);
        const target = { ...server, ca: authority.cert, mode };
        const { result, retried } = await deployWorkspace(files, target, {
          retries: 8,
          firstPauseMs: 10,
          observer: {
            retrying: () => {
              other.end();
            },
          },
        });
        assert.equal(result.error, undefined, retried.join('\n'));
        assert.match(retried[0] ?? '', /421 /);
        assertSameTree(await tree(server.root), await tree(files.path));
      });
    },
  );

  test(
    `the error names the connection limit when ${name} has reached it`,
    needs(name),
    async (t) => {
      await using files = await createWorkspace({ 'index.html': 'hello' });
      await withServer(t, name, { mode, settings }, async (server) => {
        using _other = await openSession(server);
        const run = await deploy(t, server, files, { 'tls-mode': mode, retries: '0' });
        assert.equal(run.exitCode, 1, run.log);
        assert.match(run.log, /^::error .*::.*421 /m);
        assert.match(run.log, /connection limit/);
        assert.doesNotMatch(run.log, /tls-mode: (implicit|explicit)/);
      });
    },
  );
}

const proftpdLimits = [
  { setting: 'MaxClientsPerHost 1', words: /530 .*maximum number of clients/ },
  { setting: 'MaxConnectionsPerHost 1', words: /530 .*maximum number of connections/ },
];

for (const { setting, words } of proftpdLimits) {
  test(
    `the error names the connection limit when proftpd has reached ${setting}, and the password isn't sent again`,
    needs('proftpd'),
    async (t) => {
      await using files = await createWorkspace({ 'index.html': 'hello' });
      await withServer(t, 'proftpd', { settings: [setting] }, async (server) => {
        using other = await openSession(server);
        await other.login(server.username, server.password);
        const run = await deploy(t, server, files, { retries: '1' });
        assert.equal(run.exitCode, 1, run.log);
        assert.match(run.log, words);
        assert.match(run.log, /connection limit/);
        const passwords = run.transcript.match(/ C: PASS /g)?.length ?? 0;
        assert.equal(passwords, setting.includes('Clients') ? 1 : 0, run.transcript);
      });
    },
  );
}
