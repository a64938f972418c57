import type {
  CommandContext,
  CommandOverride,
  EmbeddedServerOptions,
  UploadContext,
  UploadFault,
} from '../../support/embedded-server/options.ts';
import type { ServerVariant } from '../../support/server-variants.ts';
import type { Crash, CrashKind } from './crash-case.ts';
import { isAtCommand, isKilled } from './crash-case.ts';

const loginVerbs = new Set([
  ...['CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS', 'TYPE', 'STRU', 'MODE', 'PWD'],
]);

const headBytes = 20;
const middleBytes = 50;
/** In the second line of a journal. */
const journalMiddleBytes = 600;

/** Hooks that interrupt one run, and what they have seen. */
export class CrashScript {
  readonly #crash: Crash | undefined;
  /** Commands after the login, and uploads. */
  commands = 0;
  uploads = 0;
  hits = 0;
  #isDown = false;
  #journals = 0;

  /** @param crash - Undefined: only counts. */
  constructor(crash?: Crash) {
    this.#crash = crash;
  }

  /** The options of a server of this variant that interrupts the run. */
  options(variant: ServerVariant): Partial<EmbeddedServerOptions> {
    return {
      ...variant,
      onAccept: () => (this.#isDown ? 'reset' : undefined),
      onCommand: (context) => this.#onCommand(context, variant),
      onData: (context) => this.#onData(context),
    };
  }

  #onCommand(context: CommandContext, variant: ServerVariant): CommandOverride | undefined {
    if (this.#isDown) return 'reset';
    const override = variant.onCommand?.(context);
    if (loginVerbs.has(context.verb)) return override;
    this.commands += 1;
    const { kind, position } = this.#crash ?? {};
    if (kind === undefined || !isAtCommand(kind) || this.commands !== position) return override;
    if (kind === 'kill') return this.#kill();
    if (kind === 'cut-before') return this.#hit('reset');
    // A command that the variant refuses isn't performed.
    if (kind === 'cut-after') return this.#hit({ perform: override === undefined, then: 'close' });
    return override;
  }

  #onData({ path }: UploadContext): UploadFault | undefined {
    this.uploads += 1;
    const { kind, position = 0 } = this.#crash ?? {};
    if (kind === undefined || isAtCommand(kind)) return undefined;
    const isDue = kind === 'full' ? this.uploads >= position : this.uploads === position;
    if (!isDue) return undefined;
    const at = this.#pointIn(path, kind);
    const hit = () => (isKilled(kind) ? void this.#kill() : void this.#hit('reset'));
    if (kind === 'broken') return { at, meanwhile: hit, data: 'reset' };
    if (kind === 'short') return { at, meanwhile: hit, storage: 'full' };
    if (kind === 'full') return { at, meanwhile: hit, storage: 'full', final: '552 Disk full.' };
    return { at, meanwhile: hit, data: 'reset', final: 'reset' };
  }

  #pointIn(path: string, kind: CrashKind): number | 'connect' {
    if (kind.endsWith('-begin')) return 'connect';
    if (kind.endsWith('-head')) return headBytes;
    const isJournal = path.includes('.journal');
    if (isJournal) this.#journals += 1;
    return isJournal && this.#journals === 1 ? journalMiddleBytes : middleBytes;
  }

  #kill(): CommandOverride {
    this.#isDown = true;
    return this.#hit('reset');
  }

  #hit<T extends CommandOverride>(override: T): T {
    this.hits += 1;
    return override;
  }
}
