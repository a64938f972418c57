import type { DeployResult, DeployTarget, Plan } from '../deploy/index.ts';
import { deploy, pendingResult, preflight, total } from '../deploy/index.ts';
import { sanitize } from '../sanitize.ts';
import { Cancellation } from './cancellation.ts';
import { toError } from './errors.ts';
import type { Inputs } from './inputs/inputs.ts';
import { readInputs, readSensitiveInputs, wantsSummary } from './inputs/inputs.ts';
import { Log } from './log/log.ts';
import { Redactor } from './log/redactor.ts';
import { RunObserver } from './log/run-observer.ts';
import { Transcript } from './log/transcript.ts';
import { logComparison, logExcluded, logPlan, planFiles } from './plan-files.ts';
import type { RunFiles } from './report/outputs.ts';
import { createRunFiles } from './report/outputs.ts';
import type { Outcome } from './report/report.ts';
import { buildReport } from './report/report.ts';
import { syncSettings } from './sync-settings.ts';
import { keptLines } from './log/sync-lines.ts';
import { tlsWarnings } from './report/tls-lines.ts';
import { writeReport } from './report/write-report.ts';

/** Milliseconds before the first retry. */
const firstPauseMs = 1_000;

/** The whole action: inputs, files, deployment, report. Sets the exit code; never throws. */
export async function run(): Promise<void> {
  using cancellation = new Cancellation();
  const startedAt = new Date();
  const started = performance.now();
  const redactor = new Redactor(readSensitiveInputs());
  const log = new Log(redactor);
  let files: RunFiles | undefined;
  let transcript: Transcript | undefined;
  let inputs: Inputs | undefined;
  let outcome: Outcome;
  try {
    files = createRunFiles();
    transcript = new Transcript(files.transcript, redactor);
    inputs = readInputs();
    outcome = await perform({ inputs, log, transcript, signal: cancellation.signal });
  } catch (error) {
    outcome = { files: [], error: toError(error) };
  }
  const milliseconds = performance.now() - started;
  const report = buildReport(outcome, { inputs, startedAt, milliseconds, redactor });
  await writeReport(report, {
    log,
    redactor,
    files,
    transcript,
    hasSummary: inputs?.summary ?? wantsSummary(),
  });
}

/** What the work of a run needs. */
interface Task {
  readonly inputs: Inputs;
  readonly log: Log;
  readonly transcript: Transcript;
  readonly signal: AbortSignal;
}

/** Does what the inputs ask for: a deployment, or a dry run, a preflight or both. */
async function perform(task: Task): Promise<Outcome> {
  const { inputs, log } = task;
  for (const warning of inputs.warnings) log.warning(warning);
  const plan = inputs.needsFiles ? await planFiles(inputs, log) : undefined;
  const isTrial = inputs.dryRun || inputs.preflight;
  if (!isTrial) return plan === undefined ? { files: [] } : runDeployment(plan, task);
  const sync = syncSettings(inputs, plan);
  const isPlanOnly = inputs.dryRun && sync === undefined;
  if (inputs.dryRun && plan !== undefined) logExcluded(plan.skipped.excluded, log);
  if (isPlanOnly && plan !== undefined) logPlan(plan.uploads, log);
  const files = plan?.uploads.map(pendingResult) ?? [];
  const checked = inputs.preflight ? await runPreflight(task) : {};
  if (isPlanOnly || plan === undefined || !inputs.dryRun || 'error' in checked) {
    return { files, ...checked };
  }
  const compared = await runDeployment(plan, task);
  if (compared.sync?.counts !== undefined) {
    logComparison(compared.files, compared.sync.otherFiles, log);
  }
  return { ...compared, ...checked };
}

async function runDeployment(plan: Plan, { inputs, log, transcript, signal }: Task) {
  const observer = new RunObserver({ log, transcript, inputs, plan });
  const retry = { retries: inputs.retries, firstPauseMs };
  const { stateFile } = inputs.sync;
  const options = { ...inputs, sync: syncSettings(inputs, plan), stateFile, retry, signal };
  const result = await deploy({ plan, target: target(inputs), options, observer });
  observer.end();
  if (result.remainingTemporaryFiles.length > 0) {
    const names = result.remainingTemporaryFiles.map((name) => sanitize(name)).join(', ');
    log.warning(`These temporary files are still on the server: ${names}.`);
  }
  for (const [original, path] of result.movedAside) {
    log.warning(
      `The old ${sanitize(original)} is on the server as ${sanitize(path)}: it was moved aside and could not be put back. Rename it.`,
    );
  }
  if (result.sync !== undefined) {
    for (const line of keptLines(result.sync)) log.info(line);
  }
  return { ...result, isChanged: hasChanged(result, observer.createdDirectories) };
}

/** Whether anything on the server was changed, or may have been. */
function hasChanged({ files, sync, ...result }: DeployResult, createdDirectories: number): boolean {
  if (sync !== undefined) return sync.isChanged;
  return (
    createdDirectories > 0 ||
    result.facts.renames > 0 ||
    result.remainingTemporaryFiles.length > 0 ||
    result.movedAside.size > 0 ||
    result.facts.acceptedIn.size > 0 ||
    total(files, 'uploaded').files > 0
  );
}

async function runPreflight({ inputs, log, transcript, signal }: Task) {
  const { host, port } = inputs.endpoint;
  log.group(`Preflight of ${host}:${port}`);
  const options = {
    ...inputs,
    sync: syncSettings(inputs, undefined),
    remoteDirectory: inputs.remoteDir,
    signal,
  };
  const result = await preflight(target(inputs), options, {
    dialogue: (connection, line) => {
      log.debug(transcript.add(connection, line));
    },
    notice: (text, severity = 'notice') => {
      log[severity](text);
    },
  });
  const { connection, failure } = result;
  const warnings = connection.tls === undefined ? [] : tlsWarnings(connection.tls, inputs.tls);
  for (const warning of warnings) log.warning(warning);
  return {
    connection,
    preflight: result,
    ...(failure === undefined ? {} : { error: failure.error }),
  };
}

function target(inputs: Inputs): DeployTarget {
  const { endpoint, alternativePort, tlsMode: mode, tls, timeoutMs, username, password } = inputs;
  return { endpoint, alternativePort, mode, tls, timeoutMs, username, password };
}
