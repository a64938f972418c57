import type { DeployObserver, FileResult, Phase, Plan, PlannedUpload } from '../../deploy/index.ts';
import type { DialogueLine, TlsInfo } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { ByteBudget } from '../byte-budget.ts';
import { count, formatBytes, formatDuration, formatRate } from '../format.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Log } from './log.ts';
import { Progress } from './progress.ts';
import { tlsLines, tlsWarnings } from '../report/tls-lines.ts';
import type { Transcript } from './transcript.ts';

/** Up to so many files each has a line of its own; where there are more, only failures have, and there is a count. */
const filesWithLines = 500;
const troubleBytes = 300 * 1024;

/** Tells the job log, a group a phase, and the transcript what a deployment does. */
export class RunObserver implements DeployObserver {
  readonly #log: Log;
  readonly #transcript: Transcript;
  readonly #inputs: Inputs;
  readonly #files: number;
  readonly #progress: Progress;
  readonly #failures = new ByteBudget(troubleBytes);
  #isFailureListCut = false;

  constructor(log: Log, transcript: Transcript, inputs: Inputs, plan: Plan) {
    this.#log = log;
    this.#transcript = transcript;
    this.#inputs = inputs;
    this.#files = plan.uploads.length;
    const totals = { files: this.#files, bytes: plan.totalBytes };
    this.#progress = new Progress((line) => {
      log.info(line);
    }, totals);
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
    this.#progress.begin(phase === 'publish' ? 'published' : 'uploaded');
  }

  connected(tls: TlsInfo | undefined, greeting: string): void {
    if (tls !== undefined) {
      for (const line of tlsLines(tls)) this.#log.info(line);
      for (const warning of tlsWarnings(tls, this.#inputs.tls)) this.#log.warning(warning);
    }
    this.#log.info(`Server: ${greeting}`);
  }

  loggedIn(): void {
    this.#log.info('Logged in.');
  }

  directoriesReady(made: number, existing: number): void {
    this.#log.info(`${count(made, 'directory', 'directories')} made, ${existing} there before.`);
  }

  retrying(what: string, error: Error, pauseMs: number): void {
    this.#transcript.add({ from: 'note', text: `trying again: ${sanitize(error.message)}` });
    const when = formatDuration(pauseMs);
    this.#logFailure(`${sanitize(what)}: ${error.message} Trying again in ${when}.`);
  }

  fileProgress(file: PlannedUpload, bytesSent: number): void {
    this.#progress.sent(file, bytesSent);
  }

  fileStaged(file: FileResult, index: number): void {
    this.#logFile(file, index, '  staged');
  }

  fileDone(file: FileResult, index: number): void {
    if (file.error === undefined) this.#logFile(file, index);
    else this.#logFailure(`${this.#place(file, index)}  FAILED: ${file.error.message}`);
  }

  notice(text: string): void {
    this.#log.notice(text);
  }

  dialogue(line: DialogueLine): void {
    this.#log.debug(this.#transcript.add(line));
  }

  #logFile(file: FileResult, index: number, remark = ''): void {
    if (this.#files > filesWithLines) this.#progress.ended(file);
    else this.#print(`${this.#place(file, index)}  ${measures(file)}${remark}`);
  }

  // A server that refuses every other file must not flood the log.
  #logFailure(line: string): void {
    if (this.#failures.tryAdd(line)) {
      this.#print(line);
    } else if (!this.#isFailureListCut) {
      this.#isFailureListCut = true;
      this.#print('What else fails is not shown here; the manifest (output "manifest") names it.');
    }
  }

  #print(line: string): void {
    this.#log.info(line);
    this.#progress.printed();
  }

  #place(file: FileResult, index: number): string {
    return `[${index + 1}/${this.#files}] ${sanitize(file.remotePath)}`;
  }
}

function measures({ sizeBytes, milliseconds, attempts }: FileResult): string {
  const tries = attempts > 1 ? `  at attempt ${attempts}` : '';
  const rate = sizeBytes === 0 ? '' : `  ${formatRate(sizeBytes, milliseconds)}`;
  return `${formatBytes(sizeBytes)}  ${formatDuration(milliseconds)}${rate}${tries}`;
}
