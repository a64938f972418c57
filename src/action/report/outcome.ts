import type { ConnectionInfo, FileResult, PreflightResult } from '../../deploy/index.ts';
import type { AdviceContext } from '../advice/advice.ts';
import { errorText } from '../advice/error-text.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { preflightReport } from './preflight-lines.ts';
import type { RunReport } from './report.ts';
import { trustOf } from './tls-lines.ts';

/** What has come of the work of a run; parts are missing where it did not get that far. */
export interface Outcome {
  /** Every planned file. */
  readonly files: readonly FileResult[];
  readonly connection?: ConnectionInfo;
  readonly preflight?: PreflightResult;
  readonly retries?: number;
  readonly error?: Error;
}

/** Puts an outcome into words. */
export function buildReport(
  outcome: Outcome,
  inputs: Inputs | undefined,
  times: Pick<RunReport, 'startedAt' | 'milliseconds'>,
  redact: (text: string) => string,
): RunReport {
  const { files, connection, retries, error } = outcome;
  const uploads = inputs?.dryRun === true ? [] : files;
  const shown =
    error === undefined ? undefined : errorText(error, context(outcome, inputs), uploads);
  return {
    ...times,
    files,
    ...(connection === undefined ? {} : { connection }),
    ...(retries === undefined ? {} : { retries }),
    ...(shown === undefined ? {} : { error: { ...shown, message: redact(shown.message) } }),
    ...(inputs === undefined ? {} : fromInputs(outcome, inputs, shown?.message)),
  };
}

function fromInputs({ preflight }: Outcome, inputs: Inputs, failure: string | undefined) {
  return {
    endpoint: inputs.endpoint,
    trust: trustOf(inputs.tls),
    ...(inputs.dryRun ? { isDryRun: true } : {}),
    ...(preflight === undefined ? {} : { preflight: preflightReport(preflight, inputs, failure) }),
  };
}

function context({ connection }: Outcome, inputs: Inputs | undefined): AdviceContext {
  return {
    host: inputs?.endpoint.host ?? '',
    mode: inputs?.mode ?? 'implicit',
    passwordIsEmpty: inputs?.password === '',
    loginDirectory: connection?.loginDirectory,
  };
}
