import type { DeployObserver } from '../../src/deploy/index.ts';

/** Keeps what an observer is told and the server does not know. */
export class Told implements DeployObserver {
  readonly phases: string[] = [];
  readonly retried: { readonly what: string; readonly error: Error }[] = [];
  readonly notices: string[] = [];

  phase(phase: string): void {
    this.phases.push(phase);
  }
  retrying(what: string, error: Error): void {
    this.retried.push({ what, error });
  }
  notice(text: string): void {
    this.notices.push(text);
  }
  connected(): void {
    // The server's dialogue has it.
  }
  loggedIn(): void {
    // The same.
  }
  directoriesReady(): void {
    // The disk has it.
  }
  fileProgress(): void {
    // The same.
  }
  fileStaged(): void {
    // The result has it.
  }
  fileDone(): void {
    // The same.
  }
  dialogue(): void {
    // The server's own is looked at.
  }
}
