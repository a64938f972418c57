import type { FtpsClient, OpeningStage, TlsMode, TlsInfo } from '../ftps/index.ts';
import { ReplyError } from '../ftps/index.ts';
import type { ServerCapabilities } from './capabilities.ts';
import { capabilitiesOf } from './capabilities.ts';
import { NoChecksumError } from './errors.ts';
import type { ConnectionObserver } from './observer.ts';
import { wirePath } from './plan/remote-path.ts';
import type { ConnectionInfo } from './results.ts';
import type { DeployTarget } from './connection.ts';
import { Connection } from './connection.ts';
import type { Verification } from './file/verification.ts';

/** What a preflight tries, in this order; the first that fails is the last. */
export const preflightSteps = ['network', 'tls', 'login', 'directory', 'transfer'] as const;
export type PreflightStep = (typeof preflightSteps)[number];

/** What a preflight looks for. */
export interface PreflightOptions {
  /** In the plain form of `normalizeRemoteDirectory`. */
  readonly remoteDirectory: string;
  readonly verifyUploads: Verification;
  readonly signal: AbortSignal;
}

/** What a preflight found; what it did not get to is missing. */
export interface PreflightResult {
  /** What the host's name stands for; empty for a host that is an address itself. */
  readonly addresses: readonly string[];
  /** With `tls` as soon as the certificate is trusted. */
  readonly connection: ConnectionInfo;
  /**
   * Whether the remote directory is there: not known on a server that does not say where the login leads; the refusal
   * of CWD when it is missing or closed, which a server does not tell apart.
   */
  readonly directory?: 'there' | 'unknown' | ReplyError;
  /** Whether something came over the data connection; the refusal when this account may not list directories. */
  readonly listing?: 'read' | ReplyError;
  readonly capabilities?: ServerCapabilities;
  readonly milliseconds: number;
  readonly failure?: { readonly step: PreflightStep; readonly error: Error };
}

/**
 * Finds out whether a deployment could work, up to its first STOR, and changes nothing on the server. Tries
 * everything once, without retries. Never throws for what goes wrong on the way.
 */
export async function preflight(
  target: DeployTarget,
  options: PreflightOptions,
  onDialogue: ConnectionObserver['dialogue'],
): Promise<PreflightResult> {
  return new Preflight(target, options, onDialogue).run();
}

/** Milliseconds after a cancellation until a reply that does not come is given up, and to wait for that to QUIT. */
const afterCancellation = { answerMs: 1_500, quitMs: 500 } as const;

/** To which step the opening of the connection has come when it has reached a stage. */
const stepAfter: Readonly<Record<TlsMode, Partial<Record<OpeningStage['stage'], PreflightStep>>>> =
  {
    implicit: { connected: 'tls', trusted: 'login' },
    explicit: { greeted: 'tls', trusted: 'login' },
    none: { greeted: 'login' },
  };

type Found = Partial<Pick<PreflightResult, 'directory' | 'listing' | 'capabilities'>>;

class Preflight {
  readonly #options: PreflightOptions;
  readonly #session: Connection;
  readonly #mode: TlsMode;
  readonly #addresses: string[] = [];
  #step: PreflightStep = 'network';
  #tls: TlsInfo | undefined;
  #found: Found = {};

  constructor(
    target: DeployTarget,
    options: PreflightOptions,
    onDialogue: ConnectionObserver['dialogue'],
  ) {
    this.#options = options;
    this.#mode = target.mode;
    const nothing = () => undefined;
    this.#session = new Connection(
      { ...target, onOpening: this.#advance },
      { policy: { retries: 0, firstPauseMs: 0 }, onRetry: nothing },
      { connected: nothing, loggedIn: nothing, dialogue: onDialogue },
    );
  }

  async run(): Promise<PreflightResult> {
    const { signal } = this.#options;
    const started = performance.now();
    using _cancellation = this.#breakOffOnAbort();
    let error: Error | undefined;
    try {
      signal.throwIfAborted();
      await this.#check(await this.#session.connect(signal));
    } catch (thrown) {
      error = signal.aborted ? (signal.reason as Error) : (thrown as Error);
    }
    await this.#session.quit(signal.aborted ? afterCancellation.quitMs : undefined);
    const tls = this.#tls;
    return {
      addresses: this.#addresses,
      connection: { ...this.#session.info, ...(tls === undefined ? {} : { tls }) },
      ...this.#found,
      milliseconds: performance.now() - started,
      ...(error === undefined ? {} : { failure: { step: this.#step, error } }),
    };
  }

  async #check(client: FtpsClient): Promise<void> {
    this.#found = { capabilities: capabilitiesOf(client) };
    this.#step = 'directory';
    this.#found = { ...this.#found, directory: await this.#lookFor(client) };
    this.#step = 'transfer';
    this.#found = { ...this.#found, listing: await readListing(client) };
    if (this.#options.verifyUploads === 'checksum' && client.checksumMethod === undefined) {
      throw new NoChecksumError();
    }
  }

  async #lookFor(client: FtpsClient): Promise<'there' | 'unknown' | ReplyError> {
    const { remoteDirectory } = this.#options;
    if (remoteDirectory === '') return 'there';
    if (client.loginDirectory === undefined) return 'unknown';
    return (await client.probeDirectory(wirePath(remoteDirectory))) ?? 'there';
  }

  readonly #advance = (stage: OpeningStage): void => {
    if (stage.stage === 'resolved') this.#addresses.push(stage.address);
    if (stage.stage === 'trusted') this.#tls = stage.tls;
    this.#step = stepAfter[this.#mode][stage.stage] ?? this.#step;
  };

  #breakOffOnAbort(): Disposable {
    const { signal } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      this.#session.abortTransfer(signal.reason as Error);
      timer = setTimeout(() => {
        this.#session.destroy(signal.reason as Error);
      }, afterCancellation.answerMs);
    };
    signal.addEventListener('abort', onAbort);
    return {
      [Symbol.dispose]() {
        signal.removeEventListener('abort', onAbort);
        clearTimeout(timer);
      },
    };
  }
}

/** Reads a listing; returns the refusal of a server that forbids it, which an upload need not care about. */
async function readListing(client: FtpsClient): Promise<'read' | ReplyError> {
  try {
    await client.list();
    return 'read';
  } catch (error) {
    if (error instanceof ReplyError && isForbidden(error)) return error;
    throw error;
  }
}

// Refused before TLS on the data connection, and for no reason of the data connection (RFC 959 section 4.2.2).
function isForbidden({ verb, reply, sessionResumed }: ReplyError): boolean {
  const isListing = verb === 'LIST' || verb === 'MLSD';
  const codes = [450, 500, 501, 502, 504, 530, 532, 550, 553];
  return isListing && sessionResumed === undefined && codes.includes(reply.code);
}
