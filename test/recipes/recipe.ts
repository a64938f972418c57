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
import { inNetwork } from './network.ts';

/** The world in which a recipe runs. Its `with:` block stays what the document says. */
export interface World {
  readonly workspace: Workspace;
  readonly network: Network;
  readonly expressions: Expressions;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The authority that every runner here trusts, as it trusts those that hosters buy certificates from. */
export const authority = await createAuthority();

/** The account that the recipes log in with unless they name another. */
export const account = { username: 'deploy', password: 'correct horse & "battery"' } as const;

/** Values for the secrets that most recipes use. */
export function secretsOf({ username, password }: { username: string; password: string }) {
  return { 'secrets.FTP_USERNAME': username, 'secrets.FTP_PASSWORD': password };
}

/** The recipe that a test file is named after: the one under the heading with that anchor. */
export async function recipeOf(testFile: string): Promise<Recipe> {
  const name = path.basename(testFile, '.test.ts');
  const recipes = (await findRecipes()).filter(({ heading }) => anchor(heading) === name);
  const [recipe, ...others] = recipes;
  assert.ok(recipe !== undefined, `no document has a recipe under a heading for ${name}`);
  assert.deepEqual(others, [], `more than one recipe under a heading for ${name}`);
  return recipe;
}

/** Inputs as the runner passes them: the step's `with:`, expressions replaced and everything made text. */
export function inputsOf(recipe: Recipe, expressions: Expressions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recipe.step.with ?? {}).map(([name, value]) => [
      name,
      evaluate(String(value), expressions),
    ]),
  );
}

/** Runs the built action with exactly the inputs of a recipe. */
export async function cook(recipe: Recipe, world: World): Promise<ActionRun> {
  await using trust = await createWorkspace({ 'ca.pem': authority.cert });
  return await runAction({
    workspace: world.workspace.path,
    inputs: inputsOf(recipe, world.expressions),
    env: {
      ...inNetwork(world.network),
      NODE_EXTRA_CA_CERTS: path.join(trust.path, 'ca.pem'),
      ...world.env,
    },
  });
}

/** A certificate for a host name, of a kind that every server takes. */
export function certificateFor(name: string): Promise<TestCertificate> {
  return authority.issue({ commonName: name, dnsNames: [name], keyType: 'rsa' });
}

/** Starts an embedded server that shows a certificate for a host name. */
export async function embeddedServer(
  hostName: string,
  root: Workspace,
  options: Partial<EmbeddedServerOptions> = {},
): Promise<EmbeddedServer> {
  const certificate = await certificateFor(hostName);
  return await startEmbeddedServer({ root: root.path, certificate, ...account, ...options });
}

/** Starts a real server that shows a certificate for a host name. */
export async function realServer(
  server: ServerName,
  hostName: string,
  options: Partial<RealServerOptions> = {},
): Promise<RealServer> {
  const certificate = { ...(await certificateFor(hostName)), chain: authority.cert };
  return await startRealServer(server, { certificate, ...options });
}

/** Fails unless the run went well and a directory on the server holds the same as a local one, and nothing else. */
export async function assertDeployed(run: ActionRun, local: string, remote: string): Promise<void> {
  assert.equal(run.exitCode, 0, run.log);
  assertSameTree(await tree(remote), await tree(local));
}
