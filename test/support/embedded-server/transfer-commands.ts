import { constants, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { PassiveListener, passivePort } from '../passive-listener.ts';
import type { Command, CommandScope } from './command.ts';
import { retrieve, status } from './download.ts';
import { list } from './listing.ts';
import type { CommandOverride } from './options.ts';
import { Upload } from './upload.ts';

const epsv: Command = async (scope, argument) => {
  if (argument.toUpperCase() === 'ALL') return '200 EPSV ALL ok.';
  const port = await openPort(scope);
  return `229 Entering Extended Passive Mode (|||${port}|)`;
};

const pasv: Command = async (scope) => {
  const { host = '127.0.0.1' } = scope.server.options;
  if (host !== '127.0.0.1') return '425 Use EPSV over IPv6.';
  const port = await openPort(scope);
  return `227 Entering Passive Mode (127,0,0,1,${passivePort(port)}).`;
};

const rest: Command = ({ login }, argument) => {
  if (!/^\d+$/.test(argument)) return '501 Bad offset.';
  login.restartAt = Number(argument);
  return `350 Restart position accepted (${argument}).`;
};

/** Passive listening, uploads, downloads and listings. */
export const transferCommands: Readonly<Record<string, Command>> = {
  EPSV: epsv,
  PASV: pasv,
  REST: rest,
  STOR: (scope, argument) => store(scope, 'STOR', argument),
  APPE: (scope, argument) => store(scope, 'APPE', argument),
  RETR: retrieve,
  STAT: status,
  LIST: list,
  MLSD: list,
  ABOR: () => '226 ABOR successful.', // the upload was stopped on arrival of the command
};

/** Opens a new port and closes the one before it, with the running upload of an asynchronous server. */
async function openPort({ login, server }: CommandScope): Promise<number> {
  await login.upload?.forget();
  await login.passive?.close();
  const passive = await PassiveListener.open(server.options.host ?? '127.0.0.1');
  login.passive = passive;
  login.listeners.add(passive);
  void passive.connection().then((socket) => {
    socket?.once('close', () => login.listeners.delete(passive));
  });
  return passive.port;
}

async function store(
  scope: CommandScope,
  verb: 'STOR' | 'APPE',
  argument: string,
): Promise<CommandOverride> {
  const { login, server } = scope;
  const { passive, restartAt } = login;
  login.restartAt = 0;
  if (passive === undefined) return '425 Use PASV or EPSV first.';
  if (server.tls !== undefined && !login.dataProtected) {
    return '522 Data connections must be encrypted.';
  }
  const remotePath = login.resolve(argument);
  const file = await openFile(scope, remotePath, verb, restartAt);
  if (file === undefined) return '553 Could not create file.';
  login.passive = undefined;
  const context = { verb, path: remotePath, session: scope.number, count: ++server.uploads };
  const fault = server.options.onData?.(context) ?? {};
  const position = verb === 'STOR' ? restartAt : undefined;
  const upload = new Upload(scope, passive, file, position, fault);
  login.upload = upload;
  const final = await upload.run();
  if (login.upload === upload) login.upload = undefined;
  return final;
}

/** Opens and truncates the file before the data connection is open, as vsftpd does. */
async function openFile(
  { server }: CommandScope,
  remotePath: string,
  verb: 'STOR' | 'APPE',
  restartAt: number,
): Promise<FileHandle | undefined> {
  const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants;
  const whole = restartAt > 0 ? 0 : O_TRUNC;
  try {
    const local = await server.root.locate(remotePath);
    return await open(local, O_WRONLY | O_CREAT | (verb === 'APPE' ? O_APPEND : whole));
  } catch {
    return undefined;
  }
}
