import path from 'node:path';

import type { JobId, Plan, Repository, Selection, SyncSettings } from '../deploy/index.ts';
import type { Inputs } from './inputs/inputs.ts';
import { relativeToWorkspace, workspaceDirectory } from './workspace.ts';

/** What an incremental deployment depends on: the inputs, and what the runner says about the job; undefined with `sync: off`. */
export function syncSettings(inputs: Inputs, plan: Plan | undefined): SyncSettings | undefined {
  const { mode, ...others } = inputs.sync;
  if (mode === 'off') return undefined;
  return {
    ...others,
    mode,
    selection: selectionOf(inputs, plan),
    repository: repository(),
    job: job(),
    isDryRun: inputs.dryRun || inputs.preflight,
  };
}

/** The same selection has the same text on every runner. */
function selectionOf(
  { files, exclude, baseDir, flatten }: Inputs,
  plan: Plan | undefined,
): Selection {
  const workspace = workspaceDirectory();
  const base = plan?.baseDirectory ?? baseDir;
  return {
    files: files.map((pattern) => portablePattern(pattern, workspace)),
    exclude,
    baseDir: base === undefined ? '' : relativeToWorkspace(base, workspace),
    flatten,
  };
}

function portablePattern(pattern: string, workspace: string): string {
  const [, negation = '', body = ''] = /^(!*)(.*)$/.exec(pattern) ?? [];
  return negation + (path.isAbsolute(body) ? relativeToWorkspace(body, workspace) : body);
}

function repository(): Repository {
  return { id: variable('GITHUB_REPOSITORY_ID'), name: variable('GITHUB_REPOSITORY') };
}

function job(): JobId | undefined {
  const [runId, name] = [variable('GITHUB_RUN_ID'), variable('GITHUB_JOB')];
  const attempt = Number(variable('GITHUB_RUN_ATTEMPT') ?? '1');
  if (runId === undefined || name === undefined || !Number.isSafeInteger(attempt)) return undefined;
  return { runId, job: name, attempt };
}

function variable(name: string): string | undefined {
  const text = process.env[name]?.trim() ?? '';
  return text === '' ? undefined : text;
}
