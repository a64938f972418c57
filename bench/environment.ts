import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAuthority } from '../test/support/certificates.ts';
import type { LaneOptions } from './lane.ts';
import { buildPrograms } from './native.ts';
import { hasNetem } from './network/netem.ts';
import { WorkloadStore } from './workloads.ts';

/** What all runs need. */
export interface Environment extends AsyncDisposable, LaneOptions {
  readonly workloads: WorkloadStore;
  /** Path of the certificate authority's PEM file. */
  readonly ca: string;
}

const PRIORITY = -15;
const ADDRESSES = ['127.0.0.1', '10.77.0.1'];

/**
 * Prepares the machine. All files lie in memory, so that no disk is measured. This process must have a mount namespace of
 * its own: with it goes the memory, however it ends.
 */
export async function createEnvironment(): Promise<Environment> {
  await takePrecedence();
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', directory]);
  stack.defer(() => run('umount', ['--lazy', directory]));
  // Servers and workspaces are made where temporary files go.
  process.env['TMPDIR'] = directory;
  const programs = await buildPrograms(directory);
  const authority = await createAuthority();
  const ca = join(directory, 'ca.pem');
  await writeFile(ca, authority.cert);
  const leaf = { commonName: 'localhost', ipAddresses: ADDRESSES, keyType: 'rsa' } as const;
  const certificate = { ...(await authority.issue(leaf)), chain: authority.cert };
  const delayKind = (await hasNetem()) ? 'netem' : 'forwarder';
  const workloads = stack.use(new WorkloadStore());
  const parts = stack.move();
  return {
    programs,
    delayKind,
    certificate,
    ca,
    workloads,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/**
 * Puts servers and clients before whatever else runs on the machine. The kernel weighs sessions first and processes only
 * within them, where it groups by session at all.
 */
async function takePrecedence(): Promise<void> {
  setPriority(PRIORITY);
  await writeFile('/proc/self/autogroup', String(PRIORITY)).catch(() => undefined);
}

async function run(program: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(program, args);
}
