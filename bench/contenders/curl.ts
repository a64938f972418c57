import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender, Task } from './contender.ts';
import { peerVersion, unpackedPeer } from './unpacked.ts';

/** curl, all files in one invocation, which keeps the control connection. */
export const curl: Contender = {
  version: () => peerVersion('curl'),
  async command(task) {
    const settings = join(task.scratch, 'settings');
    await writeFile(settings, curlSettings(task), { mode: 0o600 });
    const { program, env } = unpackedPeer('curl');
    return { argv: [program, '-q', '-K', settings], env };
  },
};

function curlSettings({ host, port, username, password, ca, workload }: Task): string {
  const uploads = [...workload.tree.keys()].flatMap((file) => [
    `upload-file = "${join(workload.source, file)}"`,
    `url = "ftps://${host}:${port}/${file}"`,
  ]);
  const settings = [
    `user = "${username}:${password}"`,
    `cacert = "${ca}"`,
    'ssl-reqd',
    'ftp-create-dirs',
    'fail-early',
    'no-progress-meter',
  ];
  return `${[...settings, ...uploads].join('\n')}\n`;
}
