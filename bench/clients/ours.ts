import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inputVariables } from '../../test/support/action.ts';
import type { Client } from './client.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/**
 * This action, started the way a runner does.
 *
 * @param inputs - Inputs that differ from the defaults in `action.yml`.
 */
export function ours(inputs: Readonly<Record<string, string>> = {}): Client {
  return {
    async version() {
      const text = await readFile(join(PROJECT, 'package.json'), 'utf8');
      return `${(JSON.parse(text) as { version: string }).version}, Node ${process.versions.node}`;
    },
    async command({ host, port, username, password, ca, workload, scratch }) {
      const variables = ['OUTPUT', 'STEP_SUMMARY', 'STATE', 'ENV', 'PATH'].map(
        (name) => `GITHUB_${name}`,
      );
      for (const name of variables) await writeFile(join(scratch, name), '');
      const login = { server: host, port: String(port), username, password, 'tls-ca': ca };
      return {
        argv: [process.execPath, join(PROJECT, 'dist/index.js')],
        extraFiles: ['.htopen-ftps'],
        env: {
          ...Object.fromEntries(variables.map((name) => [name, join(scratch, name)])),
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_WORKSPACE: workload.source,
          RUNNER_TEMP: scratch,
          GITHUB_REPOSITORY: 'owner/site',
          GITHUB_REPOSITORY_ID: '1',
          ...(await inputVariables({ ...login, files: `${workload.source}/**`, ...inputs })),
        },
      };
    },
  };
}
