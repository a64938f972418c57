import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loginIds } from './privileges.ts';
import type { Account, RealServerOptions } from './types.ts';

const LOGIN_NAME = 'deploy';

/** The private PAM service of the servers that ask PAM. */
export const PAM_SERVICE = 'test-server';

/** Makes the directory of one server instance, with all that does not depend on which server it is. */
export async function createInstanceFiles(
  account: Account,
  options: RealServerOptions,
): Promise<{ directory: string; root: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'ftp-server-'));
  try {
    // The login user must be able to pass through; keys are protected one by one.
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

/** Invents a password and hashes it. */
export async function createAccount(): Promise<Account> {
  const password = randomBytes(12).toString('hex');
  const salt = `$6$${randomBytes(8).toString('hex')}$`;
  // Perl is on every Debian; the openssl program is not.
  const perl = ['-e', 'print crypt($ARGV[0], $ARGV[1])', password, salt];
  const { stdout } = await promisify(execFile)('perl', perl);
  return { username: LOGIN_NAME, password, passwordHash: stdout, ...loginIds() };
}

/** Writes a file that only the owner may read, as servers demand of keys and password files. */
export async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
}

/** Creates a log file that the tests may read: some servers create theirs for root's eyes only. */
export async function createLog(directory: string, name: string): Promise<string> {
  const path = join(directory, 'logs', name);
  await writeFile(path, '', { flag: 'a', mode: 0o644 });
  return path;
}

async function writeAccounts(directory: string, account: Account): Promise<void> {
  const { username, uid, gid } = account;
  const etc = join(directory, 'etc');
  const home = join(directory, 'root');
  // root and nobody are what the servers run as or drop to.
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
  await writeFile(
    join(etc, 'pam.d', PAM_SERVICE),
    // Without nodelay a wrong password costs two seconds.
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

/** Chooses the TLS versions for servers that have no setting for it. */
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

/** Reads a log file, which a server may not have begun yet. */
export async function readLog(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
