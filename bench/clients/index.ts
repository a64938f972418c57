import { basicFtp } from './basic-ftp.ts';
import type { Client } from './client.ts';
import { curl } from './curl.ts';
import { ftpDeploy } from './ftp-deploy.ts';
import { lftp, lftp4, lftp4Fast, lftpMirror } from './lftp.ts';
import { ours } from './ours.ts';
import { rclone, rclone4, rcloneSync } from './rclone.ts';

export type { Client, Command, Task } from './client.ts';

/** All clients by name. Names that start with `ours` are this action with different inputs. */
export const CLIENTS = {
  ours: ours(),
  'ours-atomic': ours({ publish: 'atomic' }),
  'ours-sync': ours({ sync: 'changed', 'delete-removed': 'true' }),
  'ours-4': ours({ connections: '4' }),
  'ours-8': ours({ connections: '8' }),
  'basic-ftp': basicFtp,
  'ftp-deploy': ftpDeploy,
  lftp,
  curl,
  rclone,
  'lftp-4': lftp4,
  'lftp-4-fast': lftp4Fast,
  'rclone-4': rclone4,
  'lftp-mirror': lftpMirror,
  'rclone-sync': rcloneSync,
} as const satisfies Readonly<Record<string, Client>>;

/** The name of a client. */
export type ClientName = keyof typeof CLIENTS;
