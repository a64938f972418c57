import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type ActionRun, runAction } from '../support/action.ts';
import { createAuthority } from '../support/certificates.ts';
import {
  type RealServer,
  type RealServerOptions,
  type ServerName,
  startRealServer,
  whyUnavailable,
} from '../support/real-servers/index.ts';
import { RawClient } from '../support/raw-client.ts';
import { modeOf } from '../support/real-server-fixture.ts';
import { assertSameTree, tree, type Workspace } from '../support/workspace.ts';

/** One run of the action against a real server. */
export interface Deployment extends Pick<ActionRun, 'exitCode' | 'log' | 'outputs' | 'summary'> {
  readonly manifest: Manifest;
  readonly transcript: string;
}

/** The parts of the manifest that these tests use. */
export interface Manifest {
  readonly run: {
    readonly tlsMode: string;
    readonly tlsProtocol: string;
    readonly controlConnections: number;
    readonly connections: {
      readonly wanted: number;
      readonly used: number;
      readonly refusal: string | null;
    };
    readonly dataConnections: { readonly total: number; readonly resumed: number };
  };
  readonly files: readonly {
    readonly local: string;
    readonly bytes: number;
    readonly sha256: string | null;
    readonly status: string;
  }[];
}

/** Expectations in addition to identical files. */
export interface Expectation {
  readonly tls?: 'TLSv1.2' | 'TLSv1.3';
  /** Whether all data connections resumed the TLS session, or none. Default: `true`. */
  readonly resumed?: boolean;
  /** Default: the login directory. */
  readonly remoteDirectory?: string;
}

const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');

/** The CA of all servers. */
export const authority = await createAuthority();

const certificate = await authority.issue({
  commonName: 'localhost',
  ipAddresses: ['127.0.0.1', '127.0.0.2'],
  keyType: 'rsa',
});

/** Test options that skip a test if the server is unavailable, except in CI on Linux. */
export function needs(name: ServerName): { readonly skip: string | false } {
  const mustRun = isCi && process.platform === 'linux';
  return { skip: mustRun ? false : (whyUnavailable(name) ?? false) };
}

/** Runs a test with a server, and shows the server's log if it fails. */
export async function withServer(
  t: TestContext,
  name: ServerName,
  options: Omit<RealServerOptions, 'certificate'>,
  body: (server: RealServer) => Promise<void>,
): Promise<void> {
  await using server = await startRealServer(name, {
    certificate: { ...certificate, chain: authority.cert },
    ...options,
  });
  try {
    await body(server);
  } catch (error) {
    t.diagnostic(await server.log());
    throw error;
  }
}

/** Connects to a server and waits for the greeting. */
export async function openSession(server: RealServer): Promise<RawClient> {
  const { host, port } = server;
  const explicit = modeOf(server.name) === 'explicit';
  const client = await RawClient.open({ host, port, ca: authority.cert, explicit });
  await client.reply();
  return client;
}

/** Runs the action in a workspace; by default it uploads all files. */
export async function deploy(
  t: TestContext,
  server: RealServer,
  workspace: Workspace,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Deployment> {
  const { host, port, username, password } = server;
  await using run = await runAction({
    inputs: {
      server: host,
      port: String(port),
      username,
      password,
      files: '**',
      'tls-ca': authority.cert,
      ...inputs,
    },
    workspace: workspace.path,
    signal: t.signal,
  });
  const { exitCode, log, outputs, summary } = run;
  const report = async (output: string) => readFile(outputs[output] ?? `no ${output}`, 'utf8');
  return {
    exitCode,
    log,
    outputs,
    summary,
    manifest: JSON.parse(await report('manifest')) as Manifest,
    transcript: await report('transcript'),
  };
}

/** Fails unless the server has exactly the files of the workspace, and the report matches. */
export async function assertDelivered(
  server: RealServer,
  workspace: Workspace,
  deployment: Deployment,
  { tls, resumed = true, remoteDirectory = '.' }: Expectation = {},
): Promise<void> {
  const { exitCode, log, manifest, outputs, summary } = deployment;
  assert.equal(exitCode, 0, log);
  const expected = await tree(workspace.path);
  assertSameTree(await tree(join(server.root, remoteDirectory)), expected);
  const reported = manifest.files.map(({ local, sha256 }) => [local, sha256 ?? ''] as const);
  assertSameTree(new Map(reported.toSorted()), new Map([...expected].toSorted()));
  assert.equal(outputs['uploaded-count'], String(expected.size));

  const count = { total: expected.size, resumed: resumed ? expected.size : 0 };
  assert.deepEqual(manifest.run.dataConnections, count);
  const resumption = `${count.resumed} of ${count.total} data connections`;
  assert.ok(summary.includes(`<td>${resumption}</td>`), summary);
  assert.equal(log.includes('did not resume the TLS session'), !resumed, log);
  if (tls !== undefined) assert.equal(manifest.run.tlsProtocol, tls);
}
