import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { DeployObserver, DeployOptions, DeployResult, Plan } from '../../src/deploy/index.ts';
import { deploy, planUploads } from '../../src/deploy/index.ts';
import type { TlsMode } from '../../src/ftps/index.ts';
import type { Workspace } from './workspace.ts';

/** A server as a deployment sees it. */
export interface TargetServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** PEM of the authority to trust. */
  readonly ca: string;
  readonly mode?: TlsMode;
}

/** What a test may choose; everything else has short pauses and the action's defaults. */
export interface DeploymentOptions extends Partial<Omit<DeployOptions, 'retry'>> {
  readonly retries?: number;
  readonly timeoutMs?: number;
  readonly firstPauseMs?: number;
  readonly keepAliveMs?: number;
  readonly remoteDirectory?: string;
  /** Called with everything that the deployment tells. */
  readonly observer?: Partial<DeployObserver>;
}

/** What came of a deployment, and what it told on the way. */
export interface Deployed {
  readonly result: DeployResult;
  readonly notices: readonly string[];
  /** Messages of the errors after which something was tried again. */
  readonly retried: readonly string[];
  /** `C: ...` and `S: ...`. */
  readonly dialogue: readonly string[];
}

/** Plans the upload of every file in a directory. */
export async function planDirectory(directory: string, remoteDirectory = ''): Promise<Plan> {
  const names = await readdir(directory, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => {
      const file = path.join(directory, name);
      const stats = await stat(file);
      const described = { path: file, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
      return stats.isFile() ? [described] : [];
    }),
  );
  const mapping = { baseDirectory: directory, remoteDirectory, flatten: false };
  return planUploads(found.flat(), mapping);
}

/** Plans the upload of a workspace and carries it out in this process. */
export async function deployWorkspace(
  workspace: Workspace,
  server: TargetServer,
  options: DeploymentOptions = {},
): Promise<Deployed> {
  const plan = await planDirectory(workspace.path, options.remoteDirectory);
  return deployPlan(plan, server, options);
}

/** Carries a plan out in this process. */
export async function deployPlan(
  plan: Plan,
  server: TargetServer,
  options: DeploymentOptions = {},
): Promise<Deployed> {
  const { publish = 'direct', verifyUploads: verify = 'size', preserveMtime = false } = options;
  const { signal = new AbortController().signal, retries = 3, firstPauseMs = 10 } = options;
  const told = listener(options.observer ?? {});
  const result = await deploy(
    plan,
    target(server, options),
    { publish, verifyUploads: verify, preserveMtime, signal, retry: { retries, firstPauseMs } },
    told.observer,
  );
  return { result, ...told };
}

function target(server: TargetServer, options: DeploymentOptions) {
  const { host, port, username, password, ca, mode = 'implicit' } = server;
  const { timeoutMs = 5_000, keepAliveMs } = options;
  return {
    endpoint: { host, port },
    ...{ mode, username, password, timeoutMs },
    ...(keepAliveMs === undefined ? {} : { keepAliveMs }),
    tls: {
      ...{ serverName: 'localhost', ca: [ca], pins: [], verify: true },
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
  } as const;
}

function listener(also: Partial<DeployObserver>) {
  const notices: string[] = [];
  const retried: string[] = [];
  const dialogue: string[] = [];
  const marks = { client: 'C', server: 'S', note: '!' } as const;
  const nothing = () => undefined;
  const observer: DeployObserver = {
    phase: nothing,
    connected: nothing,
    loggedIn: nothing,
    directoriesReady: nothing,
    fileProgress: nothing,
    fileStaged: nothing,
    fileDone: nothing,
    ...also,
    retrying: (what, error, pauseMs) => {
      retried.push(error.message);
      also.retrying?.(what, error, pauseMs);
    },
    notice: (text) => {
      notices.push(text);
      also.notice?.(text);
    },
    dialogue: (line) => {
      dialogue.push(`${marks[line.from]}: ${line.text}`);
      also.dialogue?.(line);
    },
  };
  return { observer, notices, retried, dialogue };
}
