import type { ConnectionUsage, FileResult, OtherFile, SyncOutcome } from '../../deploy/index.ts';
import { daysLeft } from '../../ftps/index.ts';
import { displayPath } from '../format.ts';
import type { Redactor } from '../log/redactor.ts';
import type { PreflightReport } from './preflight-report.ts';
import type { RunReport } from './report.ts';

/**
 * The run as JSON, in chunks: for 100,000 files the whole text would take more memory than the rest of the run.
 */
export function* manifest(report: RunReport, redactor: Redactor): Generator<string, void> {
  const { connection, error, sync } = report;
  const run = {
    startedAt: report.startedAt.toISOString(),
    durationSeconds: seconds(report.milliseconds),
    outcome: error === undefined ? 'success' : 'failure',
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    ...(report.isDryRun === true ? { dryRun: true } : {}),
    ...(sync === undefined ? {} : { state: stateOf(sync) }),
    ...(report.preflight === undefined ? {} : { preflight: steps(report.preflight, redactor) }),
    ...(connection === undefined
      ? {}
      : {
          server: connection.endpoint.host,
          port: connection.endpoint.port,
          tlsMode: connection.mode,
          ...tlsFields(report, redactor),
          dataConnections: connection.dataConnections,
          controlConnections: connection.controlConnections,
          ...(report.connections === undefined
            ? {}
            : { connections: usage(report.connections, redactor) }),
          serverSoftware: redactor.secret(connection.greeting ?? ''),
        }),
  };
  yield `${json({ run }).slice(0, -'\n}'.length)},\n  "files": [`;
  let separator = '';
  for (const entry of entries(report, redactor)) {
    yield `${separator}\n    ${json(entry).replaceAll('\n', '\n    ')}`;
    separator = ',';
  }
  yield separator === '' ? ']\n}\n' : '\n  ]\n}\n';
}

/** The planned files, then the files of earlier deployments that aren't planned. */
function* entries({ files, sync }: RunReport, redactor: Redactor): Generator<object, void> {
  for (const file of files) yield plannedEntry(file, redactor);
  for (const file of sync?.otherFiles ?? []) yield otherEntry(file);
}

function stateOf({ statePath, isFound, generation, isWritten }: SyncOutcome) {
  return { path: statePath, found: isFound ?? null, generation, written: isWritten };
}

function usage({ wanted, used, refusal }: ConnectionUsage, redactor: Redactor) {
  return { wanted, used, refusal: refusal === undefined ? null : redactor.secret(refusal.message) };
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}

function steps({ lines }: PreflightReport, redactor: Redactor) {
  return lines.map(({ step, outcome, text }) => ({ step, outcome, text: redactor.secret(text) }));
}

function tlsFields(report: RunReport, redactor: Redactor) {
  const tls = report.connection?.tls;
  if (tls === undefined) return {};
  const { certificate } = tls;
  return {
    tlsProtocol: tls.protocol,
    tlsCipher: tls.cipher,
    certificate: {
      subject: redactor.secret(certificate.subject),
      issuer: redactor.secret(certificate.issuer),
      sha256: certificate.fingerprint256,
      publicKeySha256: certificate.publicKeySha256,
      expires: isoTime(certificate.validTo),
      daysLeft: daysLeft(certificate, report.startedAt.getTime()), // NaN, for an invalid date, becomes null.
    },
  };
}

/** A certificate may contain a date that isn't one. */
function isoTime(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function plannedEntry(file: FileResult, redactor: Redactor) {
  const isOnServer = file.status === 'uploaded' || file.status === 'unchanged';
  return {
    local: displayPath(file),
    remote: file.remotePath,
    bytes: file.sizeBytes,
    sha256: isOnServer ? file.sha256 : null,
    milliseconds: Math.round(file.milliseconds),
    attempts: file.attempts,
    status: file.status,
    reason: file.reason ?? null,
    verified: isOnServer ? file.verified : 'none',
    error: file.status === 'failed' ? redactor.secret(file.error.message) : null,
  };
}

function otherEntry({ remotePath, sizeBytes, status, reason }: OtherFile) {
  return {
    local: null,
    remote: remotePath,
    bytes: sizeBytes ?? null,
    sha256: null,
    milliseconds: 0,
    attempts: 0,
    status,
    reason,
    verified: 'none',
    error: null,
  };
}

/** Seconds with three decimals. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1_000;
}
