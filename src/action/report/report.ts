import type {
  ConnectionInfo,
  ConnectionUsage,
  FailedFile,
  FileResult,
  PreflightResult,
  PublishMode,
  RunFacts,
  SyncOutcome,
} from '../../deploy/index.ts';
import { CancelledError, LocalFileError, total, VerificationError } from '../../deploy/index.ts';
import type { Endpoint } from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { adviceContext } from '../advice/advice-context.ts';
import { adviceFor } from '../advice/advice.ts';
import { count, formatNumber } from '../format.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Redactor } from '../log/redactor.ts';
import { errorsLink } from './docs-link.ts';
import { errorTopic } from './error-topic.ts';
import type { PreflightReport } from './preflight-report.ts';
import { preflightReport } from './preflight-report.ts';
import type { Trust } from './tls-lines.ts';
import { trustOf } from './tls-lines.ts';

/** The result of a run; parts are missing if the run ended before them. */
export interface Outcome {
  /** Every planned file. */
  readonly files: readonly FileResult[];
  readonly connection?: ConnectionInfo;
  readonly connections?: ConnectionUsage;
  readonly preflight?: PreflightResult;
  readonly retries?: number;
  readonly facts?: RunFacts;
  readonly sync?: SyncOutcome;
  /** Whether anything on the server was changed. */
  readonly isChanged?: boolean;
  readonly error?: Error;
}

/** What the outputs, the manifest, the summary and the end of the log are written from. */
export interface RunReport {
  /** Every planned file; all of them pending after a dry run. */
  readonly files: readonly FileResult[];
  /** Nothing was uploaded: the files are a plan. */
  readonly isDryRun?: boolean;
  readonly preflight?: PreflightReport;
  /** Undefined when the inputs are invalid. */
  readonly endpoint?: Endpoint;
  /** Normalized; empty for the login directory. */
  readonly remoteDir?: string;
  /** Undefined when the inputs are invalid. */
  readonly publish?: PublishMode;
  /** Undefined with `sync: off`. */
  readonly sync?: SyncOutcome;
  /** Whether anything on the server was changed. */
  readonly isChanged?: boolean;
  /** Undefined when the run ended before it tried to connect. */
  readonly connection?: ConnectionInfo;
  /** Undefined like `connection`, and in a preflight. */
  readonly connections?: ConnectionUsage;
  /** How the server's certificate was verified. */
  readonly trust?: Trust;
  readonly retries?: number;
  readonly startedAt: Date;
  readonly milliseconds: number;
  readonly error?: ReportedError;
}

/** An error in words for the user. */
export interface ReportedError {
  /** Stable code, such as `FTPS_REPLY`. */
  readonly code: string;
  /** What failed, why, what to do, and what happened to the other files; may have several lines. */
  readonly message: string;
  /** The message without what happened to the other files. */
  readonly explanation: string;
  /** What failed, in a few words. */
  readonly title: string;
  /** The address of a page about the error. */
  readonly link: string;
}

/** What a report needs in addition to the outcome. */
export interface RunContext {
  /** Undefined when they are invalid. */
  readonly inputs: Inputs | undefined;
  readonly startedAt: Date;
  readonly milliseconds: number;
  readonly redactor: Redactor;
}

/** Describes an outcome. Never throws: if the words can't be found, the report has the bare error. */
export function buildReport(outcome: Outcome, context: RunContext): RunReport {
  const { files, error } = outcome;
  const { startedAt, milliseconds, redactor } = context;
  try {
    return { startedAt, milliseconds, ...describe(outcome, context) };
  } catch (defect) {
    const bare = error ?? (defect as Error);
    const message = redactor.secret(bare.message);
    const link = errorsLink(undefined);
    const shown = { code: codeOf(bare), message, explanation: message, title: work({}), link };
    return { startedAt, milliseconds, files, error: shown };
  }
}

