import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender } from './contender.ts';

const PACKAGE = join(import.meta.dirname, '../node_modules/@samkirkland/ftp-deploy/package.json');

/** The library behind SamKirkland/FTP-Deploy-Action, called by a script as that action does. */
export const ftpDeploy: Contender = {
  async version() {
    return (JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string }).version;
  },
  async command({ host, port, username, password, ca, workload, scratch }) {
    const script = join(import.meta.dirname, 'ftp-deploy-upload.js');
    // It keeps its state in a file next to the others, here and on the server.
    const source = join(scratch, 'source');
    await promisify(execFile)('cp', ['--archive', '--link', workload.source, source]);
    return {
      argv: [process.execPath, script, host, String(port), source],
      env: { LOGIN_NAME: username, LOGIN_PASSWORD: password, NODE_EXTRA_CA_CERTS: ca },
      leaves: ['.ftp-deploy-sync-state.json'],
    };
  },
};
