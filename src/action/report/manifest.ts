import type { FileResult } from '../../deploy/index.ts';
import { daysLeft } from '../../ftps/index.ts';
import { displayPath } from '../local-name.ts';
import type { PreflightReport } from './preflight-lines.ts';
import type { RunReport } from './report.ts';

/**
 * The run as JSON, for later steps and for the record, in pieces: of a hundred thousand files the whole text would
 * take more memory than all the rest of the run.
 */
export function* manifest(
  report: RunReport,
  redact: (text: string) => string,
): Generator<string, void> {
  const { connection, error } = report;
  const run = {
    startedAt: report.startedAt.toISOString(),
    durationSeconds: seconds(report.milliseconds),
    outcome: error === undefined ? 'success' : 'failure',
    ...(error === undefined ? {} : { error }),
    ...(report.isDryRun === true ? { dryRun: true } : {}),
    ...(report.preflight === undefined ? {} : { preflight: steps(report.preflight, redact) }),
    ...(connection === undefined
      ? {}
      : {
          server: connection.endpoint.host,
          port: connection.endpoint.port,
          tlsMode: connection.mode,
          ...tlsFields(report),
          dataConnections: connection.dataConnections,
          controlConnections: connection.controlConnections,
          serverSoftware: redact(connection.greeting ?? ''),
        }),
  };
  yield `${json({ run }).slice(0, -'\n}'.length)},\n  "files": [`;
  for (const [index, file] of report.files.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${json(entry(file, redact)).replaceAll('\n', '\n    ')}`;
  }
  yield report.files.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}

function steps({ lines }: PreflightReport, redact: (text: string) => string) {
  return lines.map(({ step, outcome, text }) => ({ step, outcome, text: redact(text) }));
}

function tlsFields(report: RunReport) {
  const tls = report.connection?.tls;
  if (tls === undefined) return {};
  const { certificate } = tls;
  return {
    tlsProtocol: tls.protocol,
    tlsCipher: tls.cipher,
    certificate: {
      subject: certificate.subject,
      issuer: certificate.issuer,
      sha256: certificate.fingerprint256,
      publicKeySha256: certificate.publicKeySha256,
      expires: certificate.validTo.toISOString(),
      daysLeft: daysLeft(certificate, report.startedAt.getTime()),
    },
  };
}

function entry(file: FileResult, redact: (text: string) => string) {
  return {
    local: displayPath(file),
    remote: file.remotePath,
    bytes: file.sizeBytes,
    sha256: file.sha256 ?? null,
    milliseconds: Math.round(file.milliseconds),
    attempts: file.attempts,
    status: file.status,
    verified: file.verified,
    error: file.error === undefined ? null : redact(file.error.message),
  };
}

/** Seconds with three decimals. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1_000;
}
