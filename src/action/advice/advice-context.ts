import path from 'node:path';

import type {
  ConnectionInfo,
  FailedFile,
  PreflightResult,
  PublishMode,
  RunFacts,
} from '../../deploy/index.ts';
import type { PortFinding, TlsMode } from '../../ftps/index.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { SyncInputs } from '../inputs/sync-inputs.ts';

/** What an advice depends on in addition to the error: the inputs and the facts of the run. */
export interface AdviceContext {
  readonly host: string;
  readonly tlsMode: TlsMode;
  readonly passwordIsEmpty: boolean;
  /** Whether there is a client certificate, and TLS 1.2 isn't allowed, under which it would be sent too early. */
  readonly certificateNeedsTls13: boolean;
  readonly publish: PublishMode;
  /** Normalized; empty for the login directory. */
  readonly remoteDir: string;
  /** Undefined when the server didn't report it, or the run ended before. */
  readonly loginDirectory: string | undefined;
  /** What was found on the usual port of the other TLS modes, if it was probed. */
  readonly alternativePort: PortFinding | undefined;
  /** Whether a login succeeded in this run. */
  readonly hasLoggedIn: boolean;
  /** Where the server accepted files in this run: in the directory that the error is about, only in others, or nowhere. */
  readonly acceptedFiles: 'here' | 'elsewhere' | 'nowhere';
  /** Data connections opened in this run. */
  readonly dataConnections: number;
  /** Files renamed in this run. */
  readonly renames: number;
  /** Remote path of the file that the error is about; undefined if it isn't about one. */
  readonly remotePath: string | undefined;
  /** The inputs about incremental deployments; undefined when inputs are invalid. */
  readonly sync: SyncInputs | undefined;
  /** Whether `verify-uploads` is `checksum`. */
  readonly verifiesChecksums: boolean;
}

/** What is known about a run when it fails; parts are missing if it didn't get that far. */
export interface RunSoFar {
  readonly inputs?: Inputs | undefined;
  readonly connection?: Pick<ConnectionInfo, 'loginDirectory' | 'alternativePort'> | undefined;
  readonly facts?: RunFacts | undefined;
  readonly preflight?: Pick<PreflightResult, 'capabilities'> | undefined;
  /** The file that the error is about. */
  readonly failed?: FailedFile | undefined;
}

/** Collects what an advice depends on. */
export function adviceContext(run: RunSoFar): AdviceContext {
  const { inputs, connection, facts, preflight, failed } = run;
  return {
    host: inputs?.endpoint.host ?? '',
    tlsMode: inputs?.tlsMode ?? 'implicit',
    passwordIsEmpty: inputs?.password === '',
    certificateNeedsTls13:
      inputs?.tls.clientCertificate !== undefined && inputs.tls.minVersion === 'TLSv1.3',
    publish: inputs?.publish ?? 'direct',
    remoteDir: inputs?.remoteDir ?? '',
    loginDirectory: connection?.loginDirectory,
    alternativePort: connection?.alternativePort,
    hasLoggedIn: facts?.loggedIn === true || preflight?.capabilities !== undefined,
    acceptedFiles: acceptedFiles(failed, facts),
    dataConnections: facts?.dataConnections ?? 0,
    renames: facts?.renames ?? 0,
    remotePath: failed?.remotePath,
    sync: inputs?.sync,
    verifiesChecksums: inputs?.verifyUploads === 'checksum',
  };
}

function acceptedFiles(failed: FailedFile | undefined, facts: RunFacts | undefined) {
  if (facts === undefined || facts.acceptedIn.size === 0) return 'nowhere';
  if (failed === undefined) return 'elsewhere';
  const directory = path.posix.dirname(failed.remotePath);
  return facts.acceptedIn.has(directory === '.' ? '' : directory) ? 'here' : 'elsewhere';
}
