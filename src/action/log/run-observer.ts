import type {
  DeployObserver,
  FileResult,
  Phase,
  Plan,
  PlannedUpload,
  Retry,
  Severity,
  SyncCounts,
  WaitingFor,
} from '../../deploy/index.ts';
import type { DialogueLine, PortFinding, TlsInfo } from '../../ftps/index.ts';
import { ConnectionError, TimeoutError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { adviceContext } from '../advice/advice-context.ts';
import { adviceFor } from '../advice/advice.ts';
import { ByteBudget } from '../byte-budget.ts';
import { reasonOf } from '../errors.ts';
import { count, formatBytes, formatDuration, formatPlace, formatRate } from '../format.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { tlsLines, tlsWarnings } from '../report/tls-lines.ts';
import { FileCounter } from './file-counter.ts';
import type { Log } from './log.ts';
import { Progress } from './progress.ts';
import { describeRetry } from './retry-line.ts';
import { formatCounts, uploadReasons, waitingLine } from './sync-lines.ts';
import type { Transcript } from './transcript.ts';

/** With more files than this, only failures get a line of their own; the others are counted. */
const maxFileLines = 500;
const failureBytes = 300 * 1024;

interface ObservedRun {
  readonly log: Log;
  readonly transcript: Transcript;
  readonly inputs: Inputs;
  readonly plan: Plan;
}

/** Reports a deployment in the job log, and in the transcript. */
export class RunObserver implements DeployObserver {
  readonly #log: Log;
  readonly #transcript: Transcript;
  readonly #inputs: Inputs;
  readonly #files: FileCounter;
  readonly #progress: Progress;
  readonly #failures = new ByteBudget(failureBytes);
  readonly #advice = new Set<string>();
  #alternativePort: PortFinding | undefined;
  #isConnected = false;
  #isLoggedIn = false;
  #hasUploaded = false;
  #omitsFailures = false;
  #createdDirectories = 0;
  #deletions = 0;
  #uploadBytes: number;
  #isPublishing = false;
  /** Printed at the end, because they would hide the progress, or be hidden with it. */
  readonly #fileLines: string[] = [];
  readonly #deletedLines: string[] = [];

  constructor({ log, transcript, inputs, plan }: ObservedRun) {
    this.#log = log;
    this.#transcript = transcript;
    this.#inputs = inputs;
    this.#files = new FileCounter(plan.uploads.length);
    const print = (line: string) => {
      log.info(line);
    };
    this.#progress = new Progress({ print, files: plan.uploads });
    this.#uploadBytes = plan.totalBytes;
  }

  /** Number of directories that were created. */
  get createdDirectories(): number {
    return this.#createdDirectories;
  }

  // What takes long isn't in a group, because that would hide the progress and the failures.
  phase(phase: Phase): void {
    const { host, port } = this.#inputs.endpoint;
    this.#printFiles();
    this.#log.endGroup();
    switch (phase) {
      case 'connect':
        this.#log.group(`Connecting to ${host}:${port}`);
        break;
      case 'compare':
        this.#log.group('Comparing with the previous deployment');
        break;
      case 'directories':
        this.#log.group('Directories');
        break;
      case 'upload':
        if (this.#files.total > 0) this.#print(this.#uploadLine());
        break;
      case 'publish':
        this.#isPublishing = true;
        this.#print('Renaming the uploaded files');
        break;
    }
    this.#progress.begin(phase === 'publish' ? 'published' : 'uploaded');
  }

  /** The deployment has ended. */
  end(): void {
    this.#log.endGroup();
    this.#printFiles();
  }

  #uploadLine(): string {
    const { endpoint, remoteDir } = this.#inputs;
    const size = formatBytes(this.#uploadBytes);
    return `Uploading ${count(this.#files.total, 'file')} (${size}) to ${formatPlace(endpoint, remoteDir)}`;
  }

  /** Prints the lines of files, each list in a group. */
  #printFiles(): void {
    const lists = [
      ['Uploaded files', this.#fileLines],
      ['Deleted files', this.#deletedLines],
    ] as const;
    for (const [title, lines] of lists) {
      if (lines.length === 0) continue;
      this.#log.group(title);
      for (const line of lines.splice(0)) this.#log.info(line);
      this.#log.endGroup();
    }
  }

  // The server and its certificate are only shown once, and the log repeats no warning.
  connected(
    _connection: number,
    { tls, greeting }: { readonly tls: TlsInfo | undefined; readonly greeting: string },
  ): void {
    if (!this.#isConnected) {
      for (const line of tls === undefined ? [] : tlsLines(tls)) this.#log.info(line);
      this.#log.info(`Server: ${greeting}`);
    }
    this.#isConnected = true;
    for (const warning of tls === undefined ? [] : tlsWarnings(tls, this.#inputs.tls)) {
      this.#log.warning(warning);
    }
  }

  portProbed(finding: PortFinding): void {
    this.#alternativePort = finding;
  }

  loggedIn(connection: number): void {
    this.#print(this.#isLoggedIn ? `Connection ${connection}: logged in` : 'Logged in');
    this.#isLoggedIn = true;
  }

  waiting(run: WaitingFor): void {
    this.#printUngrouped(waitingLine(run));
  }

  maintenance(state: 'up' | 'down', remotePath: string): void {
    const what = state === 'up' ? 'Visitors now see' : 'Deleted';
    this.#print(`${what} the maintenance file ${sanitize(remotePath)}`);
  }

  planReady(counts: SyncCounts, uploads: readonly PlannedUpload[]): void {
    // The plan is worth reading without opening a group; that there is nothing to do is said at the end.
    this.#log.endGroup();
    if (uploads.length + counts.deleted > 0) this.#print(formatCounts(counts));
    this.#files.countUploads(uploads.length);
    this.#progress.expect(uploads);
    this.#uploadBytes = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#deletions = counts.deleted;
  }

  fileDeleted(remotePath: string): void {
    if (this.#deletions > maxFileLines) return;
    this.#deletedLines.push(`${sanitize(remotePath)}  deleted`);
  }

  fileKept(): void {
    // Reported at the end, together with the others that are kept for the same reason.
  }

  directoriesReady({ created, existing }: { created: number; existing: number }): void {
    this.#createdDirectories += created;
    this.#log.info(
      `Created ${count(created, 'directory', 'directories')} (${existing} already existed)`,
    );
  }

  retrying(retry: Retry): void {
    this.#transcript.note(`retrying: ${retry.error.message}`);
    this.#logFailure(describeRetry(retry));
    this.#logAdvice(retry);
  }

  // If the server or its data connections have never been reached, a retry is unlikely to help: the inputs are wrong, or a
  // firewall is in the way. The last attempt may be minutes away.
  #logAdvice({ subject, error }: Retry): void {
    const isUnreachable = subject === 'connection' ? !this.#isLoggedIn : isClosedDataPort(error);
    if (!isUnreachable || this.#hasUploaded) return;
    const found = this.#alternativePort;
    const connection = found === undefined ? {} : { alternativePort: found };
    const advice = adviceFor(error, adviceContext({ inputs: this.#inputs, connection })) ?? '';
    if (this.#advice.has(advice)) return;
    this.#advice.add(advice);
    for (const line of advice.split('\n')) this.#print(line);
  }

  fileProgress(file: PlannedUpload, bytesSent: number): void {
    this.#progress.sent(file, bytesSent);
  }

  fileStaged(file: FileResult, index: number): void {
    this.#logFile(file, index, '  staged');
  }

  fileDone(file: FileResult, index: number): void {
    if (file.status === 'unchanged') return;
    if (file.status === 'failed') {
      this.#progress.failed(file);
      this.#logFailure(`${this.#place(file, index)}  failed: ${reasonOf(file.error)}`);
    } else this.#logFile(file, index);
  }

  notice(text: string, severity: Severity = 'notice'): void {
    this.#log[severity](text);
  }

  dialogue(connection: number, line: DialogueLine): void {
    this.#log.debug(this.#transcript.add(connection, line));
  }

  #logFile(file: FileResult, index: number, remark = ''): void {
    this.#hasUploaded = true;
    const place = this.#place(file, index);
    // A staged file has its line already.
    if (this.#files.total <= maxFileLines && !this.#isPublishing) {
      this.#fileLines.push(`${place}  ${measures(file)}${remark}`);
    }
    this.#progress.done(file, file.milliseconds);
  }

  // A server that rejects every second file must not flood the log.
  #logFailure(line: string): void {
    if (this.#failures.tryAdd(line)) {
      this.#printUngrouped(line);
    } else if (!this.#omitsFailures) {
      this.#omitsFailures = true;
      this.#printUngrouped(
        'Further failures are omitted. See the manifest (output "manifest") for the full list.',
      );
    }
  }

  /** Ends a group, because it would hide the line. */
  #printUngrouped(line: string): void {
    this.#log.endGroup();
    this.#print(line);
  }

  #print(line: string): void {
    this.#log.info(line);
    this.#progress.printed();
  }

  #place(file: FileResult, index: number): string {
    return `${this.#files.place(file.remotePath, index)} ${sanitize(file.remotePath)}`;
  }
}

function isClosedDataPort(error: Error): boolean {
  if (error instanceof ConnectionError) return error.connection === 'data';
  return error instanceof TimeoutError && error.connection === 'data' && error.phase === 'connect';
}

function measures({ sizeBytes, milliseconds, attempts, reason }: FileResult): string {
  const retried = attempts > 1 ? `  attempt ${attempts}` : '';
  const rate = sizeBytes === 0 ? '' : `  ${formatRate(sizeBytes, milliseconds)}`;
  const why = reason === undefined ? '' : uploadReasons[reason];
  return `${formatBytes(sizeBytes)}  ${formatDuration(milliseconds)}${rate}${retried}${why && `  ${why}`}`;
}
