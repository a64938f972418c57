import path from 'node:path';

import { Redactor } from '../../src/action/log/redactor.ts';
import type { ReportedError, RunReport } from '../../src/action/report/report.ts';
import type {
  ConnectionInfo,
  FailedFile,
  OtherFile,
  PendingFile,
  SyncOutcome,
  UnchangedFile,
  UploadedFile,
} from '../../src/deploy/index.ts';
import { pendingResult } from '../../src/deploy/index.ts';
import type { PeerCertificate } from '../../src/ftps/index.ts';
import { ReplyError } from '../../src/ftps/index.ts';

/** Redacts the word `secret`. */
export const redactor = new Redactor({ secrets: ['secret'], username: '', hosts: [] });

/** A certificate as a server may present it. */
export const certificate: PeerCertificate = {
  subject: 'CN=ftp.example',
  names: ['ftp.example', '192.0.2.1'],
  issuer: 'CN=Some CA',
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: new Date('2027-01-31T12:00:00Z'),
  fingerprint256: 'AA:BB',
  publicKeySha256: 'cHVibGljIGtleQ==',
};

/** A connection with implicit TLS. */
export const connection: ConnectionInfo = {
  endpoint: { host: 'ftp.example', port: 990 },
  mode: 'implicit',
  greeting: 'Welcome',
  loginDirectory: '/',
  controlConnections: 1,
  dataConnections: { total: 2, resumed: 2 },
  tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', certificate },
};

/** A connection without TLS. */
export const plaintextConnection: ConnectionInfo = {
  endpoint: connection.endpoint,
  mode: 'none',
  controlConnections: 1,
  dataConnections: { total: 2, resumed: 0 },
};

/** A file that was uploaded. */
export function uploadedFile(
  remotePath: string,
  changes: Partial<UploadedFile> = {},
): UploadedFile {
  return {
    ...planned(remotePath),
    status: 'uploaded',
    sha256: 'abc',
    milliseconds: 2.4,
    attempts: 1,
    verified: 'size',
    ...changes,
  };
}

/** A file that failed. */
export function failedFile(remotePath: string, error = new Error('It failed.')): FailedFile {
  return { ...planned(remotePath), status: 'failed', milliseconds: 7.6, attempts: 1, error };
}

/** A file that was on the server already. */
export function unchangedFile(remotePath: string): UnchangedFile {
  const file = planned(remotePath);
  return { ...file, ...{ attempts: 0, milliseconds: 0, sha256: 'abc' }, ...unchanged };
}

const unchanged = { status: 'unchanged', verified: 'size' } as const;

/** A file of an earlier deployment that was deleted. */
export function deletedFile(remotePath: string): OtherFile {
  return { remotePath, sizeBytes: 10, status: 'deleted', reason: 'removed' };
}

type KeptFile = Extract<OtherFile, { status: 'kept' }>;

/** A file of an earlier deployment that stays on the server. */
export function keptFile(remotePath: string, reason: KeptFile['reason']): KeptFile {
  return { remotePath, sizeBytes: undefined, status: 'kept', reason };
}

/** What `sync` found and did in a run that has written a state. */
export function syncOutcome(changes: Partial<SyncOutcome> = {}): SyncOutcome {
  return {
    ...{ statePath: '.htopen-ftps', isFound: true, generation: 7, isWritten: true },
    ...{ isChanged: true, noDeletions: undefined, unverified: 0, otherFiles: [] },
    counts: { new: 1, changed: 1, deleted: 1, unchanged: 1, kept: 0 },
    ...changes,
  };
}

/** A file that was not attempted. */
export function pendingFile(remotePath: string): PendingFile {
  return pendingResult(planned(remotePath));
}

function planned(remotePath: string) {
  return {
    localPath: path.resolve('site', remotePath.replace(/^\/+/, '')),
    remotePath,
    sizeBytes: 10,
    modifiedMs: Date.UTC(2026, 5, 30),
  };
}

/** A negative reply to a command. */
export function replyError(display: string, code: number, text = 'No.'): ReplyError {
  const [verb = ''] = display.split(' ');
  return new ReplyError({ verb, display }, { code, lines: [text], display: [text] });
}

/** A reported error. */
export function reportedError(
  message: string,
  changes: Partial<ReportedError> = {},
): ReportedError {
  return {
    ...{ code: 'X', message, explanation: message, title: 'FTPS upload failed: it failed' },
    link: 'https://github.com/o/r/blob/v1/docs/page.md#part',
    ...changes,
  };
}

/** The report of a run of 1.5 s that uploaded two files. */
export function report(changes: Partial<RunReport> = {}): RunReport {
  return { ...unconnected(), connection, ...changes };
}

/** The same without a connection. */
export function unconnected(changes: Partial<RunReport> = {}): RunReport {
  return {
    files: [uploadedFile('a.txt'), uploadedFile('b.txt')],
    endpoint: connection.endpoint,
    remoteDir: '',
    startedAt: new Date('2026-07-01T10:00:00Z'),
    milliseconds: 1500,
    ...changes,
  };
}
