import type {
  CommandOverride,
  EmbeddedServerOptions,
  UploadFault,
} from '../support/embedded-server/options.ts';
import type { Setup } from './setups.ts';
import { bigFile } from './site.ts';

/** The server's part of a setup. */
export class SetupScript {
  readonly #setup: Setup;
  readonly #exists: (remotePath: string) => boolean;
  readonly #noop = Promise.withResolvers<undefined>();
  #isHeldUp = false;
  #strikes = 0;

  constructor(setup: Setup, exists: (remotePath: string) => boolean) {
    this.#setup = setup;
    this.#exists = exists;
  }

  /** How often it did harm. */
  get strikes(): number {
    return this.#strikes;
  }

  get serverOptions(): Partial<EmbeddedServerOptions> {
    const isAsynchronous = this.#setup === 'asynchronous' || this.#setup === 'long-transfer';
    return { asynchronous: isAsynchronous, refusesLateCommands: this.#setup === 'late-refused' };
  }

  /** Whether the upload that is held up has begun, so that a NOOP is a sign of life; before that it is a probe. */
  get isHeldUp(): boolean {
    return this.#isHeldUp;
  }

  /** What comes before the fault of the case. */
  first(verb: string, file: number): CommandOverride | undefined {
    if (verb === 'NOOP' && this.#isHeldUp) this.#noop.resolve(undefined);
    if (this.#setup !== 'reconnect' || verb !== 'STOR' || file !== bigFile) return undefined;
    return this.#strikes === 0 ? this.#harm('reset') : undefined;
  }

  /** What the server does when the fault of the case does not happen. */
  otherwise(verb: string, argument: string): CommandOverride | undefined {
    if (this.#setup === 'x-command' && verb === 'FEAT') {
      return { perform: true, raw: (normal) => normal.replace(/ HASH.*\r\n/, '') };
    }
    if (this.#setup === 'no-rest' && verb === 'REST') return '502 REST not implemented.';
    if (this.#setup === 'no-replace' && verb === 'RNTO' && this.#exists(argument)) {
      return '553 File exists.';
    }
    return undefined;
  }

  /** What becomes of an upload before the fault of the case does. */
  upload(file: number, sizeBytes: number): UploadFault | undefined {
    if (file !== bigFile) return undefined;
    const halfWay = Math.floor(sizeBytes / 2);
    switch (this.#setup) {
      case 'resume':
      case 'no-rest':
        return this.#strikes === 0 ? this.#harm({ at: halfWay, data: 'reset' }) : undefined;
      case 'cut-off':
        return this.#harm({ at: Math.floor(sizeBytes / 16), data: 'reset' });
      case 'no-room':
        return this.#harm({ final: '552 Quota exceeded.' });
      case 'long-transfer': {
        this.#isHeldUp = true;
        const noop = this.#noop.promise;
        // Before the network has taken so much that nothing is left to wait for.
        return { at: 1, meanwhile: () => noop };
      }
      case 'plain':
      case 'asynchronous':
      case 'late-refused':
      case 'mtime':
      case 'no-replace':
      case 'patient':
      case 'reconnect':
      case 'untrusted':
      case 'untrusted-data':
      case 'x-command':
        return undefined;
    }
  }

  #harm<T>(what: T): T {
    this.#strikes += 1;
    return what;
  }
}
