import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { debianClient } from './debian.ts';

// rclone opens a control connection for each transfer and each checker.
const ONE_BY_ONE = ['--transfers=1', '--checkers=1', '--retries=1', '--low-level-retries=1'];

/** rclone, one file at a time. */
export const rclone = debianClient('rclone', async (program, task) => {
  const { host, port, username, password, ca, workload } = task;
  const { stdout } = await promisify(execFile)(program, ['obscure', password]);
  return {
    argv: [program, 'copy', workload.source, ':ftp:', '--config=/dev/null', ...ONE_BY_ONE],
    env: {
      RCLONE_FTP_HOST: host,
      RCLONE_FTP_PORT: String(port),
      RCLONE_FTP_USER: username,
      RCLONE_FTP_PASS: stdout.trim(),
      RCLONE_FTP_TLS: 'true',
      SSL_CERT_FILE: ca,
    },
  };
});
