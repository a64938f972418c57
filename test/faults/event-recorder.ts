import type { DeployObserver, Retry } from '../../src/deploy/index.ts';

/** Records the events that the server's dialogue and disk don't show. */
export class EventRecorder implements DeployObserver {
  readonly phases: string[] = [];
  readonly retried: Retry[] = [];
  readonly notices: string[] = [];

  phase(phase: string): void {
    this.phases.push(phase);
  }
  retrying(retry: Retry): void {
    this.retried.push(retry);
  }
  notice(text: string): void {
    this.notices.push(text);
  }
  connected(): void {
    // In the server's dialogue.
  }
  portProbed(): void {
    // On no port of these servers.
  }
  loggedIn(): void {
    // In the server's dialogue.
  }
  directoriesReady(): void {
    // On the server's disk.
  }
  fileProgress(): void {
    // On the server's disk.
  }
  fileStaged(): void {
    // In the result.
  }
  fileDone(): void {
    // In the result.
  }
  maintenance(): void {
    // On the server's disk.
  }
  planReady(): void {
    // In the result.
  }
  fileDeleted(): void {
    // In the result.
  }
  fileKept(): void {
    // In the result.
  }
  waiting(): void {
    // On the server's disk.
  }
  dialogue(): void {
    // The server records its own dialogue.
  }
}
