import { createPrivateKey } from 'node:crypto';
import path from 'node:path';
import { test } from 'node:test';

import { skipWithout } from '../support/real-server-fixture.ts';
import { createWorkspace } from '../support/workspace.ts';
import {
  account,
  assertDeployed,
  authority,
  runRecipe,
  embeddedServer,
  realServer,
  recipeOf,
  secretsOf,
} from './recipe.ts';

const recipe = await recipeOf(import.meta.filename);
const hostName = 'inbound.partner.example';
const client = await authority.issue({ commonName: 'us', usage: 'client', keyType: 'rsa' });
const passphrase = 'open: "sesame"';
const key = createPrivateKey(client.key).export({
  ...{ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase },
});
// `openssl pkcs12` writes the attributes of the bag before the PEM text.
const bag = 'Bag Attributes\n    friendlyName: us\nsubject=CN = us\n\n';
const secrets = {
  'secrets.PARTNER_CERTIFICATE': bag + client.cert,
  'secrets.PARTNER_KEY': bag + String(key),
  'secrets.PARTNER_KEY_PASSPHRASE': passphrase,
};
const files = { 'out/orders.csv': '1;2' };

test('the recipe for a client certificate deploys with an encrypted key', async () => {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await embeddedServer(hostName, root, { clientCa: authority.cert });
  const network = { [`${hostName}:990`]: server.port };
  const expressions = { ...secretsOf(account), ...secrets };
  await using run = await runRecipe(recipe, { workspace, network, expressions });
  await assertDeployed(run, path.join(workspace.path, 'out'), path.join(root.path, 'inbound'));
});

test(
  'the recipe for a client certificate deploys to proftpd',
  { skip: skipWithout('proftpd') },
  async () => {
    await using workspace = await createWorkspace(files);
    await using server = await realServer('proftpd', hostName, { clientCa: authority.cert });
    const network = { [`${hostName}:990`]: server.port };
    const expressions = { ...secretsOf(server), ...secrets };
    await using run = await runRecipe(recipe, { workspace, network, expressions });
    await assertDeployed(run, path.join(workspace.path, 'out'), path.join(server.root, 'inbound'));
  },
);