function describe(outcome: Outcome, { inputs, redactor }: RunContext) {
  const { files, connection, connections, retries, sync, isChanged, error } = outcome;
  const shown = error === undefined ? undefined : describeError(error, outcome, inputs);
  const message = redactor.secret(shown?.message ?? '');
  const explanation = redactor.secret(shown?.explanation ?? '');
  return {
    files,
    ...(connection === undefined ? {} : { connection }),
    ...(connections === undefined ? {} : { connections }),
    ...(retries === undefined ? {} : { retries }),
    ...(sync === undefined ? {} : { sync }),
    ...(isChanged === undefined ? {} : { isChanged }),
    ...(shown === undefined ? {} : { error: { ...shown, message, explanation } }),
    ...(inputs === undefined ? {} : fromInputs(inputs, outcome, message)),
  };
}

function fromInputs(inputs: Inputs, { preflight }: Outcome, failure: string) {
  return {
    endpoint: inputs.endpoint,
    remoteDir: inputs.remoteDir,
    publish: inputs.publish,
    trust: trustOf(inputs.tls),
    ...(inputs.dryRun ? { isDryRun: true } : {}),
    ...(preflight === undefined ? {} : { preflight: preflightReport(preflight, inputs, failure) }),
  };
}

/** What failed and for which file, what to do, and what happened to the other files. */
function describeError(error: Error, outcome: Outcome, inputs: Inputs | undefined): ReportedError {
  const { files } = outcome;
  const failed = files.find(
    (file): file is FailedFile => file.status === 'failed' && file.error === error,
  );
  const advice = adviceFor(error, adviceContext({ ...outcome, failed, inputs }));
  const explanation = [
    failed === undefined ? error.message : describeFailure(failed),
    ...(advice === undefined ? [] : [advice]),
  ].join('\n');
  const counts = inputs?.dryRun === true ? [] : statusCounts(files);
  const { preflight, facts } = outcome;
  const hasLoggedIn = facts?.loggedIn === true || preflight?.capabilities !== undefined;
  const { words, section } = errorTopic(error, hasLoggedIn);
  return {
    code: codeOf(error),
    message: [explanation, ...counts].join('\n'),
    explanation,
    title: `${work({ isDryRun: inputs?.dryRun === true, preflight })}: ${words}`,
    link: errorsLink(section),
  };
}

function work(run: { readonly isDryRun?: boolean; readonly preflight?: object | undefined }) {
  if (run.preflight !== undefined) return 'FTPS preflight failed';
  return run.isDryRun === true ? 'Dry run failed' : 'FTPS upload failed';
}

// Some errors name the file already, and a cancellation isn't about a file.
function describeFailure({ remotePath, error }: FailedFile): string {
  const isComplete =
    error instanceof CancelledError ||
    error instanceof VerificationError ||
    error instanceof LocalFileError ||
    (error instanceof ReplyError && error.command === `${error.verb} ${remotePath}`);
  return isComplete ? error.message : `${sanitize(remotePath)}: ${error.message}`;
}

function statusCounts(files: readonly FileResult[]): string[] {
  const unchanged = total(files, 'unchanged').files;
  const attempted = files.length - unchanged;
  if (attempted === 0) return [];
  const [uploaded, failed, pending] = [
    total(files, 'uploaded').files,
    total(files, 'failed').files,
    total(files, 'pending').files,
  ];
  const unpublished = files.filter(isUnpublished).length;
  const others = [
    `${formatNumber(failed)} failed`,
    ...(unpublished === 0 ? [] : [`${formatNumber(unpublished)} uploaded but not renamed`]),
    `${formatNumber(pending - unpublished)} not attempted`,
    ...(unchanged === 0 ? [] : [`${formatNumber(unchanged)} unchanged`]),
  ];
  return [
    `${formatNumber(uploaded)} of ${count(attempted, 'file')} uploaded (${others.join(', ')}).`,
  ];
}

/** Whether a file was uploaded under a temporary name, and the run ended before its rename. */
export function isUnpublished({ status, attempts }: FileResult): boolean {
  return status === 'pending' && attempts > 0;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
