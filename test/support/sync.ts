import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../../src/deploy/sync/index.ts';
import type { SyncSettings } from '../../src/deploy/index.ts';
import type { FileContent, Workspace } from './workspace.ts';

/** The settings of `sync: changed` with `delete-removed`, in a repository of its own. */
export function syncSettings(changes: Partial<SyncSettings> = {}): SyncSettings {
  return {
    mode: 'changed',
    deleteRemoved: true,
    maxDeletions: { value: 100, isPercentage: true },
    neverDelete: [],
    stateFile: undefined,
    adopt: 'none',
    selection: { files: ['**'], exclude: [], baseDir: '.', flatten: false },
    repository: { id: '1', name: 'owner/name' },
    job: { runId: '1', job: 'deploy', attempt: 1 },
    isDryRun: false,
    ...changes,
  };
}

/** Whether a command names a state or a journal, as those at the start of every run do. */
export function asksForState({ argument }: { readonly argument: string }): boolean {
  return argument.includes('.htopen-ftps');
}

/** Replaces everything in a workspace by other files, as a checkout does. */
export async function checkOut(
  workspace: Workspace,
  files: Readonly<Record<string, FileContent>>,
): Promise<void> {
  for (const name of await readdir(workspace.path)) {
    await rm(path.join(workspace.path, name), { recursive: true });
  }
  for (const [name, content] of Object.entries(files)) await workspace.write(name, content);
}

/** Waits take no time, and the time of day jumps back by an hour at every look. */
export function jumpingClock(): Clock {
  let waitedMs = 0;
  let jumpsMs = 0;
  return {
    now: () => performance.now() + waitedMs,
    date: () => Date.now() - (jumpsMs += 3_600_000),
    wait: async (milliseconds) => {
      waitedMs += milliseconds;
      await setImmediate();
    },
  };
}
