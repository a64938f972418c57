import type { ContenderName } from './contenders/index.ts';
import type { Row } from './rows.ts';

const all: readonly ContenderName[] = ['ours', 'basic-ftp', 'ftp-deploy', 'lftp', 'curl', 'rclone'];
const near = { rttMs: 0, tls: 'TLSv1.3' } as const;
const far = { rttMs: 40, tls: 'TLSv1.3' } as const;

/**
 * The rows of the whole table. Over the long way only those take part that are known to end in bearable time: what others
 * need there is in the tables of a single row (`npm run bench -- W1 --rtt 40`).
 */
export const PLAN: readonly Row[] = [
  {
    ...{ workload: 'W1', server: 'proftpd', ...far },
    contenders: ['ours', 'ours-atomic', 'basic-ftp', 'lftp'],
  },
  {
    ...{ workload: 'W1', server: 'vsftpd', ...far },
    contenders: ['ours', 'basic-ftp', 'ftp-deploy', 'lftp'],
  },
  {
    ...{ workload: 'W1', server: 'vsftpd', ...far, tls: 'TLSv1.2' },
    contenders: ['ours', 'basic-ftp', 'curl'],
  },
  { ...{ workload: 'W1', server: 'pyftpdlib', ...far }, contenders: ['ours'] },
  {
    ...{ workload: 'W3', server: 'proftpd', ...far },
    contenders: ['ours', 'basic-ftp', 'lftp'],
  },
  {
    ...{ workload: 'W3', server: 'vsftpd', ...far },
    contenders: ['ours', 'basic-ftp', 'ftp-deploy'],
  },
  {
    ...{ workload: 'W2', server: 'vsftpd', ...far },
    contenders: ['ours', 'basic-ftp', 'lftp', 'curl'],
  },
  { ...{ workload: 'W1', server: 'proftpd', ...near }, contenders: all },
  { ...{ workload: 'W1', server: 'vsftpd', ...near }, contenders: all },
  { ...{ workload: 'W2', server: 'proftpd', ...near }, contenders: all },
  { ...{ workload: 'W2', server: 'vsftpd', ...near }, contenders: ['ours', 'basic-ftp', 'lftp'] },
  { ...{ workload: 'W4', server: 'vsftpd', ...near }, contenders: ['ours', 'basic-ftp'] },
  { ...{ workload: 'W4-1000', server: 'vsftpd', ...near }, contenders: ['ours', 'basic-ftp'] },
  { ...{ workload: 'W4-100000', server: 'vsftpd', ...near }, contenders: ['ours'] },
  { ...{ workload: 'start', server: 'vsftpd', ...near }, contenders: ['ours', 'ftp-deploy'] },
];
