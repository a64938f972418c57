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

/** One thing that goes wrong. */
export interface Case {
  readonly name: string;
  readonly kind: 'control' | 'data';
  /** The connection that it happens to first: the number among those of its kind. */
  readonly number: number;
  readonly fault: ConnectionFault | 'refuse';
}

/** How often it goes wrong: with one connection, or with that one and every later one. */
export type HowOften = 'once' | 'always';

/** The files of every case: the last one is large enough to be resumed. */
export const newFiles = { 'a.txt': 'new a', 'index.html': '<h1>new</h1>', 'z.bin': 5_000_000 };
/** Of other sizes than the new ones. */
const oldFiles = {
  'a.txt': 'the old a',
  'index.html': '<h1>the old one</h1>',
  'z.bin': 'the old z',
};
const large = Object.keys(newFiles).length;

/** Longest time that a run may take, in milliseconds: each wait in it is bounded by the time-out. */
const longestMs = 30_000;

/** How much goes through each connection when nothing goes wrong. */
export interface Measures {
  readonly control: { readonly client: number; readonly server: number };
  readonly largeData: number;
}

/** Runs once without a fault, to know where the middles and the ends are. */
export async function measure(server: RealServer, publish: PublishMode): Promise<Measures> {
  await using files = await createWorkspace(newFiles);
  await using proxy = await startFaultProxy({ target: server });
  const remoteDirectory = await putOld(server, `measured-${publish}`);
  const { result } = await run(server, proxy, files, { publish, remoteDirectory });
  if (result.error !== undefined) throw result.error;
  const control = proxy.control.each[0] ?? { client: 0, server: 0 };
  return { control, largeData: proxy.data.each[large - 1]?.client ?? 0 };
}

/** Everything that can go wrong at these places. */
export function casesFor({ control, largeData }: Measures): Case[] {
  const places = (total: number) =>
    [
      ['the first byte', 1],
      ['a middle byte', Math.floor(total / 2)],
      ['the last byte', total - 1],
    ] as const;
  const disruptions = ['reset', 'end', 'silence'] as const;
  const cases: Case[] = [];
  for (const what of disruptions) {
    for (const [place, at] of places(largeData)) {
      const name = `${what} at ${place} of an upload`;
      cases.push({ name, kind: 'data', number: large, fault: { what, at } });
    }
    for (const from of ['client', 'server'] as const) {
      for (const [place, at] of places(control[from])) {
        const name = `${what} at ${place} of the ${from}'s side of the control connection`;
        cases.push({ name, kind: 'control', number: 1, fault: { what, at, from } });
      }
    }
    const name = `${what} at the first byte of a small upload`;
    cases.push({ name, kind: 'data', number: 1, fault: { what, at: 1 } });
    const after = `${what} behind the last byte of an upload`;
    cases.push({ name: after, kind: 'data', number: large, fault: { what, at: 'end' } });
  }
  const refused = 'a data connection is refused';
  cases.push({ name: refused, kind: 'data', number: 2, fault: 'refuse' });
  const delay = { what: 'delay', at: Math.floor(largeData / 2), delayMs: 200 } as const;
  cases.push({ name: 'a delay in an upload', kind: 'data', number: large, fault: delay });
  return cases;
}

/** Where a case happens. */
export interface Scene {
  readonly server: RealServer;
  /** The proxy's address, of this case alone. */
  readonly host: string;
  readonly publish: PublishMode;
  readonly often: HowOften;
  /** A name that no other case on this server has. */
  readonly directory: string;
}

/** What a case came to. */
export interface Outcome {
  /** What should not be, a sentence each. */
  readonly problems: readonly string[];
  readonly hasStruck: boolean;
  readonly succeeded: boolean;
}

/** Runs one case and reads the server's disk afterwards. */
export async function play(one: Case, scene: Scene): Promise<Outcome> {
  const { server, publish, often } = scene;
  const isHit = (number: number) =>
    often === 'once' ? number === one.number : number >= one.number;
  await using files = await createWorkspace(newFiles);
  const remoteDirectory = await putOld(server, scene.directory);
  const directory = path.join(server.root, remoteDirectory);
  const old = await tree(directory);
  await using proxy = await startFaultProxy({
    target: server,
    host: scene.host,
    onConnection: ({ kind, number }) =>
      kind === one.kind && isHit(number) ? one.fault : undefined,
  });
  const patience =
    often === 'once' ? { retries: 2, timeoutMs: 1_500 } : { retries: 1, timeoutMs: 1_000 };
  const options = { publish, remoteDirectory, ...patience };
  const deployed = await run(server, proxy, files, options);
  const contents = { old, new: await tree(files.path), now: await tree(directory) };
  const isReachable = often === 'once' || one.kind === 'data';
  const problems = [
    ...problemsOfFiles(deployed.result, publish, contents),
    ...problemsOfLeftovers(deployed.result, contents.now, isReachable),
    ...(mustSucceed(one, scene) && deployed.result.error !== undefined
      ? [`one fault was too much: ${deployed.result.error.message}`]
      : []),
    ...(deployed.result.milliseconds > longestMs
      ? [`it took ${Math.round(deployed.result.milliseconds)} ms`]
      : []),
  ];
  return {
    problems: problems.length === 0 ? [] : [...problems, ...deployed.dialogue],
    hasStruck: proxy.faults > 0,
    succeeded: deployed.result.error === undefined,
  };
}

// vsftpd locks the file that it writes, and a session that never hears of its data connection's end, or still waits
// for one, keeps the lock.
function mustSucceed({ kind, fault }: Case, { server, often }: Scene): boolean {
  const keepsLock = kind === 'data' && (fault === 'refuse' || fault.what === 'silence');
  return often === 'once' && !(server.name === 'vsftpd' && keepsLock);
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
    if (status === 'uploaded' && !isNew) problems.push(`${name} is uploaded and not whole`);
    if (status === 'pending' && !isOld) problems.push(`${name} is pending and was touched`);
    if (publish !== 'direct' && !isNew && !isOld) {
      problems.push(`${name} is neither the old nor the new one`);
    }
  }
  const allUploaded = result.files.every(({ status }) => status === 'uploaded');
  if (allUploaded !== (result.error === undefined)) {
    problems.push('the end and the files do not agree');
  }
  return problems;
}

function problemsOfLeftovers(
  result: DeployResult,
  now: ReadonlyMap<string, string>,
  isReachable: boolean,
): string[] {
  const known = result.remainingTemporaryFiles.map((leftover) => path.posix.basename(leftover));
  const left = [...now.keys()].filter((name) => name.startsWith('.up-'));
  return left
    .filter((name) => isReachable || !known.includes(name))
    .map((name) => `${name} is left${known.includes(name) ? '' : ' and nobody knows'}`);
}

function run(
  server: RealServer,
  proxy: FaultProxy,
  files: Workspace,
  options: Parameters<typeof deployWorkspace>[2],
): Promise<Deployed> {
  const target = { ...server, host: proxy.host, ca: authority.cert };
  return deployWorkspace(files, target, { firstPauseMs: 10, ...options });
}

/** Puts the old files into a directory of its own; returns its name. */
async function putOld(server: RealServer, directory: string): Promise<string> {
  await mkdir(path.join(server.root, directory));
  for (const [name, content] of Object.entries(oldFiles)) {
    await writeFile(path.join(server.root, directory, name), content);
  }
  await server.adoptFiles();
  return directory;
}
