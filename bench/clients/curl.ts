import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debianClient } from './debian.ts';

/** curl, with all files in one invocation, so that it keeps its control connection. */
export const curl = debianClient('curl', async (program, task) => {
  const { host, port, username, password, ca, workload } = task;
  const uploads = [...workload.tree.keys()].flatMap((file) => [
    `upload-file = "${join(workload.source, file)}"`,
    `url = "ftps://${host}:${port}/${file}"`,
  ]);
  const login = [`user = "${username}:${password}"`, `cacert = "${ca}"`];
  const options = ['ssl-reqd', 'ftp-create-dirs', 'fail-early', 'no-progress-meter'];
  const config = join(task.scratch, 'config');
  await writeFile(config, [...login, ...options, ...uploads, ''].join('\n'), { mode: 0o600 });
  return { argv: [program, '-q', '-K', config] };
});
