import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { DeployResult, PublishMode } from '../../src/deploy/index.ts';
import type { Deployed } from '../support/deployment.ts';
import { deployWorkspace } from '../support/deployment.ts';
import type { ConnectionFault, FaultProxy } from '../support/fault-proxy.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { RealServer } from '../support/real-servers/index.ts';
import { authority } from '../support/real-server-fixture.ts';
import type { Workspace } from '../support/workspace.ts';
import { createWorkspace, tree } from '../support/workspace.ts';

/** A fault of one connection. */
export interface ProxyFault {
  readonly name: string;
  readonly kind: 'control' | 'data';
  /** Number of the first connection with the fault, among those of its kind. */
  readonly number: number;
  readonly fault: ConnectionFault | 'refuse';
}

/** Whether only one connection has the fault, or every later one too. */
export type Frequency = 'once' | 'always';

/** One run with one fault. */
export interface ProxyCase {
  readonly proxyFault: ProxyFault;
  readonly publish: PublishMode;
  readonly frequency: Frequency;
}

/** The files of every case; the last one is large enough to be resumed. */
export const newFiles = { 'a.txt': 'new a', 'index.html': '<h1>new</h1>', 'z.bin': 5_000_000 };
/** Older files of other sizes. */
const oldFiles = {
  'a.txt': 'the old a',
  'index.html': '<h1>the old one</h1>',
  'z.bin': 'the old z',
};
const largeFileNumber = Object.keys(newFiles).length;

/** Every wait in a run is limited by a timeout, so a longer run has hung, even on a busy machine. */
const hangMs = 120_000;

/** Bytes that each side sends when there is no fault. */
export interface Measurements {
  readonly control: { readonly client: number; readonly server: number };
  readonly largeData: number;
}

/** Runs without a fault, to find the middle and last byte of each connection. */
export async function measure(server: RealServer, publish: PublishMode): Promise<Measurements> {
  await using files = await createWorkspace(newFiles);
  await using proxy = await startFaultProxy({ target: server });
  const remoteDirectory = await putOld(server, `measured-${publish}`);
  const { result } = await deploy(server, proxy, files, { publish, remoteDirectory });
  if (result.error !== undefined) throw result.error;
  const control = proxy.control.each[0] ?? { client: 0, server: 0 };
  return { control, largeData: proxy.data.each[largeFileNumber - 1]?.client ?? 0 };
}

/** All faults, given the measurements. */
export function faultsFor({ control, largeData }: Measurements): ProxyFault[] {
  const places = (total: number) =>
    [
      { place: 'the first byte', at: 1 },
      { place: 'a middle byte', at: Math.floor(total / 2) },
      { place: 'the last byte', at: total - 1 },
    ] as const;
  const disruptions = ['reset', 'end', 'silence'] as const;
  const faults: ProxyFault[] = [];
  for (const what of disruptions) {
    for (const { place, at } of places(largeData)) {
      const name = `${what} at ${place} of an upload`;
      faults.push({ name, kind: 'data', number: largeFileNumber, fault: { what, at } });
    }
    for (const from of ['client', 'server'] as const) {
      for (const { place, at } of places(control[from])) {
        const name = `${what} at ${place} from the ${from} on the control connection`;
        faults.push({ name, kind: 'control', number: 1, fault: { what, at, from } });
      }
    }
    const name = `${what} at the first byte of a small upload`;
    faults.push({ name, kind: 'data', number: 1, fault: { what, at: 1 } });
    const after = `${what} after the last byte of an upload`;
    faults.push({ name: after, kind: 'data', number: largeFileNumber, fault: { what, at: 'end' } });
  }
  const refused = 'refused data connection';
  faults.push({ name: refused, kind: 'data', number: 2, fault: 'refuse' });
  const delay = { what: 'delay', at: Math.floor(largeData / 2), delayMs: 200 } as const;
  faults.push({ name: 'delayed upload', kind: 'data', number: largeFileNumber, fault: delay });
  return faults;
}

/** Where a case runs. */
export interface Location {
  readonly server: RealServer;
  /** Address of the proxy, used by no other case at the same time. */
  readonly host: string;
  /** Remote directory of this case. */
  readonly directory: string;
}

/** Result of a case. */
export interface CaseResult {
  /** One sentence each, followed by the dialogue. */
  readonly problems: readonly string[];
  readonly wasHit: boolean;
  readonly succeeded: boolean;
}

