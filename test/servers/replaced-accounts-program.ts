/**
 * Logs in to a real server before and after the account files in /etc are replaced, as installing a package does. Runs
 * in a mount namespace whose /etc is a copy.
 */
import { copyFile, rename } from 'node:fs/promises';

import { authority, start } from '../support/real-server-fixture.ts';
import { loggedInClient } from '../support/target.ts';

await using server = await start('vsftpd');
const { host, port, username, password } = server;
const target = { host, port, username, password, ca: authority.cert };

await (await loggedInClient(target)).quit();
for (const name of ['passwd', 'group', 'shadow']) {
  await copyFile(`/etc/${name}`, `/etc/${name}.new`);
  await rename(`/etc/${name}.new`, `/etc/${name}`);
}
await (await loggedInClient(target)).quit();
