import { Client } from 'basic-ftp';

import { authority } from '../../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../../support/embedded-server/embedded-server.ts';
import type { FaultCase } from '../fault-case.ts';
import { withFaultyServer } from '../faulty-server.ts';
import { timeoutOf } from '../run-case.ts';
import type { Site } from '../site.ts';
import type { Comparable } from './outcome.ts';

/** Milliseconds after which a run that has not ended counts as failed. */
const patienceMs = 30_000;

/**
 * Uploads the same files with basic-ftp, one by one under their final names, with the same time limit. It has no
 * retries, no verification and no temporary names, and does not claim to: the first error ends the run.
 */
export async function runBasicFtp(faultCase: FaultCase, site: Site): Promise<Comparable> {
  const { value, script, disk } = await withFaultyServer(faultCase, site, async (server) => {
    const client = new Client(timeoutOf(faultCase));
    const hanging = Promise.withResolvers<false>();
    const late = setTimeout(hanging.resolve, patienceMs, false);
    try {
      return await Promise.race([uploadAll(client, server, site), hanging.promise]);
    } catch {
      return false;
    } finally {
      clearTimeout(late);
      client.close();
    }
  });
  return { reportsSuccess: value, isMet: script.strikes > 0, disk };
}

async function uploadAll(client: Client, server: EmbeddedServer, site: Site): Promise<true> {
  await client.access({
    host: server.host,
    port: server.port,
    user: 'deploy',
    password: 'secret',
    secure: 'implicit',
    secureOptions: { ca: authority.cert, host: 'localhost', servername: 'localhost' },
  });
  for (const directory of site.plan.directories) {
    await client.ensureDir(`/${directory}`);
    await client.cd('/');
  }
  for (const { localPath, remotePath } of site.plan.uploads) {
    await client.uploadFrom(localPath, remotePath);
  }
  return true;
}
