/**
 * Measures the built action against other clients.
 *
 *     npm run bench -- W1 --rtt 40 --server proftpd --only ours,basic-ftp --repeat 1
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installTestServers } from './install-test-servers.ts';

const main = join(import.meta.dirname, '..', 'bench', 'main.ts');

if (process.getuid?.() !== 0) {
  console.error('The benchmark makes network namespaces: run it as root, on Linux.');
  process.exit(1);
}
const servers = await installTestServers();
if (servers.outcome === 'unavailable') throw new Error(servers.reason);
const args = ['--mount', '--', process.execPath, main, ...process.argv.slice(2)];
const child = spawn('unshare', args, { stdio: 'inherit' });
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => child.kill(name));
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
