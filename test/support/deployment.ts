import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { TlsMode } from '../../src/ftps/index.ts';
import type { DeployObserver, DeployOptions, DeployResult, Plan } from '../../src/deploy/index.ts';
import { deploy, joinRemotePath } from '../../src/deploy/index.ts';
import type { ModeRule } from '../../src/deploy/plan/file-modes.ts';
import { planUploads } from '../../src/deploy/plan/plan.ts';
import type { TargetServer } from './target.ts';
import { deployOptions, deployTarget } from './target.ts';
import type { Workspace } from './workspace.ts';

/** What a deployment can change; everything else is as in `deployOptions`. */
export interface DeploymentOptions extends Partial<Omit<DeployOptions, 'retry'>> {
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly firstPauseMs?: number;
  readonly keepAliveMs?: number;
  readonly mode?: TlsMode;
  readonly remoteDirectory?: string;
  readonly chmod?: readonly ModeRule[];
  /** Content of the maintenance file `app_offline.htm`; none by default. */
  readonly maintenancePage?: string;
  /** Whether a file is deployed, by its local path with `/`. Default: all are. */
  readonly select?: (name: string) => boolean;
  /** Receives the events of the deployment. */
  readonly observer?: Partial<DeployObserver>;
}

/** Result of a deployment with the events that it reported. */
export interface Deployed {
  readonly result: DeployResult;
  readonly notices: readonly string[];
  /** Messages of the errors that were retried. */
  readonly retried: readonly string[];
  /** `C: ...` and `S: ...`. */
  readonly dialogue: readonly string[];
}

/** Plans to upload every file in a directory. */
export async function planDirectory(
  directory: string,
  remoteDirectory = '',
  { select = () => true, chmod = [] }: Pick<DeploymentOptions, 'select' | 'chmod'> = {},
): Promise<Plan> {
  const names = (await readdir(directory, { recursive: true })).filter((name) =>
    select(name.replaceAll(path.sep, '/')),
  );
  const found = await Promise.all(
    names.map(async (name) => {
      const file = path.join(directory, name);
      const stats = await stat(file);
      const described = { path: file, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
      return stats.isFile() ? [described] : [];
    }),
  );
  const mapping = { baseDirectory: directory, remoteDirectory, flatten: false, chmod };
  const files = {
    files: found.flat(),
    problems: [],
    unmatchedPatterns: [],
    warnings: [],
    commonDirectory: directory,
  };
  return planUploads(
    { ...files, skipped: { gitFiles: 0, links: 0, danglingLinks: [], excluded: [] } },
    mapping,
  );
}

/** Deploys everything in a workspace, in this process. */
export async function deployWorkspace(
  workspace: Workspace,
  server: TargetServer,
  options: DeploymentOptions = {},
): Promise<Deployed> {
  const { retries = 3, firstPauseMs = 10, timeoutMs = 5_000, keepAliveMs, mode, ...rest } = options;
  const { remoteDirectory, select, chmod, maintenancePage, observer = {}, ...changes } = rest;
  const events = recordEvents(observer);
  const plan = await planDirectory(workspace.path, remoteDirectory, {
    ...(select === undefined ? {} : { select }),
    ...(chmod === undefined ? {} : { chmod }),
  });
  const result = await deploy({
    plan: { ...plan, ...maintenanceOf(maintenancePage, plan.remoteDirectory) },
    target: deployTarget(server, {
      timeoutMs,
      ...(keepAliveMs === undefined ? {} : { keepAliveMs }),
      ...(mode === undefined ? {} : { mode }),
    }),
    options: deployOptions({ ...changes, retry: { retries, firstPauseMs } }),
    observer: events.observer,
  });
  return { result, ...events };
}

function maintenanceOf(content: string | undefined, directory: string) {
  if (content === undefined) return {};
  const remotePath = joinRemotePath(directory, 'app_offline.htm');
  return {
    maintenancePage: { localPath: '/app_offline.htm', remotePath, bytes: Buffer.from(content) },
  };
}

function recordEvents(also: Partial<DeployObserver>) {
  const notices: string[] = [];
  const retried: string[] = [];
  const dialogue: string[] = [];
  const marks = { client: 'C', server: 'S', note: '!' } as const;
  const nothing = () => undefined;
  const observer: DeployObserver = {
    phase: nothing,
    connected: nothing,
    portProbed: nothing,
    loggedIn: nothing,
    directoriesReady: nothing,
    fileProgress: nothing,
    fileStaged: nothing,
    fileDone: nothing,
    planReady: nothing,
    fileDeleted: nothing,
    fileKept: nothing,
    waiting: nothing,
    maintenance: nothing,
    ...also,
    retrying: (retry) => {
      retried.push(retry.error.message);
      also.retrying?.(retry);
    },
    notice: (text) => {
      notices.push(text);
      also.notice?.(text);
    },
    dialogue: (connection, line) => {
      dialogue.push(`${marks[line.from]}: ${line.text}`);
      also.dialogue?.(connection, line);
    },
  };
  return { observer, notices, retried, dialogue };
}
