import fs from 'node:fs';

import * as core from '@actions/core';

import type { DeployResult, Plan } from '../deploy/index.ts';
import { deploy, findLocalFiles, planUploads, total } from '../deploy/index.ts';
import { printable } from '../ftps/index.ts';
import { adviceFor } from './advice.ts';
import { Cancellation } from './cancellation.ts';
import { NoFilesError } from './errors.ts';
import { count, formatBytes, formatDuration, formatRate } from './format.ts';
import type { Inputs } from './inputs.ts';
import { readInputs } from './inputs.ts';
import { Log } from './log.ts';
import { manifest } from './manifest.ts';
import type { RunFiles } from './outputs.ts';
import { setOutputs } from './outputs.ts';
import { Redactor } from './redactor.ts';
import type { RunReport, ShownError } from './report.ts';
import { makeRunFiles } from './run-files.ts';
import { RunObserver } from './run-observer.ts';
import { summary } from './summary.ts';
import { Transcript } from './transcript.ts';

/** Milliseconds before the first retry. */
const firstPauseMs = 1_000;

/** The whole action: inputs, files, deployment, report. Sets the exit code; never throws. */
export async function run(): Promise<void> {
  await new Run().carryOut();
}

/** One run, from the inputs to the report. */
class Run {
  readonly #log = new Log();
  readonly #startedAt = new Date();
  readonly #started = performance.now();
  readonly #files: RunFiles = makeRunFiles();
  #redactor = new Redactor({ secrets: [], username: '', hosts: [] });
  #transcript = new Transcript(this.#files.transcript, (text) => text);
  #inputs: Inputs | undefined;

  async carryOut(): Promise<void> {
    let result: DeployResult | undefined;
    let error: Error | undefined;
    using cancellation = new Cancellation();
    try {
      result = await this.#deploy(cancellation.signal);
      error = result?.error;
    } catch (thrown) {
      error = thrown as Error;
    }
    await this.#finish(result, error);
  }

  /** Undefined when there is nothing to upload. */
  async #deploy(signal: AbortSignal): Promise<DeployResult | undefined> {
    const inputs = readInputs();
    this.#inputs = inputs;
    this.#protect(inputs);
    for (const warning of inputs.warnings) this.#log.warning(warning);
    if (inputs.mode === 'none') {
      this.#log.warning(
        'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.',
      );
    }
    const plan = await this.#plan(inputs);
    if (plan === undefined) return undefined;
    const observer = new RunObserver(this.#log, this.#transcript, inputs, plan.uploads.length);
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

  async #plan(inputs: Inputs): Promise<Plan | undefined> {
    this.#log.group('Files');
    const found = await findLocalFiles({
      patterns: inputs.patterns,
      followSymlinks: inputs.followSymlinks,
      workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
    });
    if (found.gitFiles > 0) {
      this.#log.info(`${count(found.gitFiles, 'file')} in .git left out: no pattern names it.`);
    }
    if (found.skippedLinks > 0) {
      this.#log.info(`${count(found.skippedLinks, 'link')} left out: follow-symlinks is false.`);
    }
    const mapping = { ...inputs, baseDirectory: inputs.baseDirectory ?? found.commonDirectory };
    const plan = planUploads(found.files, mapping, found.problems);
    if (plan.uploads.length === 0) {
      this.#noFiles(inputs);
      return undefined;
    }
    const where = plan.remoteDirectory === '' ? 'the login directory' : `"${plan.remoteDirectory}"`;
    const size = formatBytes(plan.totalBytes);
    this.#log.info(`${count(plan.uploads.length, 'file')}, ${size}, to go to ${where}.`);
    return plan;
  }

  #noFiles({ patterns, ifNoFilesFound }: Inputs): void {
    const message = `No file matches "files" (${patterns.split('\n').join(', ')}) in ${process.cwd()}.`;
    if (ifNoFilesFound === 'error') throw new NoFilesError(message);
    if (ifNoFilesFound === 'warn') this.#log.warning(message);
    else this.#log.info(message);
  }

  async #finish(result: DeployResult | undefined, error: Error | undefined): Promise<void> {
    this.#log.endGroup();
    const shown = error === undefined ? undefined : this.#show(error, result);
    const report: RunReport = {
      files: result?.files ?? [],
      startedAt: this.#startedAt,
      milliseconds: performance.now() - this.#started,
      ...(result === undefined ? {} : { connection: result.connection }),
      ...(shown === undefined ? {} : { error: shown }),
    };
    try {
      await this.#publish(report);
    } catch (fault) {
      this.#log.failed(`The report of the run could not be written: ${(fault as Error).message}`);
    }
    if (shown !== undefined) this.#log.failed(shown.message);
    else if (result !== undefined) this.#showTotal(result, report.milliseconds);
  }

  #show(error: Error, result: DeployResult | undefined): ShownError {
    const advice = adviceFor(error, {
      mode: this.#inputs?.mode ?? 'implicit',
      passwordIsEmpty: this.#inputs?.password === '',
      loginDirectory: result?.connection.loginDirectory,
    });
    const files = result?.files ?? [];
    const failed = total(files, 'failed').files;
    const fate =
      files.length === 0
        ? []
        : [
            `${total(files, 'uploaded').files} uploaded, ${failed} failed, ${total(files, 'pending').files} not reached.`,
          ];
    const first = files.find((file) => file.error === error);
    const sentence =
      first === undefined ? error.message : `${printable(first.remotePath)}: ${error.message}`;
    const message = [sentence, ...(advice === undefined ? [] : [advice]), ...fate].join('\n');
    const code = 'code' in error ? String(error.code) : error.name;
    return { code, message: this.#redactor.secret(message) };
  }

  async #publish(report: RunReport): Promise<void> {
    const redact = (text: string) => this.#redactor.secret(text);
    this.#transcript.flush();
    fs.writeFileSync(this.#files.manifest, manifest(report, redact));
    const warning = setOutputs(report, this.#files);
    if (warning !== undefined) this.#log.warning(warning);
    // Runners without job summaries do not set it.
    if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') !== '') {
      await core.summary.addRaw(redact(summary(report))).write();
    }
  }

  #showTotal({ files, connection, retries }: DeployResult, milliseconds: number): void {
    const { bytes } = total(files, 'uploaded');
    const { resumed, total: all } = connection.dataConnections;
    const uploaded = `${count(files.length, 'file')} uploaded, ${formatBytes(bytes)}`;
    const speed = `${formatDuration(milliseconds)} (${formatRate(bytes, milliseconds)})`;
    this.#log.info(`${uploaded} in ${speed}, ${count(retries, 'retry', 'retries')}.`);
    if (connection.mode === 'none') return;
    this.#log.info(`${resumed} of ${all} data connections resumed the TLS session.`);
    if (resumed < all) {
      this.#log.info(
        "The others were checked by their certificate instead; it must be the control connection's.",
      );
    }
  }
}
