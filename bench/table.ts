import { CONTENDERS, type ContenderName } from './contenders/index.ts';
import type { Row } from './rows.ts';

const EVERYONE = (Object.keys(CONTENDERS) as ContenderName[]).filter(
  (name) => name === 'ours' || !name.startsWith('ours-'),
);
// The others need up to several minutes for many small files over a long way, and are never the best there; a single row
// (`npm run bench -- W1 --rtt 40`) has them all.
const QUICK: readonly ContenderName[] = ['ours', 'basic-ftp', 'curl'];

/** All rows that are measured when nothing is chosen: those that the bars speak of. */
export const WHOLE_TABLE: readonly Row[] = [
  row('W1', 'proftpd', 40, { contenders: ['ours', 'ours-atomic', 'basic-ftp', 'curl'] }),
  row('W1', 'vsftpd', 40, { contenders: QUICK }),
  row('W1', 'vsftpd', 40, { tls: 'TLSv1.2', contenders: QUICK }),
  row('W1', 'pyftpdlib', 40, { contenders: ['ours', 'basic-ftp'] }),
  row('W1', 'proftpd', 0),
  row('W1', 'vsftpd', 0),
  row('W2', 'proftpd', 0),
  row('W2', 'vsftpd', 40, { contenders: ['ours', 'basic-ftp', 'lftp', 'curl'] }),
  row('W3', 'proftpd', 40, { contenders: ['ours', 'basic-ftp', 'lftp', 'curl'] }),
  row('W3', 'vsftpd', 40, { contenders: ['ours', 'basic-ftp', 'lftp', 'curl'] }),
  row('W4', 'proftpd', 0, { contenders: ['ours', 'basic-ftp', 'lftp'] }),
  row('W4', 'vsftpd', 0, { contenders: ['ours'] }),
  row('W4-1000', 'proftpd', 0, { contenders: ['ours'] }),
  row('W4-1000', 'vsftpd', 0, { contenders: ['ours'] }),
  row('W4-100000', 'proftpd', 0, { contenders: ['ours'] }),
  // ftp-deploy, the measure here, does not get past a server that requires session reuse.
  row('start', 'vsftpd', 0, { sessionReuse: 'optional' }),
];

function row(
  workload: Row['workload'],
  server: Row['server'],
  rttMs: number,
  others: Partial<Row> = {},
): Row {
  const usual = { tls: 'TLSv1.3', sessionReuse: 'required', contenders: EVERYONE } as const;
  return { workload, server, rttMs, ...usual, ...others };
}
