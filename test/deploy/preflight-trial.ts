/** A preflight of the embedded server, which must leave it as it was. */
import assert from 'node:assert/strict';

import type { DeployTarget, PreflightResult } from '../../src/deploy/index.ts';
import { preflight } from '../../src/deploy/index.ts';
import type { Verification } from '../../src/deploy/index.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { CommandOverride, EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { createWorkspace, tree } from '../support/workspace.ts';
import { deployTarget } from '../support/target.ts';

/** What a test may choose. */
export interface Choice {
  readonly remoteDirectory?: string;
  readonly verifyUploads?: Verification;
  readonly signal?: AbortSignal;
  readonly target?: Partial<DeployTarget>;
}

const old = { 'index.html': 'old', 'www/a.txt': 'a' };

export function preflightAt(
  server: Pick<EmbeddedServer, 'host' | 'port'>,
  { target, ...choice }: Choice = {},
): Promise<PreflightResult> {
  const options = { remoteDirectory: '', verifyUploads: 'size', ...choice } as const;
  const signal = choice.signal ?? new AbortController().signal;
  return preflight({ ...deployTarget(server), ...target }, { ...options, signal }, () => undefined);
}

/** Tries a server, and sees to it that nothing has changed there and nothing was sent that changes. */
export async function tried(server: Partial<EmbeddedServerOptions>, choice: Choice = {}) {
  await using root = await createWorkspace(old);
  await using embedded = await start(root, server);
  const before = await tree(root.path);
  const mode = server.mode ?? 'implicit';
  const result = await preflightAt(embedded, { ...choice, target: { mode, ...choice.target } });
  assert.deepEqual(await tree(root.path), before);
  assert.equal(embedded.bytesReceived, 0);
  const changing = /^(STOR|STOU|APPE|ALLO|MKD|RMD|DELE|RNFR|RNTO|MFMT|MDTM|SITE)\b/im;
  assert.doesNotMatch(embedded.clientText, changing);
  return { result, dialogue: embedded.dialogue, server: embedded };
}

/** The step that failed, and the error there. */
export function failureOf({ failure }: PreflightResult) {
  assert.ok(failure !== undefined, 'the preflight passed');
  return failure;
}

/** Another answer to one verb. */
export const override =
  (refused: string, answer: CommandOverride) =>
  ({ verb }: { verb: string }) =>
    verb === refused ? answer : undefined;
