import type { DeployObserver, FileResult, Phase } from '../deploy/index.ts';
import type { DialogueLine, TlsReport } from '../ftps/index.ts';
import { daysLeft, printable } from '../ftps/index.ts';
import { pinLine } from './certificate-advice.ts';
import {
  count,
  formatBytes,
  formatDay,
  formatDaysLeft,
  formatDuration,
  formatRate,
} from './format.ts';
import type { Inputs } from './inputs.ts';
import type { Log } from './log.ts';
import type { Transcript } from './transcript.ts';

const expiryWarningDays = 30;
const rateFromBytes = 1024 * 1024;

/** Tells the job log, a group a phase, and the transcript what a deployment does. */
export class RunObserver implements DeployObserver {
  readonly #log: Log;
  readonly #transcript: Transcript;
  readonly #inputs: Inputs;
  readonly #files: number;

  constructor(log: Log, transcript: Transcript, inputs: Inputs, files: number) {
    this.#log = log;
    this.#transcript = transcript;
    this.#inputs = inputs;
    this.#files = files;
  }

  phase(phase: Phase): void {
    const { endpoint } = this.#inputs;
    const titles: Record<Phase, string> = {
      connect: `Connecting to ${endpoint.host}, port ${endpoint.port}`,
      directories: 'Directories',
      upload: `Uploading ${count(this.#files, 'file')}`,
      publish: 'Publishing',
    };
    this.#log.group(titles[phase]);
  }

  connected(tls: TlsReport | undefined, greeting: string): void {
    if (tls !== undefined) this.#showTls(tls);
    this.#log.info(`Server: ${greeting}`);
  }

  loggedIn(): void {
    this.#log.info('Logged in.');
  }

  directoriesReady(made: number, existing: number): void {
    this.#log.info(`${count(made, 'directory', 'directories')} made, ${existing} there before.`);
  }

  retrying(what: string, error: Error, pauseMs: number): void {
    this.#transcript.add({ from: 'note', text: `trying again: ${printable(error.message)}` });
    const when = formatDuration(pauseMs);
    this.#log.info(`${printable(what)}: ${error.message} Trying again in ${when}.`);
  }

  fileStaged(file: FileResult, index: number): void {
    this.#log.info(`${this.#place(file, index)}  ${measures(file)}  staged`);
  }

  fileDone(file: FileResult, index: number): void {
    const fate = file.error === undefined ? measures(file) : `FAILED: ${file.error.message}`;
    this.#log.info(`${this.#place(file, index)}  ${fate}`);
  }

  notice(text: string): void {
    this.#log.notice(text);
  }

  dialogue(line: DialogueLine): void {
    this.#log.debug(this.#transcript.add(line));
  }

  #place(file: FileResult, index: number): string {
    return `[${index + 1}/${this.#files}] ${printable(file.remotePath)}`;
  }

  #showTls(tls: TlsReport): void {
    const { certificate } = tls;
    const days = daysLeft(certificate);
    this.#log.info(`TLS: ${tls.protocol}, ${tls.cipher}`);
    this.#log.info(`Certificate: ${printable(certificate.subject)}`);
    this.#log.info(`  issued by ${printable(certificate.issuer)}`);
    this.#log.info(`  valid until ${formatDay(certificate.validTo)}, ${formatDaysLeft(days)}`);
    this.#log.info(`  SHA-256 ${certificate.fingerprint256}`);
    if (!this.#inputs.tls.verify && this.#inputs.tls.pins.length === 0) {
      this.#log.warning(
        `The certificate was not checked (tls-verify: false): anybody could have answered. Use this line instead of it:\n  ${pinLine(certificate)}`,
      );
    }
    if (days < expiryWarningDays) {
      this.#log.warning(
        `The server's certificate is valid until ${formatDay(certificate.validTo)} only (${formatDaysLeft(days)}); its operator should renew it.`,
      );
    }
  }
}

function measures({ sizeBytes, milliseconds, attempts }: FileResult): string {
  const tries = attempts > 1 ? `  at attempt ${attempts}` : '';
  // Of a small file the rate says how far away the server is, not how fast.
  const rate = sizeBytes >= rateFromBytes ? `  ${formatRate(sizeBytes, milliseconds)}` : '';
  return `${formatBytes(sizeBytes)}  ${formatDuration(milliseconds)}${rate}${tries}`;
}
