import { basicFtp } from './basic-ftp.ts';
import type { Contender } from './contender.ts';
import { curl } from './curl.ts';
import { ftpDeploy } from './ftp-deploy.ts';
import { lftp } from './lftp.ts';
import { ours } from './ours.ts';
import { rclone } from './rclone.ts';

export type { Command, Contender, Task } from './contender.ts';

/** Who can be measured, by name. A further setting of this action is one more line. */
export const CONTENDERS = {
  ours: ours(),
  'ours-atomic': ours({ publish: 'atomic' }),
  'basic-ftp': basicFtp,
  'ftp-deploy': ftpDeploy,
  lftp,
  curl,
  rclone,
} as const satisfies Readonly<Record<string, Contender>>;

/** The name of a contender. */
export type ContenderName = keyof typeof CONTENDERS;
