import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender, Task } from './contender.ts';
import { peerVersion, unpackedPeer } from './unpacked.ts';

/** lftp, one file after another, with the settings that made it quickest: commands not waited for, no ALLO, no times. */
export const lftp: Contender = {
  version: () => peerVersion('lftp'),
  async command(task) {
    const script = join(task.scratch, 'script');
    await writeFile(script, lftpScript(task), { mode: 0o600 });
    const { program, env } = unpackedPeer('lftp');
    return { argv: [program, '--norc', '-f', script], env };
  },
};

function lftpScript({ host, port, username, password, ca, workload }: Task): string {
  const pattern = workload.directories > 0 ? '*/*' : '*';
  return `set cmd:fail-exit yes
set ssl:ca-file ${ca}
set net:max-retries 2
set net:timeout 60
set net:reconnect-interval-base 2
set net:reconnect-interval-multiplier 1
set ftp:sync-mode off
set ftp:use-allo no
set ftp:use-site-utime no
set ftp:use-site-utime2 no
open -u ${username},${password} ftps://${host}:${port}
lcd ${workload.source}
mput -d ${pattern}
bye
`;
}
