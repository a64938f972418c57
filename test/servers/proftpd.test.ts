import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createAuthority, type TestAuthority } from '../support/certificates.ts';
import { assertSameTree, createWorkspace, tree, type Workspace } from '../support/workspace.ts';
import { assertDelivered, deploy, needs, withServer } from './deployment.ts';
import { testServer } from './server-tests.ts';
import { siteWithSpecialNames } from './sites.ts';

testServer({ name: 'proftpd', modes: ['implicit', 'explicit'], failedLogin: /Login failed/g });

describe('proftpd with client certificates', needs('proftpd'), () => {
  const subject = { commonName: 'deployment', usage: 'client' } as const;
  let clients: TestAuthority;
  let site: Workspace;
  before(async () => {
    clients = await createAuthority({ commonName: 'Client Authority' });
    site = await createWorkspace(siteWithSpecialNames());
  });
  after(() => site[Symbol.asyncDispose]());

  test('leads to an error with tls-min-version when the server only supports TLSv1.2', async (t) => {
    const { cert, key } = await clients.issue(subject);
    await withServer(t, 'proftpd', { tls: 'TLSv1.2', clientCa: clients.cert }, async (server) => {
      const inputs = { 'tls-client-cert': cert, 'tls-client-key': key };
      const { exitCode, log } = await deploy(t, server, site, inputs);
      assert.equal(exitCode, 1, log);
      assert.match(log, /^::error .*::The TLS handshake .*"tls-min-version/m);
    });
  });

  for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`receives files with a client certificate and resumes every data connection (${tls})`, async (t) => {
      const { cert, key } = await clients.issue(subject);
      await withServer(t, 'proftpd', { tls, clientCa: clients.cert }, async (server) => {
        const inputs = { 'tls-client-cert': cert, 'tls-client-key': key, 'tls-min-version': tls };
        const deployment = await deploy(t, server, site, inputs);
        await assertDelivered(server, site, deployment, { tls });
        assert.equal(await server.controlConnections(), 1);
      });
    });

    test(`leads to an error with the inputs to set when the client certificate is missing or untrusted (${tls})`, async (t) => {
      const otherAuthority = await createAuthority({ commonName: 'Another Authority' });
      const { cert, key } = await otherAuthority.issue(subject);
      await withServer(t, 'proftpd', { tls, clientCa: clients.cert }, async (server) => {
        for (const inputs of [{}, { 'tls-client-cert': cert, 'tls-client-key': key }]) {
          const allInputs = { 'tls-min-version': tls, ...inputs };
          const { exitCode, log } = await deploy(t, server, site, allInputs);
          assert.equal(exitCode, 1, log);
          assert.match(
            log,
            /^::error .*::The .*client certificate.*"tls-client-cert".*"tls-client-key"/m,
          );
        }
        assertSameTree(await tree(server.root), new Map());
      });
    });
  }
});