/** Runs one case, then compares the result with the server's disk. */
export async function runCase(proxyCase: ProxyCase, location: Location): Promise<CaseResult> {
  const { proxyFault, publish, frequency } = proxyCase;
  const { server, host } = location;
  await using files = await createWorkspace(newFiles);
  const remoteDirectory = await putOld(server, location.directory);
  const directory = path.join(server.root, remoteDirectory);
  const old = await tree(directory);
  await using proxy = await startFaultProxy({
    ...{ target: server, host },
    onConnection: ({ kind, number }) => {
      const isDue = number === proxyFault.number;
      const isHit = isDue || (frequency === 'always' && number > proxyFault.number);
      return kind === proxyFault.kind && isHit ? proxyFault.fault : undefined;
    },
  });
  const limits =
    frequency === 'once' ? { retries: 2, timeoutMs: 1_500 } : { retries: 1, timeoutMs: 1_000 };
  const startedAt = performance.now();
  const deployed = await deploy(server, proxy, files, { publish, remoteDirectory, ...limits });
  const elapsedMs = performance.now() - startedAt;
  const { result } = deployed;
  const contents = { old, new: await tree(files.path), now: await tree(directory) };
  const problems = [
    ...problemsOfFiles(result, publish, contents),
    ...problemsOfTemporaryFiles(result, proxyCase, contents.now),
    ...(mustSucceed(proxyCase, server) && result.error !== undefined
      ? [`failed after one fault: ${result.error.message}`]
      : []),
    ...(elapsedMs > hangMs ? [`took ${Math.round(elapsedMs)} ms`] : []),
  ];
  return {
    problems: problems.length === 0 ? [] : [...problems, ...deployed.dialogue],
    wasHit: proxy.faults > 0,
    succeeded: result.error === undefined,
  };
}

// vsftpd locks the file that it writes, and keeps the lock while the session waits for a data connection or its end. A
// server that hasn't answered at all within the timeout isn't asked again.
function mustSucceed({ proxyFault, frequency }: ProxyCase, server: RealServer): boolean {
  const { kind, fault } = proxyFault;
  const keepsLock = kind === 'data' && (fault === 'refuse' || fault.what === 'silence');
  const isUnanswered =
    kind === 'control' && fault !== 'refuse' && fault.what === 'silence' && fault.at === 1;
  return frequency === 'once' && !isUnanswered && !(server.name === 'vsftpd' && keepsLock);
}

interface Contents {
  readonly old: ReadonlyMap<string, string>;
  readonly new: ReadonlyMap<string, string>;
  readonly now: ReadonlyMap<string, string>;
}

function problemsOfFiles(result: DeployResult, publish: PublishMode, contents: Contents): string[] {
  const problems: string[] = [];
  for (const { remotePath, status } of result.files) {
    const name = path.posix.basename(remotePath);
    const now = contents.now.get(name);
    const isNew = now === contents.new.get(name);
    const isOld = now === contents.old.get(name);
    if (status === 'uploaded' && !isNew) problems.push(`${name} is uploaded but not complete`);
    if (status === 'pending' && !isOld) problems.push(`${name} is pending but was changed`);
    if (publish !== 'direct' && !isNew && !isOld) {
      problems.push(`${name} is neither the old nor the new file`);
    }
  }
  const allUploaded = result.files.every(({ status }) => status === 'uploaded');
  if (allUploaded !== (result.error === undefined)) {
    problems.push('the error does not match the status of the files');
  }
  return problems;
}

function problemsOfTemporaryFiles(
  result: DeployResult,
  { proxyFault, frequency }: ProxyCase,
  now: ReadonlyMap<string, string>,
): string[] {
  const isReachable = frequency === 'once' || proxyFault.kind === 'data';
  const listed = result.remainingTemporaryFiles.map((file) => path.posix.basename(file));
  return [...now.keys()]
    .filter((name) => name.startsWith('.up-'))
    .filter((name) => isReachable || !listed.includes(name))
    .map((name) => `${name} was not deleted${listed.includes(name) ? '' : ' or listed'}`);
}

function deploy(
  server: RealServer,
  proxy: FaultProxy,
  files: Workspace,
  options: Parameters<typeof deployWorkspace>[2],
): Promise<Deployed> {
  const target = { ...server, host: proxy.host, ca: authority.cert };
  return deployWorkspace(files, target, { firstPauseMs: 10, ...options });
}

/** Creates a directory with the old files, and returns its name. */
async function putOld(server: RealServer, directory: string): Promise<string> {
  await mkdir(path.join(server.root, directory));
  for (const [name, content] of Object.entries(oldFiles)) {
    await writeFile(path.join(server.root, directory, name), content);
  }
  await server.adoptFiles();
  return directory;
}
