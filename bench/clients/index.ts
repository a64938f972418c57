import { basicFtp } from './basic-ftp.ts';
import type { Client } from './client.ts';
import { curl } from './curl.ts';
import { ftpDeploy } from './ftp-deploy.ts';
import { lftp } from './lftp.ts';
import { ours } from './ours.ts';
import { rclone } from './rclone.ts';

export type { Client, Command, Task } from './client.ts';

/** All clients by name. Names that start with `ours` are this action with different inputs. */
export const CLIENTS = {
  ours: ours(),
  'ours-atomic': ours({ publish: 'atomic' }),
  'ours-4': ours({ connections: '4' }),
  'basic-ftp': basicFtp,
  'ftp-deploy': ftpDeploy,
  lftp,
  curl,
  rclone,
} as const satisfies Readonly<Record<string, Client>>;

/** The name of a client. */
export type ClientName = keyof typeof CLIENTS;
