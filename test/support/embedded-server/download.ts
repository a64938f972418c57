import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { Command } from './command.ts';
import { mayBeUsed, secureData } from './data-tls.ts';

const broken = '426 Failure writing network stream.';

/** Sends a file over the data connection. */
export const retrieve: Command = async (scope, argument) => {
  const { login, server } = scope;
  const { passive } = login;
  if (passive === undefined) return '425 Use PASV or EPSV first.';
  if (server.tls !== undefined && !login.dataProtected) {
    return '522 Data connections must be encrypted.';
  }
  const bytes = await readFile(await server.root.locate(login.resolve(argument)));
  login.passive = undefined;
  await scope.say('150 Opening BINARY mode data connection.');
  const raw = await passive.connection();
  if (raw === undefined) return broken;
  server.dataConnections++;
  const data = await secureData(scope, raw);
  if (data === undefined) return '425 Unable to build data connection: TLS handshake failed.';
  if (!mayBeUsed(scope, data)) {
    data.end().resume();
    return '522 SSL connection failed: session reuse required';
  }
  data.resume();
  try {
    await pipeline([bytes], data);
    return '226 Transfer complete.';
  } catch {
    return broken;
  }
};

/** Lists a directory in the reply, as vsftpd does: a missing one looks empty. */
export const status: Command = async ({ login, server }, argument) => {
  if (argument === '') return ['211-FTP server status:', '211 End of status'];
  const directory = await server.root.locate(login.resolve(argument));
  const names = await readdir(directory).catch((): string[] => []);
  const lines = names.map(async (name) => {
    const found = await stat(path.join(directory, name));
    const mode = found.isDirectory() ? 'drwxr-xr-x' : '-rw-r--r--';
    return `${mode}    1 2001     2001     ${String(found.size).padStart(8)} Feb 03  2001 ${name}`;
  });
  return ['213-Status follows:', ...(await Promise.all(lines)), '213 End of status'];
};
