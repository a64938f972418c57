import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Contender } from './contender.ts';
import { peerVersion, unpackedPeer } from './unpacked.ts';

// One transfer and one checker: rclone opens a control connection for each of them.
const ONE_BY_ONE = ['--transfers=1', '--checkers=1', '--retries=1', '--low-level-retries=1'];

/** rclone, one file after another. */
export const rclone: Contender = {
  version: () => peerVersion('rclone', 'version'),
  async command({ host, port, username, password, ca, workload }) {
    const { program, env } = unpackedPeer('rclone');
    const { stdout } = await promisify(execFile)(program, ['obscure', password], { env });
    return {
      argv: [program, 'copy', workload.source, ':ftp:', '--config=/dev/null', ...ONE_BY_ONE],
      env: {
        ...env,
        RCLONE_FTP_HOST: host,
        RCLONE_FTP_PORT: String(port),
        RCLONE_FTP_USER: username,
        RCLONE_FTP_PASS: stdout.trim(),
        RCLONE_FTP_TLS: 'true',
        SSL_CERT_FILE: ca,
      },
    };
  },
};
