import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { selfSigned } from '../support/certificates.ts';
import { skipWithout } from '../support/real-server-fixture.ts';
import { startRealServer } from '../support/real-servers/index.ts';
import { createWorkspace } from '../support/workspace.ts';
import {
  account,
  assertDeployed,
  runRecipe,
  embeddedServer,
  recipeOf,
  secretsOf,
} from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const network = (port: number) => ({ 'files.example.com:990': port });
const files = { 'site/index.html': 'hello' };
const certificate = await selfSigned({ commonName: 'nas', keyType: 'rsa' });

/** The pin that the error suggests. */
function suggestedPin(log: string): string {
  const pin = /tls-pin: (sha256\/\/\S+?)(?=%0A|\s|$)/.exec(log)?.[1];
  assert.ok(pin !== undefined, log);
  return pin;
}

test('the recipe for self-signed certificates deploys with the pin that the first error suggests', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer('-', root, { certificate });
  const fixture = { workspace, network: network(server.port) };

  const unset = { ...secretsOf(account), 'vars.FTPS_PIN': '' };
  await using rejected = await runRecipe(recipe, { ...fixture, expressions: unset });
  assert.equal(rejected.exitCode, 1, rejected.log);
  assert.equal(server.clientText, '');
  assert.ok(rejected.log.includes(certificate.fingerprint256), rejected.log);

  const pinned = { ...secretsOf(account), 'vars.FTPS_PIN': suggestedPin(rejected.log) };
  await using run = await runRecipe(recipe, { ...fixture, expressions: pinned });
  await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'www'));
});

test(
  'the recipe for self-signed certificates deploys to pyftpdlib',
  { skip: skipWithout('pyftpdlib') },
  async () => {
    await using workspace = await createWorkspace(files);
    await using server = await startRealServer('pyftpdlib', { certificate });
    const expressions = {
      ...secretsOf(server),
      'vars.FTPS_PIN': `sha256//${certificate.spkiSha256}`,
    };
    await using run = await runRecipe(recipe, {
      workspace,
      network: network(server.port),
      expressions,
    });
    await assertDeployed(run, path.join(workspace.path, 'site'), path.join(server.root, 'www'));
  },
);

test('the recipe for self-signed certificates accepts two pins while the certificate is replaced', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  const next = await selfSigned({ commonName: 'nas' });
  const pins = [certificate, next].map(({ spkiSha256 }) => `sha256//${spkiSha256}`).join('\n');
  const expressions = { ...secretsOf(account), 'vars.FTPS_PIN': pins };
  for (const current of [certificate, next]) {
    await using server = await embeddedServer('-', root, { certificate: current });
    await using run = await runRecipe(recipe, {
      workspace,
      network: network(server.port),
      expressions,
    });
    await assertDeployed(run, path.join(workspace.path, 'site'), path.join(root.path, 'www'));
  }
});

/** Runs a command beside the server of this process, and returns its output. */
async function runShell(command: string, cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd });
  return stdout;
}

/** The shell commands of the page, in their order. */
async function commands(): Promise<string[]> {
  const page = path.join(import.meta.dirname, '../../docs/self-signed-certificates.md');
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, command = '']) => command);
}

const hasOpenssl = spawnSync('sh', ['-c', 'openssl version']).status === 0;

for (const mode of ['implicit', 'explicit'] as const) {
  test(
    `docs/self-signed-certificates.md prints the pins of a server with ${mode} TLS`,
    { skip: !hasOpenssl && 'openssl is not available' },
    async () => {
      await using directory = await createWorkspace();
      await using root = await createWorkspace();
      await using server = await embeddedServer('-', root, { certificate, mode });
      const [implicit = '', explicit = '', publicKey = '', fingerprint = ''] = await commands();
      const run = async (command: string) => {
        const address = command.replace(/-connect \S+/, `-connect ${server.host}:${server.port}`);
        return await runShell(address, directory.path);
      };
      await run(mode === 'implicit' ? implicit : explicit);
      assert.equal(await run(publicKey), `sha256//${certificate.spkiSha256}\n`);
      assert.ok((await run(fingerprint)).endsWith(`=${certificate.fingerprint256}\n`));
    },
  );
}
