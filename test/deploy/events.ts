import type {
  DeployObserver,
  DeployResult,
  RetrySubject,
  Verification,
} from '../../src/deploy/index.ts';

/** Records the events of a deployment as text, without progress and dialogue. */
export class EventRecorder implements DeployObserver {
  readonly events: string[] = [];

  phase: DeployObserver['phase'] = (phase) => this.events.push(phase);

  connected: DeployObserver['connected'] = (connection, { tls, greeting }) =>
    this.events.push(`${connection} connected: ${tls?.protocol ?? 'no TLS'}, ${greeting}`);

  portProbed: DeployObserver['portProbed'] = ({ port, answer }) =>
    this.events.push(`port ${port}: ${answer}`);

  loggedIn: DeployObserver['loggedIn'] = (connection) =>
    this.events.push(`${connection} logged in`);

  directoriesReady: DeployObserver['directoriesReady'] = ({ created, existing }) =>
    this.events.push(`${created} created, ${existing} existing`);

  retrying: DeployObserver['retrying'] = ({ subject, error }) =>
    this.events.push(`retry ${describeSubject(subject)}: ${error.message}`);

  fileStaged: DeployObserver['fileStaged'] = ({ remotePath, status }, index) =>
    this.events.push(`${index} ${remotePath} staged, ${status}`);

  fileDone: DeployObserver['fileDone'] = ({ remotePath, status }, index) =>
    this.events.push(`${index} ${remotePath} ${status}`);

  notice: DeployObserver['notice'] = (text) => this.events.push(`notice: ${text}`);

  fileProgress: DeployObserver['fileProgress'] = () => undefined;

  planReady: DeployObserver['planReady'] = (counts) =>
    this.events.push(
      `plan: ${counts.new} new, ${counts.changed} changed, ${counts.deleted} deleted, ${counts.unchanged} unchanged`,
    );

  fileDeleted: DeployObserver['fileDeleted'] = (remotePath) =>
    this.events.push(`deleted ${remotePath}`);

  fileKept: DeployObserver['fileKept'] = (remotePath, reason) =>
    this.events.push(`kept ${remotePath}: ${reason}`);

  maintenance: DeployObserver['maintenance'] = () => this.events.push('maintenance');
  waiting: DeployObserver['waiting'] = () => this.events.push('waiting');

  dialogue: DeployObserver['dialogue'] = () => undefined;
}

function describeSubject(subject: RetrySubject): string {
  return typeof subject === 'string' ? subject : subject.remotePath;
}

/** The status of each file, as text. */
export function statuses({ files }: DeployResult): string {
  return files.map((file) => `${file.remotePath} ${file.status}`).join(', ');
}

/** The error of one file. */
export function errorOf({ files }: DeployResult, remotePath: string): Error | undefined {
  const file = files.find((candidate) => candidate.remotePath === remotePath);
  return file?.status === 'failed' ? file.error : undefined;
}

/** How each file was verified; undefined for one that isn't uploaded. */
export function verifications({ files }: DeployResult): readonly (Verification | undefined)[] {
  return files.map((file) => (file.status === 'uploaded' ? file.verified : undefined));
}
