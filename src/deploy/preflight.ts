import type { FtpsClient, OpeningStage, TlsMode, TlsInfo } from '../ftps/index.ts';
import { replyCode, ReplyError } from '../ftps/index.ts';
import { Cancellation } from './cancellation.ts';
import type { ServerCapabilities } from './capabilities.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { ConnectionOptions, DeployTarget } from './connection.ts';
import { Connection } from './connection.ts';
import { NoChecksumError } from './errors.ts';
import type { Verification } from './file/verification.ts';
import type { ConnectionObserver, DeployObserver } from './observer.ts';
import { reportedParts } from './optional-part-notices.ts';
import type { PreflightState } from './preflight-state.ts';
import { checkState } from './preflight-state.ts';
import type { ConnectionInfo, ConnectionUsage } from './results.ts';
import type { SyncSettings } from './sync/index.ts';

/** The steps of a preflight, in order. It ends at the first one that fails. */
export const preflightSteps = ['network', 'tls', 'login', 'directory', 'transfer'] as const;
/** `state` is only a step with `sync`, and `connections` with several connections. */
export type PreflightStep = (typeof preflightSteps)[number] | 'state' | 'connections';

/** What a preflight checks. */
export interface PreflightOptions {
  /** Normalized by `normalizeRemoteDirectory`. */
  readonly remoteDirectory: string;
  readonly verifyUploads: Verification;
  /** Undefined: `sync: off`. */
  readonly sync?: SyncSettings | undefined;
  /** Number of control connections to open at the same time, from 1. */
  readonly connections: number;
  readonly signal: AbortSignal;
}

/** The results of a preflight; those of steps that were not reached are missing. */
export interface PreflightResult {
  /** The addresses of the host name; empty if the host is an address itself. */
  readonly addresses: readonly string[];
  /** Has `tls` as soon as the certificate is trusted. */
  readonly connection: ConnectionInfo;
  /**
   * Whether the remote directory exists. Unknown if the server doesn't report the login directory; the refusal of CWD if
   * the directory is missing or inaccessible.
   */
  readonly directory?: 'exists' | 'unknown' | ReplyError;
  /** Whether a listing was received over a data connection; the refusal if this account may not list directories. */
  readonly listing?: 'read' | ReplyError;
  readonly capabilities?: ServerCapabilities;
  /** Undefined with `sync: off`. */
  readonly state?: PreflightState;
  /** How many control connections could be open at the same time; undefined if only one was wanted. */
  readonly connections?: ConnectionUsage;
  readonly failure?: { readonly step: PreflightStep; readonly error: Error };
}

/** Receives the events of a preflight while it runs. */
export type PreflightObserver = Pick<DeployObserver, 'dialogue' | 'notice'>;

/** What {@link checkServer} adds to the result. */
type Checks = Partial<
  Pick<PreflightResult, 'directory' | 'listing' | 'capabilities' | 'state' | 'connections'>
>;

/** How far a preflight has come. */
interface Progress {
  step: PreflightStep;
  tls?: TlsInfo;
  checks: Checks;
}

/** The step that follows each stage of opening a connection. */
const stepAfter: Readonly<Record<TlsMode, Partial<Record<OpeningStage['stage'], PreflightStep>>>> =
  {
    implicit: { connected: 'tls', trusted: 'login' },
    explicit: { greeted: 'tls', trusted: 'login' },
    none: { greeted: 'login' },
  };

/**
 * Checks whether a deployment could work, up to its first upload, and changes nothing on the server. Attempts each step
 * once, without retries. Never throws for a failed check.
 */
