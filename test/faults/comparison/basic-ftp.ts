import path from 'node:path';

import { Client } from 'basic-ftp';

import type { Job } from './job.ts';

/**
 * Uploads the files as the documentation of basic-ftp shows: `access`, `ensureDir`, `uploadFrom`, `close`. basic-ftp has
 * no retries, verification or temporary names; the first error ends the run.
 */
export async function uploadWithBasicFtp({ plan, server, ca, timeoutMs }: Job): Promise<void> {
  const client = new Client(timeoutMs);
  try {
    await client.access({
      host: server.host,
      port: server.port,
      user: 'deploy',
      password: 'secret',
      secure: 'implicit',
      secureOptions: { ca, host: 'localhost', servername: 'localhost' },
    });
    for (const directory of plan.directories) {
      await client.ensureDir(path.posix.join('/', directory));
      await client.cd('/');
    }
    for (const { localPath, remotePath } of plan.uploads) {
      await client.uploadFrom(localPath, remotePath);
    }
  } finally {
    client.close();
  }
}
