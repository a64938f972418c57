import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonFor, searchPaths } from './installed.ts';
import { writeSecret } from './instance-files.ts';
import type { Launch, Setup } from './types.ts';
import { OUTPUT_LOG } from './server-process.ts';

const PROGRAM = join(import.meta.dirname, 'pyftpd_server.py');

/** pyftpdlib, which performs commands during a transfer and needs no root. */
export async function configurePyftpdlib(setup: Setup): Promise<Launch> {
  const { account, address, directory, options, ports, root, unpacked } = setup;
  const settings = join(directory, 'pyftpdlib.json');
  const certificate = join(directory, 'key-and-fullchain.pem');
  await writeSecret(
    settings,
    JSON.stringify({
      host: address,
      port: ports.control,
      passive: [ports.firstPassive, ports.lastPassive],
      implicit: options.mode !== 'explicit',
      versions: options.tls === undefined ? ['TLSv1.2', 'TLSv1.3'] : [options.tls, options.tls],
      certificate,
      username: account.username,
      password: account.password,
      root,
      settings: Object.fromEntries((options.settings ?? []).map(parseSetting)),
    }),
  );
  const serve = [pythonFor(unpacked), '-u', '-W', 'ignore', PROGRAM, settings];
  return {
    command: await asLoginUser(setup, [settings, certificate], serve),
    environment: {
      ...searchPaths(unpacked),
      LC_ALL: 'C.UTF-8',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    sessions: { file: OUTPUT_LOG, line: /^control connection from/gm },
  };
}

function parseSetting(setting: string): readonly [string, unknown] {
  const [name = '', value = ''] = setting.split('=');
  return [name, JSON.parse(value)];
}

/** Runs the command as the owner of the files: pyftpdlib can't change its user. */
async function asLoginUser(
  setup: Setup,
  files: readonly string[],
  command: readonly string[],
): Promise<string[]> {
  const { uid, gid } = setup.account;
  if (process.getuid?.() !== 0) return [...command];
  for (const file of files) await chown(file, uid, gid);
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...command];
}
