import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { searchPaths } from './installed.ts';
import type { Launch, Setup } from './types.ts';

/** Pure-FTPd with one virtual user. It logs only to the system log. */
export async function configurePureFtpd(setup: Setup): Promise<Launch> {
  if (setup.options.mode !== 'explicit') {
    throw new Error("Debian's pure-ftpd doesn't support implicit TLS: use mode 'explicit'");
  }
  const { directory, ports, unpacked } = setup;
  const environment = {
    ...searchPaths(unpacked),
    LC_ALL: 'C.UTF-8',
    OPENSSL_CONF: join(directory, 'openssl.cnf'),
  };
  const database = await createUserDatabase(setup, environment);
  return {
    command: [
      join(unpacked, 'usr/sbin/pure-ftpd'),
      '--ipv4only',
      `--bind=127.0.0.1,${ports.control}`,
      `--login=puredb:${database}`,
      '--noanonymous',
      '--dontresolve',
      '--tls=3',
      `--certfile=${join(directory, 'key-and-fullchain.pem')}`,
      `--passiveportrange=${ports.firstPassive}:${ports.lastPassive}`,
      '--chrooteveryone',
      `--pidfile=${join(directory, 'pure-ftpd.pid')}`,
      '--verboselog',
      ...(setup.options.settings ?? []),
    ],
    environment,
    sessions: { file: 'syslog.log', line: /New connection from/g },
  };
}

/**
 * Writes the virtual user with a crypt(3) hash: with the Argon2 hash of pure-pw, each login takes seconds.
 */
async function createUserDatabase(
  setup: Setup,
  environment: Record<string, string>,
): Promise<string> {
  const { account, directory, unpacked } = setup;
  const users = join(directory, 'pure-ftpd-users');
  const database = `${users}.pdb`;
  const { username, passwordHash, uid, gid } = account;
  const unsetLimits = ':'.repeat(12);
  const entry = `${username}:${passwordHash}:${uid}:${gid}::${setup.root}/./${unsetLimits}\n`;
  await writeFile(users, entry, { mode: 0o600 });
  await promisify(execFile)(join(unpacked, 'usr/bin/pure-pw'), ['mkdb', database, '-f', users], {
    env: environment,
  });
  return database;
}
