import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import {
  STAMP_FILE,
  unpackedDirectory,
  type Stamp,
} from '../../test/support/real-servers/installed.ts';
import type { ServerName } from '../../test/support/real-servers/index.ts';

/** The machine in a line. */
export async function describeMachine(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8');
  const system = /^PRETTY_NAME="(.*)"$/m.exec(release)?.[1] ?? 'Linux';
  const processors = os.cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const memory = (os.totalmem() / 1024 ** 3).toFixed(0);
  return `${processors.length} × ${model}, ${memory} GiB, ${system}, kernel ${os.release()}`;
}

/** A server's version, by the package that it came in. */
export async function serverVersion(name: ServerName): Promise<string> {
  const stamp = await readFile(join(unpackedDirectory(name), STAMP_FILE), 'utf8');
  // A package's file is called `name_version_architecture.deb`.
  const packages = (JSON.parse(stamp) as Stamp).packages.map((file) => file.split('_'));
  const own = packages.find(([known = '']) => known.includes(name));
  return decodeURIComponent(own?.[1] ?? 'unknown version');
}
