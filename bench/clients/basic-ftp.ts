import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from './client.ts';

const SCRIPT = join(import.meta.dirname, 'basic-ftp-upload.js');

/** basic-ftp, in a script that sends as few commands as possible. */
export const basicFtp: Client = {
  version: () => packageVersion('basic-ftp'),
  command({ host, port, username, password, ca, workload }) {
    const argv = [process.execPath, SCRIPT, host, String(port), workload.source, ca];
    return Promise.resolve({ argv, env: { LOGIN_NAME: username, LOGIN_PASSWORD: password } });
  },
};

/** The version of a package in `bench/node_modules`. */
export async function packageVersion(name: string): Promise<string> {
  const file = join(import.meta.dirname, '../node_modules', name, 'package.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
