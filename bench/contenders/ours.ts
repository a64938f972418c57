import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inputVariables } from '../../test/support/action.ts';
import type { Contender, Task } from './contender.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const FILE_COMMANDS = ['OUTPUT', 'STEP_SUMMARY', 'STATE', 'ENV', 'PATH'];

/**
 * This action, as a runner starts it.
 *
 * @param inputs - What differs from the defaults of `action.yml`.
 */
export function ours(inputs: Readonly<Record<string, string>> = {}): Contender {
  return {
    async version() {
      const text = await readFile(join(PROJECT, 'package.json'), 'utf8');
      return `${(JSON.parse(text) as { version: string }).version}, Node ${process.versions.node}`;
    },
    async command(task) {
      return {
        argv: [process.execPath, join(PROJECT, 'dist/index.js')],
        env: {
          ...(await runnerVariables(task)),
          ...(await inputVariables({
            server: task.host,
            port: String(task.port),
            username: task.username,
            password: task.password,
            files: `${task.workload.source}/**`,
            'tls-ca': task.ca,
            ...inputs,
          })),
        },
      };
    },
  };
}

async function runnerVariables({ scratch, workload }: Task): Promise<Record<string, string>> {
  const files = FILE_COMMANDS.map((name) => [`GITHUB_${name}`, join(scratch, name)] as const);
  for (const [, path] of files) await writeFile(path, '');
  return {
    ...Object.fromEntries(files),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workload.source,
    RUNNER_TEMP: scratch,
  };
}
