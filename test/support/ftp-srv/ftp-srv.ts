import { exec, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { certificate } from '../embedded-server-fixture.ts';
import { claimPorts } from '../real-servers/ports.ts';
import type { TargetServer } from '../target.ts';
import type { Workspace } from '../workspace.ts';

/** Settings of the server program. */
export interface FtpSrvSettings {
  readonly host: string;
  readonly port: number;
  readonly passive: { readonly first: number; readonly last: number };
  readonly username: string;
  readonly password: string;
  /** The login directory. */
  readonly root: string;
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

/** A running server with implicit TLS and the certificate of the embedded servers; disposal ends it. */
export interface FtpSrv extends TargetServer, AsyncDisposable {
  readonly passivePorts: readonly number[];
}

/**
 * Installs ftp-srv next to this file. It has a package of its own, because the project's packages must not include some
 * that it needs: they are no longer maintained, or run a script when they are installed.
 *
 * @returns Why that failed; `undefined` if it's installed.
 */
export async function installFtpSrv(): Promise<string | undefined> {
  const changedAt = (name: string) =>
    statSync(join(import.meta.dirname, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json'))
    return undefined;
  try {
    // The default pauses between attempts add up to a minute without a network.
    const command = 'npm ci --prefer-offline --fetch-retry-mintimeout=500 --fetch-retry-factor=2';
    await promisify(exec)(command, { cwd: import.meta.dirname });
    return undefined;
  } catch (error) {
    const [, reason = String(error)] = /^npm error (?:code )?(.*)$/m.exec(String(error)) ?? [];
    return `ftp-srv can't be installed: ${reason}`;
  }
}

/** Starts ftp-srv for a directory and waits until it listens. */
export async function startFtpSrv(root: Workspace): Promise<FtpSrv> {
  await using stack = new AsyncDisposableStack();
  const ports = stack.use(await claimPorts());
  const account = { username: 'deploy', password: randomBytes(12).toString('hex') };
  const settings: FtpSrvSettings = {
    host: '127.0.0.1',
    port: ports.control,
    passive: { first: ports.firstPassive, last: ports.lastPassive },
    ...account,
    root: root.path,
    key: certificate.key,
    cert: certificate.cert,
  };
  const program = join(import.meta.dirname, 'server.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  stack.defer(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const listening = once(createInterface(child.stdout), 'line');
  const result = await Promise.race([listening, ended]);
  if (result[0] !== 'listening') throw new Error(`ftp-srv does not start: ${result.join()}`);
  const parts = stack.move();
  const count = ports.lastPassive - ports.firstPassive + 1;
  return {
    host: settings.host,
    port: settings.port,
    ...account,
    passivePorts: Array.from({ length: count }, (_, index) => ports.firstPassive + index),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
