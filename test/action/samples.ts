import path from 'node:path';

import type { RunReport } from '../../src/action/report/report.ts';
import type { ConnectionInfo, FileResult } from '../../src/deploy/index.ts';
import type { PeerCertificate } from '../../src/ftps/index.ts';

/** A certificate as a server may show it. */
export const certificate: PeerCertificate = {
  subject: 'CN=ftp.example',
  names: ['ftp.example', '192.0.2.1'],
  issuer: 'CN=Some Authority',
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: new Date('2027-01-31T12:00:00Z'),
  fingerprint256: 'AA:BB',
  publicKeySha256: 'cHVibGljIGtleQ==',
};

/** What was said and counted on a connection. */
export const connection: ConnectionInfo = {
  endpoint: { host: 'ftp.example', port: 990 },
  mode: 'implicit',
  greeting: 'Welcome',
  loginDirectory: '/',
  controlConnections: 1,
  dataConnections: { total: 2, resumed: 2 },
  tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', certificate },
};

/** The same in clear text. */
export const clearConnection: ConnectionInfo = {
  endpoint: connection.endpoint,
  mode: 'none',
  controlConnections: 1,
  dataConnections: { total: 2, resumed: 0 },
};

/** A file that was uploaded, unless told otherwise. */
export function file(remotePath: string, changes: Partial<FileResult> = {}): FileResult {
  return {
    localPath: path.resolve('site', remotePath.replace(/^\/+/, '')),
    remotePath,
    sizeBytes: 10,
    modifiedMs: Date.UTC(2026, 5, 30),
    status: 'uploaded',
    sha256: 'abc',
    milliseconds: 2.4,
    attempts: 1,
    verified: 'size',
    ...changes,
  };
}

/** A run of 1.5 s that began on a summer's day. */
export function report(changes: Partial<RunReport> = {}): RunReport {
  return {
    files: [file('a.txt'), file('b.txt')],
    connection,
    endpoint: connection.endpoint,
    startedAt: new Date('2026-07-01T10:00:00Z'),
    milliseconds: 1500,
    ...changes,
  };
}

/** The same, without a connection. */
export function unconnected(changes: Partial<RunReport> = {}): RunReport {
  const { files, endpoint, startedAt, milliseconds } = report();
  return { files, endpoint: endpoint ?? connection.endpoint, startedAt, milliseconds, ...changes };
}
