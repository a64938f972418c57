import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageVersion } from './basic-ftp.ts';
import type { Client } from './client.ts';

/** The version of Node that the action is written for. With Node 24, it doesn't resume TLS sessions. */
const NODE = join(import.meta.dirname, '../node_modules/node/bin/node');
const SCRIPT = join(import.meta.dirname, 'ftp-deploy-upload.js');

/** The library of SamKirkland/FTP-Deploy-Action, called the way that action calls it. */
export const ftpDeploy: Client = {
  version: () => packageVersion('@samkirkland/ftp-deploy'),
  async command({ host, port, username, password, ca, workload, scratch }) {
    // It keeps a state file next to the uploaded files, both locally and on the server.
    const source = join(scratch, 'source');
    await promisify(execFile)('cp', ['--archive', '--link', workload.source, source]);
    return {
      argv: [NODE, SCRIPT, host, String(port), source],
      env: { LOGIN_NAME: username, LOGIN_PASSWORD: password, NODE_EXTRA_CA_CERTS: ca },
      extraFiles: ['.ftp-deploy-sync-state.json'],
    };
  },
};
