/** Checks and prepares the machine for the benchmark. */
import { execFile, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installTestServers, unpackPackages } from '../scripts/install-test-servers.ts';
import { createAuthority } from '../test/support/certificates.ts';
import type { RealServerOptions } from '../test/support/real-servers/index.ts';
import { DEBIAN_CLIENTS, DEBIAN_CLIENTS_DIRECTORY } from './clients/debian.ts';
import { SERVER_ADDRESSES } from './network.ts';

const run = promisify(execFile);

/** Installs servers and clients into the project. Returns what failed, in sentences. */
export async function install(): Promise<string[]> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return ['Run the benchmark as root on Linux, because it creates network namespaces.'];
  }
  const sets = DEBIAN_CLIENTS.map((name) => ({ name, packages: [name] }));
  const problems = [
    await installTestServers(),
    await unpackPackages(sets, DEBIAN_CLIENTS_DIRECTORY),
  ].flatMap((problem) => problem ?? []);
  const changedAt = (file: string) =>
    statSync(join(import.meta.dirname, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json'))
    return problems;
  const npm = spawnSync('npm', ['ci'], { cwd: import.meta.dirname, stdio: 'inherit' });
  return npm.status === 0 ? problems : [...problems, 'npm ci failed in bench.'];
}

/** What all runs need. */
export interface Environment extends AsyncDisposable {
  readonly certificate: RealServerOptions['certificate'];
  /** Path of the certificate authority's PEM file. */
  readonly ca: string;
  /** Paths of the programs in `native/`. */
  readonly stopwatch: string;
  readonly wan: string;
}

/**
 * Compiles the programs and creates a certificate. All files are kept in memory, so that no disk is measured. The memory is
 * freed when the mount namespace of this process ends.
 */
export async function createEnvironment(): Promise<Environment> {
  setPriority(-15);
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', directory]);
  // Servers and workspaces are created in the directory for temporary files.
  process.env['TMPDIR'] = directory;
  const authority = await createAuthority();
  const ca = join(directory, 'ca.pem');
  await writeFile(ca, authority.cert);
  const ipAddresses = Object.values(SERVER_ADDRESSES);
  const leaf = { commonName: 'localhost', ipAddresses, keyType: 'rsa' } as const;
  return {
    certificate: { ...(await authority.issue(leaf)), chain: authority.cert },
    ca,
    stopwatch: await compile('stopwatch', directory),
    wan: await compile('wan', directory),
    async [Symbol.asyncDispose]() {
      await run('umount', ['--lazy', directory]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function compile(name: string, directory: string): Promise<string> {
  const program = join(directory, name);
  const source = join(import.meta.dirname, 'native', `${name}.c`);
  await run('cc', ['-O2', '-Wall', '-pthread', '-o', program, source]);
  return program;
}
