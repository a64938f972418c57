import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workload } from '../workloads.ts';
import type { Client } from './client.ts';
import { debianClient } from './debian.ts';

/** Pipelined commands, no ALLO, no modification times. */
const FASTEST = `set ftp:sync-mode off
set ftp:use-allo no
set ftp:use-site-utime no
set ftp:use-site-utime2 no
`;

/** lftp, one file at a time, with the fastest settings. */
export const lftp = lftpClient(
  ({ source, directories }) => `lcd ${source}\nmput -d ${directories > 0 ? '*/*' : '*'}`,
);

/** lftp, which compares the sizes of all files: a checkout resets their times. */
export const lftpMirror = lftpClient(
  ({ source }) => `mirror --reverse --delete --ignore-time --no-perms --parallel=4 ${source} .`,
);

/** lftp, four files at a time, as people run it. */
export const lftp4 = lftpClient(({ source }) => `mirror -R -P 4 ${source} .`, '');

/** lftp, four files at a time, with the fastest settings. */
export const lftp4Fast = lftpClient(({ source }) => `mirror -R -P 4 --no-perms ${source} .`);

function lftpClient(commands: (workload: Workload) => string, settings = FASTEST): Client {
  return debianClient('lftp', async (program, task) => {
    const { host, port, username, password, ca, workload } = task;
    const script = `set cmd:fail-exit yes
set ssl:ca-file ${ca}
set net:max-retries 2
set net:timeout 60
set net:reconnect-interval-base 2
set net:reconnect-interval-multiplier 1
${settings}open -u ${username},${password} ftps://${host}:${port}
${commands(workload)}
bye
`;
    const file = join(task.scratch, 'script');
    await writeFile(file, script, { mode: 0o600 });
    return { argv: [program, '--norc', '-f', file] };
  });
}
