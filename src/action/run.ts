import type { Plan } from '../deploy/index.ts';
import { deploy, pendingResult, preflight } from '../deploy/index.ts';
import { printable } from '../ftps/index.ts';
import { Cancellation } from './cancellation.ts';
import { showPlan } from './dry-run.ts';
import { endLines } from './end-lines.ts';
import type { Inputs } from './inputs.ts';
import { readInputs } from './inputs.ts';
import { Log } from './log.ts';
import type { Outcome } from './outcome.ts';
import { reportOn } from './outcome.ts';
import type { RunFiles } from './outputs.ts';
import { showPreflight } from './preflight-log.ts';
import { publish } from './publication.ts';
import { Redactor } from './redactor.ts';
import { makeRunFiles } from './run-files.ts';
import { RunObserver } from './run-observer.ts';
import { tlsWarnings } from './tls-lines.ts';
import { Transcript } from './transcript.ts';
import { makePlan } from './upload-plan.ts';

/** Milliseconds before the first retry. */
const firstPauseMs = 1_000;

/** The whole action: inputs, files, deployment, report. Sets the exit code; never throws. */
export async function run(): Promise<void> {
  const log = new Log();
  let files: RunFiles;
  try {
    files = makeRunFiles();
  } catch (error) {
    log.failed(
      `There is no directory for temporary files: ${(error as Error).message}\nSet RUNNER_TEMP to one that can be written.`,
    );
    return;
  }
  await new Run(log, files).carryOut();
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

  async carryOut(): Promise<void> {
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
    this.#protect(inputs);
    for (const warning of inputs.warnings) this.#log.warning(warning);
    const plan = inputs.needsFiles ? await makePlan(inputs, this.#log) : undefined;
    if (plan !== undefined && !inputs.dryRun && !inputs.preflight) {
      return this.#deploy(plan, inputs, signal);
    }
    const files = plan?.uploads.map(pendingResult) ?? [];
    if (inputs.dryRun && plan !== undefined) showPlan(plan, this.#log);
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
    if (result.leftovers.length > 0) {
      const names = result.leftovers.map((name) => printable(name)).join(', ');
      this.#log.warning(`These temporary files are still on the server: ${names}.`);
    }
    return result;
  }

  #protect(inputs: Inputs): void {
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
    const report = reportOn(outcome, this.#inputs, times, redact);
    if (report.preflight !== undefined) showPreflight(report.preflight, this.#log);
    this.#log.endGroup();
    this.#transcript.flush();
    const { fault } = this.#transcript;
    if (fault !== undefined) this.#log.warning(`The transcript is not whole: ${fault.message}`);
    try {
      await publish(report, this.#files, this.#log, redact);
    } catch (fault) {
      this.#log.failed(`The report of the run could not be written: ${(fault as Error).message}`);
    }
    for (const line of endLines(report)) this.#log.info(line);
    if (report.error !== undefined) this.#log.failed(report.error.message);
  }
}
