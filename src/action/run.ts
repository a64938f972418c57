import type { Plan } from '../deploy/index.ts';
import { deploy, pendingResult, preflight } from '../deploy/index.ts';
import { sanitize } from '../sanitize.ts';
import { Cancellation } from './cancellation.ts';
import { logPlan } from './log/dry-run.ts';
import { closingLines } from './log/closing-lines.ts';
import type { Inputs } from './inputs/inputs.ts';
import { readInputs } from './inputs/inputs.ts';
import { Log } from './log/log.ts';
import type { Outcome } from './report/outcome.ts';
import { buildReport } from './report/outcome.ts';
import type { RunFiles } from './report/outputs.ts';
import { logPreflight } from './log/preflight-log.ts';
import { writeReport } from './report/write-report.ts';
import { Redactor } from './log/redactor.ts';
import { createRunFiles } from './report/run-files.ts';
import { RunObserver } from './log/run-observer.ts';
import { tlsWarnings } from './report/tls-lines.ts';
import { Transcript } from './log/transcript.ts';
import { planFiles } from './upload-plan.ts';

/** Milliseconds before the first retry. */
const firstPauseMs = 1_000;

/** The whole action: inputs, files, deployment, report. Sets the exit code; never throws. */
export async function run(): Promise<void> {
  const log = new Log();
  let files: RunFiles;
  try {
    files = createRunFiles();
  } catch (error) {
    log.failed(
      `There is no directory for temporary files: ${(error as Error).message}\nSet RUNNER_TEMP to one that can be written.`,
    );
    return;
  }
  await new Run(log, files).run();
}

/** One run, from the inputs to the report. */
class Run {
  readonly #log: Log;
  readonly #files: RunFiles;
  readonly #startedAt = new Date();
  readonly #started = performance.now();
  #redactor = new Redactor({ secrets: [], username: '', hosts: [] });
  #transcript: Transcript;
  #inputs: Inputs | undefined;

  constructor(log: Log, files: RunFiles) {
    this.#log = log;
    this.#files = files;
    this.#transcript = new Transcript(files.transcript, (text) => text);
  }

  async run(): Promise<void> {
    using cancellation = new Cancellation();
    const outcome = await this.#work(cancellation.signal).catch((error: unknown) => ({
      files: [],
      error: error as Error,
    }));
    await this.#finish(outcome);
  }

  async #work(signal: AbortSignal): Promise<Outcome> {
    const inputs = readInputs();
    this.#inputs = inputs;
    this.#redact(inputs);
    for (const warning of inputs.warnings) this.#log.warning(warning);
    const plan = inputs.needsFiles ? await planFiles(inputs, this.#log) : undefined;
    if (plan !== undefined && !inputs.dryRun && !inputs.preflight) {
      return this.#deploy(plan, inputs, signal);
    }
    const files = plan?.uploads.map(pendingResult) ?? [];
    if (inputs.dryRun && plan !== undefined) logPlan(plan, this.#log);
    if (inputs.preflight) return { files, ...(await this.#preflight(inputs, signal)) };
    return { files };
  }

  async #preflight(inputs: Inputs, signal: AbortSignal) {
    this.#log.group(`Preflight of ${inputs.endpoint.host}, port ${inputs.endpoint.port}`);
    const result = await preflight(inputs, { ...inputs, signal }, (line) => {
      this.#log.debug(this.#transcript.add(line));
    });
    const { connection, failure } = result;
    const warnings = connection.tls === undefined ? [] : tlsWarnings(connection.tls, inputs.tls);
    for (const warning of warnings) this.#log.warning(warning);
    return {
      connection,
      preflight: result,
      ...(failure === undefined ? {} : { error: failure.error }),
    };
  }

  async #deploy(plan: Plan, inputs: Inputs, signal: AbortSignal): Promise<Outcome> {
    const observer = new RunObserver(this.#log, this.#transcript, inputs, plan);
    const retry = { retries: inputs.retries, firstPauseMs };
    const result = await deploy(plan, inputs, { ...inputs, retry, signal }, observer);
    if (result.remainingTemporaryFiles.length > 0) {
      const names = result.remainingTemporaryFiles.map((name) => sanitize(name)).join(', ');
      this.#log.warning(`These temporary files are still on the server: ${names}.`);
    }
    return result;
  }

  #redact(inputs: Inputs): void {
    const passphrase = inputs.tls.clientCertificate?.passphrase;
    this.#redactor = new Redactor({
      secrets: [inputs.password, ...(passphrase === undefined ? [] : [passphrase])],
      username: inputs.username,
      hosts: [inputs.endpoint.host, inputs.tls.serverName],
    });
    this.#log.redactWith(this.#redactor);
    this.#transcript = new Transcript(this.#files.transcript, (text) =>
      this.#redactor.identity(text),
    );
  }

  async #finish(outcome: Outcome): Promise<void> {
    const redact = (text: string) => this.#redactor.secret(text);
    const milliseconds = performance.now() - this.#started;
    const times = { startedAt: this.#startedAt, milliseconds };
    const report = buildReport(outcome, this.#inputs, times, redact);
    if (report.preflight !== undefined) logPreflight(report.preflight, this.#log);
    this.#log.endGroup();
    this.#transcript.flush();
    const { fault } = this.#transcript;
    if (fault !== undefined) this.#log.warning(`The transcript is not whole: ${fault.message}`);
    try {
      await writeReport(report, this.#files, this.#log, redact);
    } catch (fault) {
      this.#log.failed(`The report of the run could not be written: ${(fault as Error).message}`);
    }
    for (const line of closingLines(report)) this.#log.info(line);
    if (report.error !== undefined) this.#log.failed(report.error.message);
  }
}
