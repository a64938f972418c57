import { createAuthority } from '../support/certificates.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import { tree } from '../support/workspace.ts';
import type { FaultCase } from './fault-case.ts';
import { FaultScript } from './fault-script.ts';
import type { Site } from './site.ts';
import { unhandledDuring } from './unhandled.ts';

/** Presented or pinned where a certificate must not be trusted. */
export const otherCertificate = await (
  await createAuthority()
).issue({ commonName: 'localhost', dnsNames: ['localhost'] });

/** What is left when the client is done and the server has stopped. */
export interface Aftermath<T> {
  readonly value: T;
  readonly script: FaultScript;
  readonly server: EmbeddedServer;
  /** The server's disk: relative path to SHA-256. */
  readonly disk: ReadonlyMap<string, string>;
  /** When the client was done, on the clock of `performance.now()`. */
  readonly endedAt: number;
  readonly unhandled: readonly unknown[];
}

/** Lets a client loose on a server with the old site and the fault of the case. */
export async function withFaultyServer<T>(
  faultCase: FaultCase,
  site: Site,
  work: (server: EmbeddedServer, signal: AbortSignal) => Promise<T>,
): Promise<Aftermath<T>> {
  await using root = await site.createRemote();
  const cancellation = new AbortController();
  const script = new FaultScript(faultCase, site, root.path, cancellation);
  const { value, unhandled } = await unhandledDuring(async () => {
    const server = await start(root, { ...script.hooks, ...certificates(faultCase) });
    try {
      const done = await work(server, cancellation.signal);
      return { done, server, endedAt: performance.now() };
    } finally {
      // From here on nothing changes on the disk: every connection has ended.
      await server[Symbol.asyncDispose]();
    }
  });
  const { done, server, endedAt } = value;
  return { value: done, script, server, disk: await tree(root.path), endedAt, unhandled };
}

function certificates({ setup }: FaultCase) {
  if (setup !== 'untrusted-data') return {};
  return { dataCertificate: otherCertificate, resumeData: false, requireSessionReuse: false };
}
