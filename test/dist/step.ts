import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { ActionRun, ActionRunOptions } from '../support/action.ts';
import { runAction } from '../support/action.ts';
import { createAuthority } from '../support/certificates.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import { startEmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import type { Workspace } from '../support/workspace.ts';

/** The CA that the steps trust. */
export const authority = await createAuthority();

/** The certificate of the servers. */
export const certificate = await authority.issue({
  commonName: 'Embedded server',
  dnsNames: ['localhost'],
  ipAddresses: ['127.0.0.1', '::1'],
});

/** The credentials; words that occur nowhere else. */
export const login = { username: 'wendeline', password: 'correct-horse%battery"staple' } as const;

/** Starts a server that accepts `login`. */
export function serve(
  root: Workspace,
  options: Partial<EmbeddedServerOptions> = {},
): Promise<EmbeddedServer> {
  return startEmbeddedServer({ root: root.path, certificate, ...login, ...options });
}

/** Runs the built action with the inputs that this server needs, and further inputs. */
export function deployTo(
  server: Pick<EmbeddedServer, 'host' | 'port'>,
  workspace: Pick<Workspace, 'path'>,
  inputs: Readonly<Record<string, string>>,
): Promise<ActionRun> {
  return runStep(server, { workspace, inputs });
}

/** The same with options of the run. */
export function runStep(
  server: Pick<EmbeddedServer, 'host' | 'port'>,
  options: Omit<ActionRunOptions, 'workspace'> & { readonly workspace: Pick<Workspace, 'path'> },
): Promise<ActionRun> {
  return runAction({
    ...options,
    workspace: options.workspace.path,
    inputs: {
      server: server.host,
      port: String(server.port),
      'tls-ca': authority.cert,
      ...login,
      ...options.inputs,
    },
  });
}

/** An error annotation. */
interface Annotation {
  readonly title: string;
  /** As a runner displays it. */
  readonly text: string;
}

/** The error annotations of a run. */
export function annotationsOf(run: ActionRun): Annotation[] {
  return [...run.log.matchAll(/^::error title=([^:]*)::(.*?)\r?$/gm)].map(
    ([, title = '', text = '']) => ({ title: unescaped(title), text: unescaped(text) }),
  );
}

/** What the error annotations of a run say, without the code and the link in the last line. */
export function errorsOf(run: ActionRun): string[] {
  return annotationsOf(run).map(({ text }) => text.replace(/\n[A-Z_]+: https:\/\/\S+$/, ''));
}

function unescaped(text: string): string {
  return text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%');
}

/** Fails with the log when the run failed. */
export function assertSucceeded(run: ActionRun): void {
  assert.equal(run.exitCode, 0, run.log);
}

/** A manifest. */
export interface Manifest {
  readonly run: Readonly<Record<string, unknown>>;
  readonly files: readonly Readonly<Record<string, unknown>>[];
}

/** Reads the manifest that the output `manifest` points to. */
export async function manifestOf(run: ActionRun): Promise<Manifest> {
  return JSON.parse(await readFile(run.outputs['manifest'] ?? '', 'utf8')) as Manifest;
}

/** Reads the transcript without the times. */
export async function transcriptOf(run: ActionRun): Promise<string> {
  const text = await readFile(run.outputs['transcript'] ?? '', 'utf8');
  return text.replace(/^ *\d+\.\d{3} /gm, '');
}

/** The remote paths in the output `uploaded-files`. */
export function uploadedPaths(run: ActionRun): string[] {
  return JSON.parse(run.outputs['uploaded-files'] ?? '') as string[];
}
