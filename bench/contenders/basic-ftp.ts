import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from './contender.ts';

const PACKAGE = join(import.meta.dirname, '../node_modules/basic-ftp/package.json');

/** basic-ftp, in a script that uses it as sparingly as it allows. */
export const basicFtp: Contender = {
  async version() {
    return (JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string }).version;
  },
  command({ host, port, username, password, ca, workload }) {
    const script = join(import.meta.dirname, 'basic-ftp-upload.js');
    const argv = [process.execPath, script, host, String(port), workload.source, ca];
    return Promise.resolve({ argv, env: { LOGIN_NAME: username, LOGIN_PASSWORD: password } });
  },
};
