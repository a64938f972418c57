/**
 * Runs random histories of incremental deployments, and interrupts every command of a deployment, over a server in memory.
 *
 *     npm run histories             2,000 random histories
 *     npm run histories -- 50000    another number
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [count = '2000'] = process.argv.slice(2);
const tests = new URL('../test/deploy/sync/model.test.ts', import.meta.url);
const { status } = spawnSync(process.execPath, ['--test', fileURLToPath(tests)], {
  stdio: 'inherit',
  env: { ...process.env, SYNC_HISTORIES: count },
});
process.exitCode = status ?? 1;
