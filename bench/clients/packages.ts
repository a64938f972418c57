/** The clients that are npm packages, in `bench/node_modules`. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from './client.ts';

const PACKAGES = join(import.meta.dirname, '../node_modules');
/** The version of Node that the action is written for. With Node 24, it doesn't resume TLS sessions. */
const FTP_DEPLOY_NODE = join(PACKAGES, 'node/bin/node');

/** basic-ftp, in a script that sends as few commands as possible. */
export const basicFtp: Client = {
  version: () => packageVersion('basic-ftp'),
  command({ host, port, username, password, ca, workload }) {
    const script = join(import.meta.dirname, 'basic-ftp-upload.js');
    const argv = [process.execPath, script, host, String(port), workload.source, ca];
    return Promise.resolve({ argv, env: { LOGIN_NAME: username, LOGIN_PASSWORD: password } });
  },
};

/** The library of SamKirkland/FTP-Deploy-Action, called the way that action calls it. */
export const ftpDeploy: Client = {
  version: () => packageVersion('@samkirkland/ftp-deploy'),
  async command({ host, port, username, password, ca, workload, scratch }) {
    const script = join(import.meta.dirname, 'ftp-deploy-upload.js');
    // It keeps a state file next to the uploaded files, both locally and on the server.
    const source = join(scratch, 'source');
    await promisify(execFile)('cp', ['--archive', '--link', workload.source, source]);
    return {
      argv: [FTP_DEPLOY_NODE, script, host, String(port), source],
      env: { LOGIN_NAME: username, LOGIN_PASSWORD: password, NODE_EXTRA_CA_CERTS: ca },
      extraFiles: ['.ftp-deploy-sync-state.json'],
    };
  },
};

async function packageVersion(name: string): Promise<string> {
  const text = await readFile(join(PACKAGES, name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
