import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isUnpacked, SERVER_NAMES, unpackedDirectory } from './installed.ts';
import { createAccount, createInstanceFiles, readLog } from './instance-files.ts';
import type { PortBlock } from './ports.ts';
import { claimPorts } from './ports.ts';
import { whyNoJail } from './privileges.ts';
import { configureProftpd } from './proftpd.ts';
import { configurePureFtpd } from './pure-ftpd.ts';
import { configurePyftpdlib } from './pyftpdlib.ts';
import { becomesReady, startProcess } from './server-process.ts';
import type { Account, Launch, RealServer, RealServerOptions, ServerName, Setup } from './types.ts';
import { configureVsftpd } from './vsftpd.ts';

export type { RealServer, RealServerOptions, ServerName };
export { SERVER_NAMES };

const ATTEMPTS = 5;
const PORT_TAKEN = /address already in use|could not bind/i;

// vsftpd needs PAM rules and a system user; ProFTPD and Pure-FTPd need root for chroot.
const needsJail = (name: ServerName): boolean => name !== 'pyftpdlib';

/** Why a server can't run here, as the reason to skip a test; `undefined` if it can. */
export function whyUnavailable(name: ServerName): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg')) {
    return `${name} runs on Debian and Ubuntu only`;
  }
  if (!isUnpacked(name)) {
    return `${name} is not unpacked: run node scripts/install-test-servers.ts`;
  }
  const problem = needsJail(name) ? whyNoJail() : undefined;
  return problem === undefined ? undefined : `${name} ${problem}`;
}

/** Starts a server with an empty login directory and waits until it listens. */
export async function startRealServer(
  name: ServerName,
  options: RealServerOptions,
): Promise<RealServer> {
  const reason = whyUnavailable(name);
  if (reason !== undefined) throw new Error(reason);
  if (options.clientCa !== undefined && name !== 'proftpd') {
    throw new Error(`${name} doesn't support client certificates here: use proftpd`);
  }
  const account = await createAccount();
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryStart(name, options, account);
    if ('server' in result) return result.server;
    // Another process has taken a port of the block since it was checked: try the next block.
    if (attempt === ATTEMPTS || !PORT_TAKEN.test(result.log)) {
      throw new Error(`${name} does not start:\n${result.log}`);
    }
  }
}

async function tryStart(
  name: ServerName,
  options: RealServerOptions,
  account: Account,
): Promise<{ server: RealServer } | { log: string }> {
  await using stack = new AsyncDisposableStack();
  const ports = stack.use(await claimPorts());
  const files = await createInstanceFiles(account, options);
  // Until the supervisor runs, nothing else removes them.
  stack.defer(() => rm(files.directory, { recursive: true, force: true }));
  const address = options.network?.address ?? '127.0.0.1';
  const unpacked = unpackedDirectory(name);
  const setup: Setup = { options, account, address, ports, unpacked, ...files };
  const launch = withOwnDisk(await configure(name, setup), setup);
  const jailed = needsJail(name) || options.diskBytes !== undefined;
  stack.use(await startProcess(launch, setup.directory, jailed, options.network));
  if (!(await becomesReady(ports.control, setup.directory, options.network))) {
    return { log: await allLogs(setup.directory) };
  }
  return { server: describeServer(name, setup, launch, stack.move()) };
}

/** Gives the login directory a file system of its own, which only exists in the mount namespace of the server. */
function withOwnDisk(launch: Launch, { account, options, root }: Setup): Launch {
  if (options.diskBytes === undefined) return launch;
  const mountOptions = `size=${options.diskBytes},uid=${account.uid},gid=${account.gid},mode=755`;
  const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"';
  return { ...launch, command: ['sh', '-c', script, 'sh', mountOptions, root, ...launch.command] };
}

function configure(name: ServerName, setup: Setup): Promise<Launch> {
  const writeConfiguration = async (text: string): Promise<string> => {
    const path = join(setup.directory, 'etc', `${name}.conf`);
    await writeFile(path, text);
    return path;
  };
  switch (name) {
    case 'vsftpd':
      return configureVsftpd(setup, writeConfiguration);
    case 'proftpd':
      return configureProftpd(setup, writeConfiguration);
    case 'pure-ftpd':
      return configurePureFtpd(setup);
    case 'pyftpdlib':
      return configurePyftpdlib(setup);
  }
}

function describeServer(
  name: ServerName,
  setup: Setup,
  launch: Launch,
  parts: AsyncDisposableStack,
): RealServer {
  const { account, address, directory, ports, root } = setup;
  const sessionLog = join(directory, 'logs', launch.sessions.file);
  return {
    name,
    host: address,
    port: ports.control,
    passivePorts: passivePorts(ports),
    username: account.username,
    password: account.password,
    root,
    log: () => allLogs(directory),
    async controlConnections() {
      return (await readLog(sessionLog)).match(launch.sessions.line)?.length ?? 0;
    },
    async adoptFiles() {
      if (process.getuid?.() !== 0) return;
      await promisify(execFile)('chown', ['-R', `${account.uid}:${account.gid}`, root]);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

function passivePorts({ firstPassive, lastPassive }: PortBlock): number[] {
  return Array.from({ length: lastPassive - firstPassive + 1 }, (_, index) => firstPassive + index);
}

async function allLogs(directory: string): Promise<string> {
  const logs = join(directory, 'logs');
  const names = await readdir(logs).catch(() => []);
  const texts = await Promise.all(names.map((name) => readLog(join(logs, name))));
  return names.map((name, index) => `--- ${name}\n${texts[index] ?? ''}`).join('\n');
}