export async function preflight(
  target: DeployTarget,
  options: PreflightOptions,
  observer: PreflightObserver,
): Promise<PreflightResult> {
  const { signal } = options;
  const addresses: string[] = [];
  const progress: Progress = { step: 'network', checks: {} };
  const onOpening = (stage: OpeningStage) => {
    if (stage.stage === 'resolved') addresses.push(stage.address);
    if (stage.stage === 'trusted') progress.tls = stage.tls;
    progress.step = stepAfter[target.mode][stage.stage] ?? progress.step;
  };
  const optional = reportedParts((notice) => {
    observer.notice(notice);
  });
  let number = 0;
  const single = { dialogue: observer.dialogue, optional, nextNumber: () => (number += 1) };
  const connection = singleConnection({ ...target, onOpening }, single);
  const all = [connection];
  using cancellation = new Cancellation(signal, all);
  let error: Error | undefined;
  try {
    signal.throwIfAborted();
    await checkServer(await connection.connect(signal), options, progress);
    if (options.sync !== undefined) {
      progress.step = 'state';
      const state = await checkState(connection, { ...options, settings: options.sync, optional });
      progress.checks = { ...progress.checks, state };
    }
    if (options.connections > 1) {
      progress.step = 'connections';
      const open = () => singleConnection(target, single);
      const connections = await openSeveral(open, all, options);
      progress.checks = { ...progress.checks, connections };
    }
  } catch (thrown) {
    error = signal.aborted ? (signal.reason as Error) : (thrown as Error);
  }
  await Promise.all(all.map((one) => one.quit(cancellation.quitMs)));
  const { step, tls, checks } = progress;
  return {
    addresses,
    connection: { ...connection.info, ...(tls === undefined ? {} : { tls }) },
    ...checks,
    ...(error === undefined ? {} : { failure: { step, error } }),
  };
}

/** A connection that is opened once, without retries. */
function singleConnection(
  target: DeployTarget,
  {
    dialogue,
    optional,
    nextNumber,
  }: Pick<ConnectionOptions, 'optional' | 'nextNumber'> & Pick<ConnectionObserver, 'dialogue'>,
): Connection {
  const ignore = () => undefined;
  return new Connection(target, {
    retry: { retries: 0, firstPauseMs: 0 },
    onRetry: ignore,
    observer: { connected: ignore, portProbed: ignore, loggedIn: ignore, dialogue },
    nextNumber,
    optional,
  });
}

/** Opens more control connections until there are as many as wanted, or the server refuses one. */
async function openSeveral(
  create: () => Connection,
  opened: Connection[],
  { connections: wanted, signal }: PreflightOptions,
): Promise<ConnectionUsage> {
  while (opened.length < wanted) {
    const connection = create();
    opened.push(connection);
    try {
      await connection.connect(signal);
    } catch (error) {
      signal.throwIfAborted();
      return { wanted, used: opened.length - 1, refusal: error as Error };
    }
  }
  return { wanted, used: wanted };
}

async function checkServer(
  client: FtpsClient,
  { remoteDirectory, verifyUploads }: PreflightOptions,
  progress: Progress,
): Promise<void> {
  progress.checks = { capabilities: capabilitiesOf(client) };
  progress.step = 'directory';
  const directory = await checkDirectory(client, remoteDirectory);
  progress.checks = { ...progress.checks, directory };
  progress.step = 'transfer';
  progress.checks = { ...progress.checks, listing: await checkListing(client) };
  if (verifyUploads === 'checksum' && client.checksumMethod === undefined) {
    throw new NoChecksumError();
  }
}

async function checkDirectory(
  client: FtpsClient,
  remoteDirectory: string,
): Promise<'exists' | 'unknown' | ReplyError> {
  if (remoteDirectory === '') return 'exists';
  return await client.probeDirectory(remoteDirectory);
}

/** Receives a listing; returns the refusal of a server that forbids listings, which uploads don't need. */
async function checkListing(client: FtpsClient): Promise<'read' | ReplyError> {
  try {
    await client.list();
    return 'read';
  } catch (error) {
    if (error instanceof ReplyError && isForbidden(error)) return error;
    throw error;
  }
}

/** Codes that forbid a listing, and don't concern the data connection. */
const listingRefusals: readonly number[] = [
  replyCode.fileBusy,
  replyCode.unknownCommand,
  replyCode.argumentError,
  replyCode.notImplemented,
  replyCode.parameterNotImplemented,
  replyCode.notLoggedIn,
  replyCode.accountRequired,
  replyCode.fileUnavailable,
  replyCode.nameNotAllowed,
];

// Without a TLS handshake on the data connection. A refusal after it is about the transfer.
function isForbidden({ verb, reply, sessionResumed }: ReplyError): boolean {
  const isListing = verb === 'LIST' || verb === 'MLSD';
  return isListing && sessionResumed === undefined && listingRefusals.includes(reply.code);
}
