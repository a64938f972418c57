/** Preflights of real servers; none may change the server's disk. */
import assert from 'node:assert/strict';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';

import type { RealServer, ServerName } from '../support/real-servers/index.ts';
import { SERVER_NAMES } from '../support/real-servers/index.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { deploy, needs, withServer } from './deployment.ts';

/** Capabilities that each server announces. */
const capabilities: Readonly<Record<ServerName, readonly RegExp[]>> = {
  vsftpd: [/^The server doesn't support checksums/m, /"preserve-mtime: true" uses MDTM/],
  proftpd: [/^"verify-uploads: checksum" compares checksums \(HASH SHA-512\)\.$/m, /\(MFMT\)/],
  'pure-ftpd': [/^The server doesn't support checksums/m, /\(MFMT\)/],
  pyftpdlib: [/^The server doesn't support checksums/m, /\(MFMT\)/],
};

/** Runs a preflight, and fails if it sends a command that changes something or if the disk has changed. */
async function preflight(
  t: TestContext,
  server: RealServer,
  inputs: Readonly<Record<string, string>> = {},
) {
  await using workspace = await createWorkspace();
  const before = await tree(server.root);
  const mode = server.name === 'pure-ftpd' ? 'explicit' : 'implicit';
  const allInputs = { 'tls-mode': mode, preflight: 'true', ...inputs };
  const run = await deploy(t, server, workspace, allInputs);
  assert.deepEqual(await tree(server.root), before);
  assert.doesNotMatch(run.transcript, / C: (STOR|APPE|MKD|RMD|DELE|RNFR|RNTO|MFMT|MDTM|SITE)\b/);
  const lines = run.log.match(/^[✔⚠✘–] .*$/gm) ?? [];
  return { ...run, lines, marks: lines.map((line) => line.charAt(0)).join('') };
}

for (const name of SERVER_NAMES) {
  for (const tls of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`a preflight passes all five checks on ${name} with ${tls}`, needs(name), async (t) => {
      const mode = name === 'pure-ftpd' ? 'explicit' : 'implicit';
      await withServer(t, name, { mode, tls }, async (server) => {
        await mkdir(path.join(server.root, 'my site'));
        await server.adoptFiles();
        const run = await preflight(t, server, { 'remote-dir': 'my site' });
        assert.equal(run.exitCode, 0, run.log);
        assert.equal(run.marks, '✔✔✔✔✔', run.log);
        const [network = '', security = '', login = '', directory = '', transfer = ''] = run.lines;
        assert.match(network, /Network +port \d+ is open$/);
        assert.ok(security.includes(` ${tls}; certificate of "CN=localhost", issued by "CN=`));
        assert.match(login, /Login +succeeded \(server: ".*", login directory: "\/.*"\)$/);
        assert.match(directory, /remote-dir +"my site" exists$/);
        const resumes = name !== 'pure-ftpd' || tls === 'TLSv1.2';
        const resumed = resumes
          ? /data connection opened, TLS session resumed$/
          : /the TLS session was not resumed, which this server doesn't require$/;
        assert.match(transfer, resumed);
        assert.match(run.log, /^Interrupted large uploads can be resumed \(REST STREAM\)\.$/m);
        assert.match(run.log, /^"verify-uploads: size" compares file sizes \(SIZE\)\.$/m);
        for (const capability of capabilities[name]) assert.match(run.log, capability);
        assert.equal(await server.controlConnections(), 1);
      });
    });
  }

  test(`a preflight reports each failure at its step on ${name}`, needs(name), async (t) => {
    const mode = name === 'pure-ftpd' ? 'explicit' : 'implicit';
    await withServer(t, name, { mode }, async (server) => {
      const password = await preflight(t, server, { password: 'wrong' });
      assert.equal(password.exitCode, 1);
      assert.equal(password.marks, '✔✔✘––', password.log);
      assert.match(password.lines[2] ?? '', /The login failed: 530 /);

      const authority = await preflight(t, server, { 'tls-ca': '' });
      assert.equal(authority.exitCode, 1);
      assert.equal(authority.marks, '✔✘–––', authority.log);
      assert.match(authority.lines[1] ?? '', /isn't trusted: its issuer .* is unknown\.$/);

      const other = mode === 'implicit' ? 'explicit' : 'implicit';
      const wrongMode = await preflight(t, server, { 'tls-mode': other, timeout: '2' });
      assert.equal(wrongMode.exitCode, 1);
      assert.equal(wrongMode.marks, mode === 'implicit' ? '✘––––' : '✔✘–––', wrongMode.log);
      assert.match(wrongMode.log, new RegExp(`^ +.*"tls-mode: ${mode}"`, 'm'));

      const missing = await preflight(t, server, { 'remote-dir': 'new/site' });
      assert.equal(missing.exitCode, 0, missing.log);
      assert.equal(missing.marks, '✔✔✔⚠✔', missing.log);
      assert.match(
        missing.lines[3] ?? '',
        /"new\/site" doesn't exist or isn't accessible \(550 .* will try to create it\./,
      );
    });
  });

  test(`a preflight warns about an inaccessible directory on ${name}`, needs(name), async (t) => {
    const mode = name === 'pure-ftpd' ? 'explicit' : 'implicit';
    await withServer(t, name, { mode }, async (server) => {
      const inaccessible = path.join(server.root, 'inaccessible');
      await mkdir(inaccessible);
      await chmod(inaccessible, 0o000);
      const run = await preflight(t, server, { 'remote-dir': 'inaccessible' });
      assert.equal(run.exitCode, 0, run.log);
      assert.equal(run.marks, '✔✔✔⚠✔', run.log);
      assert.match(
        run.lines[3] ?? '',
        /"inaccessible" doesn't exist or isn't accessible \(550 .*account's permissions\.$/,
      );
    });
  });
}
