import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Client } from './client.ts';
import { debianClient } from './debian.ts';

// rclone opens a control connection for each transfer and each checker.
const ONE_BY_ONE = ['--transfers=1', '--checkers=1', '--retries=1', '--low-level-retries=1'];

/** rclone, one file at a time. */
export const rclone = rcloneClient('copy', ONE_BY_ONE);

/** rclone, four files at a time. */
export const rclone4 = rcloneClient('copy', ['--transfers=4', '--checkers=4', '--retries=1']);

/** rclone, which compares the sizes of all files: a checkout resets their times. */
export const rcloneSync = rcloneClient('sync', ['--size-only', '--transfers=4', '--checkers=8']);

function rcloneClient(command: string, options: readonly string[]): Client {
  return debianClient('rclone', async (program, task) => {
    const { host, port, username, password, ca, workload } = task;
    const { stdout } = await promisify(execFile)(program, ['obscure', password]);
    return {
      argv: [program, command, workload.source, ':ftp:', '--config=/dev/null', ...options],
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
}
