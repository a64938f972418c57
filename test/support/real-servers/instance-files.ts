import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loginIds } from './privileges.ts';
import type { Account, RealServerOptions } from './types.ts';

const LOGIN_NAME = 'deploy';

/** The PAM service of the servers that use PAM. */
export const PAM_SERVICE = 'test-server';

/** Creates the directory of one server instance with the files that every server needs. */
export async function createInstanceFiles(
  account: Account,
  options: RealServerOptions,
): Promise<{ directory: string; root: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'ftp-server-'));
  try {
    // The login user must be able to enter it; keys have their own permissions.
    await chmod(directory, 0o755);
    const root = join(directory, 'root');
    for (const name of ['etc', 'etc/pam.d', 'logs', 'empty', 'root']) {
      await mkdir(join(directory, name), { mode: 0o755 });
    }
    if (process.getuid?.() === 0) await chown(root, account.uid, account.gid);
    await writeAccounts(directory, account);
    await writeCertificates(directory, options);
    await writeFile(join(directory, 'openssl.cnf'), opensslConfiguration(options));
    return { directory, root };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Creates an account with a random password. */
export async function createAccount(): Promise<Account> {
  const password = randomBytes(12).toString('hex');
  const salt = `$6$${randomBytes(8).toString('hex')}$`;
  // Every Debian has Perl, but not every one has the openssl program.
  const perl = ['-e', 'print crypt($ARGV[0], $ARGV[1])', password, salt];
  const { stdout } = await promisify(execFile)('perl', perl);
  return { username: LOGIN_NAME, password, passwordHash: stdout, ...loginIds() };
}

/** Writes a file that only the owner can read, as servers require for keys and passwords. */
export async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
}

/** Creates a log file that the tests can read: some servers make theirs readable for root only. */
export async function createLog(directory: string, name: string): Promise<string> {
  const path = join(directory, 'logs', name);
  await writeFile(path, '', { flag: 'a', mode: 0o644 });
  return path;
}

async function writeAccounts(directory: string, account: Account): Promise<void> {
  const { username, uid, gid } = account;
  const etc = join(directory, 'etc');
  const home = join(directory, 'root');
  // Users that the servers run as. cspell:ignore nobody
  const passwd = [
    'root:x:0:0::/root:/bin/sh',
    'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin',
    `${username}:x:${uid}:${gid}::${home}:/bin/sh`,
  ];
  const groups = ['root:x:0:', 'nogroup:x:65534:', `${username}:x:${gid}:`];
  const shadow = ['root:*:19000::::::', `${username}:${account.passwordHash}:19000::::::`];
  const lines = (entries: readonly string[]): string => `${entries.join('\n')}\n`;
  await writeFile(join(etc, 'passwd'), lines(passwd));
  await writeFile(join(etc, 'group'), lines(groups));
  await writeSecret(join(etc, 'shadow'), lines(shadow));
  // Only these files: other sources, such as systemd, may be slow or know other users.
  await writeFile(
    join(etc, 'nsswitch.conf'),
    lines(['passwd: files', 'group: files', 'shadow: files', 'hosts: files']),
  );
  await writeFile(join(etc, 'hosts'), '127.0.0.1 localhost\n');
  await writeFile(
    join(etc, 'pam.d', PAM_SERVICE),
    // Without nodelay, a wrong password takes two seconds.
    lines([
      'auth required pam_unix.so nodelay',
      'account required pam_unix.so',
      'session required pam_permit.so',
    ]),
  );
}

async function writeCertificates(directory: string, options: RealServerOptions): Promise<void> {
  const { cert, key, chain } = options.certificate;
  const certificates = [cert, ...(chain === undefined ? [] : [chain])].map(endLine).join('');
  await writeFile(join(directory, 'certificate.pem'), endLine(cert));
  await writeFile(join(directory, 'fullchain.pem'), certificates);
  await writeSecret(join(directory, 'key.pem'), endLine(key));
  await writeSecret(join(directory, 'key-and-fullchain.pem'), endLine(key) + certificates);
  if (chain !== undefined) await writeFile(join(directory, 'chain.pem'), endLine(chain));
  if (options.clientCa !== undefined) {
    await writeFile(join(directory, 'client-ca.pem'), endLine(options.clientCa));
  }
}

/** Sets the TLS versions for servers without a setting for them. */
function opensslConfiguration(options: RealServerOptions): string {
  return `openssl_conf = main
[main]
ssl_conf = ssl
[ssl]
system_default = versions
[versions]
MinProtocol = ${options.tls ?? 'TLSv1.2'}
MaxProtocol = ${options.tls ?? 'TLSv1.3'}
`;
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** Reads a log file; empty if it doesn't exist yet. */
export async function readLog(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
