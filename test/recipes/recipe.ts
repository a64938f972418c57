import assert from 'node:assert/strict';
import path from 'node:path';

import type { ActionRun } from '../support/action.ts';
import { runAction } from '../support/action.ts';
import type { TestCertificate } from '../support/certificates.ts';
import { createAuthority } from '../support/certificates.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import { startEmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import type { RealServer, RealServerOptions, ServerName } from '../support/real-servers/index.ts';
import { startRealServer } from '../support/real-servers/index.ts';
import type { Workspace } from '../support/workspace.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import type { Recipe } from './documents.ts';
import { anchor, findRecipes } from './documents.ts';
import type { Expressions } from './expressions.ts';
import { evaluate } from './expressions.ts';
import type { Network } from './network.ts';
import { networkEnvironment } from './network.ts';

/** What a recipe runs with; its `with:` block is exactly that of the document. */
export interface RecipeFixture {
  readonly workspace: Workspace;
  readonly network: Network;
  readonly expressions: Expressions;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The CA that the runs trust like a public one. */
export const authority = await createAuthority();

/** The default account. */
export const account = { username: 'deploy', password: 'correct horse & "battery"' } as const;

/** Values of the secrets that most recipes use. */
export function secretsOf({ username, password }: { username: string; password: string }) {
  return { 'secrets.FTP_USERNAME': username, 'secrets.FTP_PASSWORD': password };
}

/** The recipe under the heading whose anchor is the name of the test file. */
export async function recipeOf(testFile: string): Promise<Recipe> {
  const name = path.basename(testFile, '.test.ts');
  const recipes = (await findRecipes()).filter(({ heading }) => anchor(heading) === name);
  const [recipe, ...others] = recipes;
  assert.ok(recipe !== undefined, `no document has a recipe under the heading of ${name}`);
  assert.deepEqual(others, [], `several recipes are under the heading of ${name}`);
  return recipe;
}

/** The step's `with:` as the runner passes it: as text, with expressions evaluated. */
export function inputsOf(recipe: Recipe, expressions: Expressions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recipe.step.with ?? {}).map(([name, value]) => [
      name,
      evaluate(String(value), expressions),
    ]),
  );
}

/** Runs the bundled action with the inputs of a recipe. */
export async function runRecipe(recipe: Recipe, fixture: RecipeFixture): Promise<ActionRun> {
  await using trust = await createWorkspace({ 'ca.pem': authority.cert });
  return await runAction({
    workspace: fixture.workspace.path,
    inputs: inputsOf(recipe, fixture.expressions),
    env: {
      ...networkEnvironment(fixture.network),
      NODE_EXTRA_CA_CERTS: path.join(trust.path, 'ca.pem'),
      ...fixture.env,
    },
  });
}

/** A certificate for a host name that every server accepts. */
export function certificateFor(name: string): Promise<TestCertificate> {
  return authority.issue({ commonName: name, dnsNames: [name], keyType: 'rsa' });
}

/** Starts an embedded server with a certificate for a host name. */
export async function embeddedServer(
  hostName: string,
  root: Workspace,
  options: Partial<EmbeddedServerOptions> = {},
): Promise<EmbeddedServer> {
  const certificate = await certificateFor(hostName);
  return await startEmbeddedServer({ root: root.path, certificate, ...account, ...options });
}

/** Starts a real server with a certificate for a host name. */
export async function realServer(
  server: ServerName,
  hostName: string,
  options: Partial<RealServerOptions> = {},
): Promise<RealServer> {
  const certificate = { ...(await certificateFor(hostName)), chain: authority.cert };
  return await startRealServer(server, { certificate, ...options });
}

/** Fails unless the run succeeded and the remote directory has the same files as the local one. */
export async function assertDeployed(run: ActionRun, local: string, remote: string): Promise<void> {
  assert.equal(run.exitCode, 0, run.log);
  assertSameTree(await tree(remote), await tree(local));
}
