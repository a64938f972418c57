import { readdir } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import type { Command } from './command.ts';
import { mayBeUsed, secureData } from './data-tls.ts';

/** Sends the names of a directory's files over the data connection. */
export const list: Command = async (scope, argument) => {
  const { login, server } = scope;
  const { passive } = login;
  if (passive === undefined) return '425 Use PASV or EPSV first.';
  if (server.tls !== undefined && !login.dataProtected) {
    return '522 Data connections must be encrypted.';
  }
  const names = await readdir(await server.root.locate(login.resolve(argument)));
  login.passive = undefined;
  await scope.say('150 Here comes the directory listing.');
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
    await pipeline(server.options.endlessListings === true ? endless() : lines(names), data);
    return '226 Directory send OK.';
  } catch {
    return broken;
  }
};

const broken = '426 Failure writing network stream.';

function* lines(names: readonly string[]): Generator<string> {
  for (const name of names) yield `${name}\r\n`;
}

function* endless(): Generator<Buffer, never> {
  const chunk = Buffer.alloc(64 * 1024, 'endless\r\n');
  for (;;) yield chunk;
}
