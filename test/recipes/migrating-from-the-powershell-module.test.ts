import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { selfSigned } from '../support/certificates.ts';
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
const certificate = await selfSigned({ commonName: 'intranet' });
const pin = (base64: string) => ({ 'vars.FTPS_PIN': `sha256//${base64}` });

test('the recipe for the PowerShell module uploads a file to a server with a self-signed certificate', async () => {
  await using workspace = await createWorkspace({ 'ExampleFile.txt': 'example' });
  await using root = await createWorkspace();
  await using server = await embeddedServer('-', root, { certificate });
  const network = { '192.0.2.4:990': server.port };
  const expressions = { ...secretsOf(account), ...pin(certificate.spkiSha256) };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  const remote = path.join(root.path, 'FTPServerArchive/InboundFileDirectory');
  await assertDeployed(run, workspace.path, remote);
});

test('the recipe for the PowerShell module rejects another self-signed certificate', async () => {
  await using workspace = await createWorkspace({ 'ExampleFile.txt': 'example' });
  await using root = await createWorkspace();
  const other = await selfSigned({ commonName: 'intranet' });
  await using server = await embeddedServer('-', root, { certificate: other });
  const network = { '192.0.2.4:990': server.port };
  const expressions = { ...secretsOf(account), ...pin(certificate.spkiSha256) };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  assert.equal(run.exitCode, 1, run.log);
  assert.equal(server.clientText, '');
});
