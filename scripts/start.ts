/**
 * Runs the action from source, with the inputs of `.env.example` and `.env`, and shows its log, its outputs and its job
 * summary:
 *
 *     npm start               against the server of `npm run server`, if `.env` names no other
 *     npm start -- --debug    also shows every command and reply
 *
 * The current directory is the workspace. The manifest, the transcript and the job summary are kept in `.demo/run`.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { showRun } from './readable-run.ts';

const demoCa = '.demo/ca.pem';
const prefix = 'INPUT_';
const directory = resolve('.demo', 'run');

/** The inputs in the environment, by their names in `action.yml`. */
const inputs: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value = '']) => [name.slice(prefix.length).toLowerCase(), value]),
);
if (inputs['tls-ca'] === demoCa && !existsSync(demoCa)) {
  console.error('There is no server yet: start it with "npm run server" in another terminal.\n');
}
// The action cancels itself at Ctrl+C, as on a runner. Its outputs are shown afterwards.
process.on('SIGINT', () => undefined);

await mkdir(directory, { recursive: true });
await using run = await showRun({
  inputs,
  workspace: resolve('.'),
  entry: 'src/index.ts',
  env: { RUNNER_TEMP: directory },
  onStart: (child) => {
    process.once('SIGTERM', () => {
      child.kill('SIGTERM');
    });
  },
});
const summaryFile = resolve(directory, 'summary.md');
await writeFile(summaryFile, run.summary);
console.log(`\nAs Markdown: ${summaryFile}`);
process.exitCode = run.exitCode ?? 1;
