/** Runs the preflight of an embedded server and checks that it changes nothing there. */
import assert from 'node:assert/strict';

import type { DeployTarget, PreflightResult, SyncSettings } from '../../src/deploy/index.ts';
import { preflight } from '../../src/deploy/index.ts';
import type { Verification } from '../../src/deploy/index.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { CommandOverride, EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { deployTarget } from '../support/target.ts';

/** What a test can change. */
export interface PreflightChanges {
  readonly remoteDirectory?: string;
  readonly verifyUploads?: Verification;
  readonly connections?: number;
  readonly sync?: SyncSettings;
  readonly signal?: AbortSignal;
  readonly target?: Partial<DeployTarget>;
  /** Receives the notices. */
  readonly notices?: string[];
}

const old = { 'index.html': 'old', 'www/a.txt': 'a' };

export function preflightAt(
  server: Pick<EmbeddedServer, 'host' | 'port'>,
  { target, notices = [], ...changes }: PreflightChanges = {},
): Promise<PreflightResult> {
  const defaults = { remoteDirectory: '', verifyUploads: 'size', connections: 1 } as const;
  const options = { ...defaults, ...changes };
  const signal = changes.signal ?? new AbortController().signal;
  const observer = {
    dialogue: () => undefined,
    notice: (text: string) => {
      notices.push(text);
    },
  };
  return preflight({ ...deployTarget(server), ...target }, { ...options, signal }, observer);
}

/** Runs a preflight of a server and checks that it sends no command that changes anything. */
export async function runPreflight(
  server: Partial<EmbeddedServerOptions>,
  changes: PreflightChanges = {},
) {
  await using root = await createWorkspace(old);
  await using embedded = await start(root, server);
  const before = await tree(root.path);
  const mode = server.mode ?? 'implicit';
  const notices: string[] = [];
  const target = { mode, ...changes.target };
  const result = await preflightAt(embedded, { notices, ...changes, target });
  assert.deepEqual(await tree(root.path), before);
  assert.equal(embedded.bytesReceived, 0);
  const changing = /^(STOR|STOU|APPE|ALLO|MKD|RMD|DELE|RNFR|RNTO|MFMT|MDTM \d|SITE)\b/im;
  assert.doesNotMatch(embedded.clientText, changing);
  return { result, notices, dialogue: embedded.dialogue, server: embedded };
}

/** The step that failed, and the error there. */
export function failureOf({ failure }: PreflightResult) {
  assert.ok(failure !== undefined, 'the preflight succeeded');
  return failure;
}

/** Overrides the reply to one verb. */
export const override =
  (overridden: string, reply: CommandOverride) =>
  ({ verb }: { verb: string }) =>
    verb === overridden ? reply : undefined;
