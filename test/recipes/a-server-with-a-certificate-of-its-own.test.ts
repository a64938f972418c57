import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { selfSigned } from '../support/certificates.ts';
import { skipWithout } from '../support/real-server-fixture.ts';
import { startRealServer } from '../support/real-servers/index.ts';
import { createWorkspace } from '../support/workspace.ts';
import { account, assertDeployed, cook, embeddedServer, recipeOf, secretsOf } from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const network = (port: number) => ({ 'files.example.com:990': port });
const files = { 'site/index.html': 'hello' };
const certificate = await selfSigned({ commonName: 'nas', keyType: 'rsa' });

/** The pin in the line that the error offers. */
function offeredPin(log: string): string {
  const pin = /tls-pin: (sha256\/\/\S+?)(?=%0A|\s|$)/.exec(log)?.[1];
  assert.ok(pin !== undefined, log);
  return pin;
}

test('a server of its own is refused without a pin, and trusted with the one that the error shows', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer('-', root, { certificate });
  const world = { workspace, network: network(server.port) };

  const unset = { ...secretsOf(account), 'vars.FTPS_PIN': '' };
  await using refused = await cook(recipe, { ...world, expressions: unset });
  assert.equal(refused.exitCode, 1, refused.log);
  assert.equal(server.clientText, '');
  assert.ok(refused.log.includes(certificate.fingerprint256), refused.log);

  const pinned = { ...secretsOf(account), 'vars.FTPS_PIN': offeredPin(refused.log) };
  await using run = await cook(recipe, { ...world, expressions: pinned });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'www'));
});

test('a server of its own with pyftpdlib', { skip: skipWithout('pyftpdlib') }, async () => {
  await using workspace = await createWorkspace(files);
  await using server = await startRealServer('pyftpdlib', { certificate });
  const expressions = {
    ...secretsOf(server),
    'vars.FTPS_PIN': `sha256//${certificate.spkiSha256}`,
  };
  await using run = await cook(recipe, { workspace, network: network(server.port), expressions });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(server.root, 'www'));
});

test('two pins are both taken while a certificate changes', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  const next = await selfSigned({ commonName: 'nas' });
  const pins = [certificate, next].map(({ spkiSha256 }) => `sha256//${spkiSha256}`).join('\n');
  const expressions = { ...secretsOf(account), 'vars.FTPS_PIN': pins };
  for (const shown of [certificate, next]) {
    await using server = await embeddedServer('-', root, { certificate: shown });
    await using run = await cook(recipe, { workspace, network: network(server.port), expressions });
    await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'www'));
  }
});
