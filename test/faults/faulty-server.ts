import { createAuthority } from '../support/certificates.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import { tree } from '../support/workspace.ts';
import type { FaultCase } from './fault-case.ts';
import { FaultScript } from './fault-script.ts';
import type { Site } from './site.ts';
import { collectUnhandled } from './unhandled.ts';

/** A certificate that the client must not trust. */
export const otherCertificate = await (
  await createAuthority()
).issue({ commonName: 'localhost', dnsNames: ['localhost'] });

/** The state after the client has ended and the server has stopped. */
export interface FaultyServerRun<T> {
  readonly value: T;
  readonly script: FaultScript;
  readonly server: EmbeddedServer;
  /** The server's disk: relative path to SHA-256. */
  readonly disk: ReadonlyMap<string, string>;
  /** When the client ended, in terms of `performance.now()`. */
  readonly endedAt: number;
  readonly unhandled: readonly unknown[];
}

/** Runs a client against a server that has the old files and injects the fault of a case. */
export async function withFaultyServer<T>(
  faultCase: FaultCase,
  site: Site,
  runClient: (server: EmbeddedServer, signal: AbortSignal) => Promise<T>,
): Promise<FaultyServerRun<T>> {
  await using root = await site.createRemote();
  const cancellation = new AbortController();
  const script = new FaultScript(faultCase, site, root.path, cancellation);
  const { value: run, unhandled } = await collectUnhandled(async () => {
    const server = await start(root, { ...script.serverOptions, ...dataCertificate(faultCase) });
    try {
      const value = await runClient(server, cancellation.signal);
      return { value, server, endedAt: performance.now() };
    } finally {
      // Closes every connection, so the disk doesn't change after this.
      await server[Symbol.asyncDispose]();
    }
  });
  return { ...run, script, disk: await tree(root.path), unhandled };
}

function dataCertificate({ setup }: FaultCase) {
  if (setup !== 'untrusted-data') return {};
  return { dataCertificate: otherCertificate, resumeData: false, requireSessionReuse: false };
}
