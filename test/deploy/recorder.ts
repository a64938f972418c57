import { stat } from 'node:fs/promises';
import path from 'node:path';

import type { DeployObserver, DeployResult, Plan } from '../../src/deploy/index.ts';
import { planUploads } from '../../src/deploy/index.ts';
import type { Workspace } from '../support/workspace.ts';
import { tree } from '../support/workspace.ts';

/** Writes down what a deployment tells. */
export class Recorder implements DeployObserver {
  readonly events: string[] = [];
  phase(phase: string): void {
    this.events.push(phase);
  }
  connected(_tls: unknown, greeting: string): void {
    this.events.push(`connected: ${greeting}`);
  }
  loggedIn(): void {
    this.events.push('logged in');
  }
  directoriesReady(made: number, existing: number): void {
    this.events.push(`${made} made, ${existing} existing`);
  }
  retrying(what: string, error: Error): void {
    this.events.push(`${what} again: ${error.message}`);
  }
  fileProgress(): void {
    // Comes as often as the network wants.
  }
  fileStaged({ remotePath }: { remotePath: string }, index: number): void {
    this.events.push(`${index} ${remotePath} staged`);
  }
  notice(text: string): void {
    this.events.push(`notice: ${text}`);
  }
  fileDone({ remotePath, status }: { remotePath: string; status: string }, index: number): void {
    this.events.push(`${index} ${remotePath} ${status}`);
  }
  dialogue(): void {
    // The dialogue is the server's to tell.
  }
}

/** Plans to upload everything in a workspace. */
export async function planOf(workspace: Workspace, remoteDirectory = ''): Promise<Plan> {
  const files = await Promise.all(
    [...(await tree(workspace.path)).keys()].map(async (name) => {
      const file = path.join(workspace.path, name);
      const { size, mtimeMs } = await stat(file);
      return { path: file, sizeBytes: size, modifiedMs: mtimeMs };
    }),
  );
  return planUploads(files, { baseDirectory: workspace.path, remoteDirectory, flatten: false });
}

/** What became of each file, in one line. */
export function statuses(result: DeployResult): string {
  return result.files.map((file) => `${file.remotePath} ${file.status}`).join(', ');
}
