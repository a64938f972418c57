import type {
  CommandContext,
  CommandOverride,
  EmbeddedServerOptions,
  UploadContext,
  UploadFault,
} from '../support/embedded-server/options.ts';
import type { ServerVariant } from '../support/server-variants.ts';
import * as variants from '../support/server-variants.ts';
import type { Setup } from './setups.ts';
import { bigFile } from './site.ts';

/** How the server behaves in a setup. */
export class SetupScript {
  readonly #setup: Setup;
  readonly #exists: (remotePath: string) => boolean;
  readonly #variant: ServerVariant;
  readonly #noop = Promise.withResolvers<undefined>();
  #isTransferPaused = false;
  #hits = 0;

  constructor(setup: Setup, exists: (remotePath: string) => boolean) {
    this.#setup = setup;
    this.#exists = exists;
    this.#variant = variantOf[setup]?.() ?? {};
  }

  /** Number of faults that the setup injected. */
  get hits(): number {
    return this.#hits;
  }

  get serverOptions(): Partial<EmbeddedServerOptions> {
    const isAsynchronous = this.#setup === 'asynchronous' || this.#setup === 'long-transfer';
    return { asynchronous: isAsynchronous, refusesLateCommands: this.#setup === 'late-refused' };
  }

  /** Whether the long transfer is waiting, so that a NOOP is a keep-alive and not a probe. */
  get isTransferPaused(): boolean {
    return this.#isTransferPaused;
  }

  /** The answer that takes precedence over the fault of the case. */
  overrideBefore({ verb }: CommandContext, file: number): CommandOverride | undefined {
    if (verb === 'NOOP' && this.#isTransferPaused) this.#noop.resolve(undefined);
    const reconnects = this.#setup === 'reconnect' || this.#setup === 'full';
    if (!reconnects || verb !== 'STOR' || file !== bigFile) return undefined;
    return this.#hits === 0 ? this.#inject('reset') : undefined;
  }

  /** The answer if the fault of the case doesn't hit. */
  overrideAfter(context: CommandContext): CommandOverride | undefined {
    const { verb, argument } = context;
    const override = this.#variant.onCommand?.(context);
    if (override !== undefined) return this.#inject(override);
    if (this.#setup === 'x-command' && verb === 'FEAT') {
      return { perform: true, raw: (normal) => normal.replace(/ HASH.*\r\n/, '') };
    }
    if (this.#setup === 'no-rest' && verb === 'REST') return '502 REST not implemented.';
    if (this.#setup === 'no-replace' && verb === 'RNTO' && this.#exists(argument)) {
      return '553 File exists.';
    }
    return undefined;
  }

  /** The fault of an upload that takes precedence over that of the case. */
  upload(context: UploadContext, file: number, sizeBytes: number): UploadFault | undefined {
    const fault = this.#variant.onData?.(context);
    if (fault !== undefined) return this.#inject(fault);
    if (file !== bigFile) return undefined;
    const halfway = Math.floor(sizeBytes / 2);
    switch (this.#setup) {
      case 'resume':
      case 'no-rest':
      case 'restart-refused':
        return this.#hits === 0 ? this.#inject({ at: halfway, data: 'reset' }) : undefined;
      case 'cut-off':
        return this.#inject({ at: Math.floor(sizeBytes / 16), data: 'reset' });
      case 'quota':
        return this.#inject({ final: '552 Quota exceeded.' });
      case 'long-transfer': {
        this.#isTransferPaused = true;
        const noop = this.#noop.promise;
        // At the first byte, because later the network may already have buffered the rest.
        return { at: 1, meanwhile: () => noop };
      }
      case 'plain':
      case 'asynchronous':
      case 'closing':
      case 'dead-epsv':
      case 'full':
      case 'late-refused':
      case 'long-timeout':
      case 'mtime':
      case 'no-replace':
      case 'odd-size':
      case 'reconnect':
      case 'untrusted':
      case 'untrusted-data':
      case 'x-command':
        return undefined;
    }
  }

  #inject<T>(fault: T): T {
    this.#hits += 1;
    return fault;
  }
}

/** The variant of the server in each setup that has one. */
const variantOf: Partial<Record<Setup, () => ServerVariant>> = {
  'restart-refused': variants.refusingRestart,
  closing: variants.closingAfterTransfers,
  'dead-epsv': variants.deadExtendedPassive,
  'odd-size': variants.oddSize,
  full: () => variants.full(2),
};
