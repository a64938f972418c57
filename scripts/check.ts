/**
 * Runs all checks: `npm run check`. The linter needs one processor for as long as the other static checks together, so they
 * run at the same time. Then the tests use all processors.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a script of package.json. */
async function run(script: string): Promise<void> {
  const child = spawn(`npm run --silent ${script}`, { shell: true, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  console.error(`npm run ${script} failed.`);
  process.exitCode = 1;
}

await Promise.all(['lint', 'check:others'].map(run));
if (process.exitCode === undefined) await run('test');
