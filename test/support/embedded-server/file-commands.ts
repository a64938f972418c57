import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, rename, rmdir, stat, unlink, utimes } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import type { Command, CommandScope } from './command.ts';

const pwd: Command = ({ login }) => {
  const directory = login.directory.replaceAll('/', login.separator);
  return `257 "${directory.replaceAll('"', '""')}"`;
};

const cwd: Command = async (scope, argument) => {
  if (!(await stat(await local(scope, argument))).isDirectory()) return '550 Not a directory.';
  scope.login.directory = scope.login.resolve(argument);
  return '250 Directory successfully changed.';
};

const mkd: Command = async (scope, argument) => {
  await mkdir(await local(scope, argument));
  return `257 "${scope.login.resolve(argument).replaceAll('"', '""')}" created`;
};

const size: Command = async (scope, argument) => {
  const found = await stat(await local(scope, argument));
  return found.isFile() ? `213 ${found.size}` : '550 Not a plain file.';
};

/** Returns the modification time, or sets it if a time precedes the name, as vsftpd does. */
const mdtm: Command = async (scope, argument) => {
  const [, time, name] = /^(\d{14}) (.+)$/.exec(argument) ?? [];
  if (time === undefined || name === undefined) {
    const found = await stat(await local(scope, argument));
    return found.isFile() ? `213 ${timeText(found.mtime)}` : '550 Not a plain file.';
  }
  await setTime(await local(scope, name), time);
  return '213 File modification time set.';
};

const mfmt: Command = async (scope, argument) => {
  const [, time, name] = /^(\d{14}) (.+)$/.exec(argument) ?? [];
  if (time === undefined || name === undefined) return '501 Bad arguments.';
  await setTime(await local(scope, name), time);
  return `213 Modify=${time}; ${name}`;
};

const renameFrom: Command = async (scope, argument) => {
  const file = await local(scope, argument);
  await stat(file);
  scope.login.renameFrom = file;
  return '350 Ready for RNTO.';
};

const renameTo: Command = async (scope, argument) => {
  const { login, server } = scope;
  const { renameFrom: from } = login;
  if (from === undefined) return '503 RNFR required first.';
  login.renameFrom = undefined;
  const to = await local(scope, argument);
  if (server.options.windowsNames === true && existsSync(to)) {
    return '550 Cannot create a file when that file already exists.';
  }
  await rename(from, to);
  return '250 Rename successful.';
};

const hash: Command = async (scope, argument) => {
  const file = await local(scope, argument);
  const { size: sizeBytes } = await stat(file);
  return `213 SHA-256 0-${sizeBytes} ${await sha256(file)} ${argument}`;
};

const site: Command = async (scope, argument) => {
  const [, mode = '', name = ''] = /^CHMOD ([0-7]{3,4}) (.+)$/i.exec(argument) ?? [];
  if (mode === '') return '500 Unknown SITE command.';
  await chmod(await local(scope, name), Number.parseInt(mode, 8));
  return '200 SITE CHMOD command ok.';
};

/** Commands for files and directories without a data connection. Errors are replied to with 550. */
export const fileCommands: Readonly<Record<string, Command>> = {
  PWD: pwd,
  CWD: cwd,
  MKD: mkd,
  RMD: async (scope, argument) => {
    await rmdir(await local(scope, argument));
    return '250 Directory removed.';
  },
  DELE: async (scope, argument) => {
    await unlink(await local(scope, argument));
    return '250 File deleted.';
  },
  SIZE: size,
  SITE: site,
  MDTM: mdtm,
  MFMT: mfmt,
  RNFR: renameFrom,
  RNTO: renameTo,
  HASH: hash,
  XSHA256: async (scope, argument) => {
    const digest = await sha256(await local(scope, argument));
    return `250 ${digest.toUpperCase()}`;
  },
};

function local({ login, server }: CommandScope, argument: string): Promise<string> {
  return server.root.locate(login.resolve(argument));
}

async function sha256(file: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), digest);
  return digest.digest('hex');
}

/** `YYYYMMDDhhmmss` in UTC (RFC 3659 section 2.3). */
function timeText(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(0, 14);
}

async function setTime(file: string, text: string): Promise<void> {
  const iso = text.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
  await utimes(file, new Date(iso), new Date(iso));
}
