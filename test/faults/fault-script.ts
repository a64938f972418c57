import { existsSync } from 'node:fs';
import path from 'node:path';

import { CancelledError } from '../../src/deploy/index.ts';
import type {
  CommandContext,
  CommandOverride,
  EmbeddedServerOptions,
  UploadContext,
  UploadFault,
} from '../support/embedded-server/options.ts';
import type { ControlFault } from './control-faults.ts';
import { answerFor } from './control-faults.ts';
import type { DataFault } from './data-faults.ts';
import { pointOf, uploadFault } from './data-faults.ts';
import type { ControlStep, DataStep, FaultCase } from './fault-case.ts';
import { isDataStep } from './fault-case.ts';
import { fileOf, occurrenceOf } from './positions.ts';
import { SetupScript } from './setup-script.ts';
import type { Site } from './site.ts';

/** Hooks that inject the fault of a case into a server, and the number of times that it was injected. */
export class FaultScript {
  readonly #case: FaultCase;
  readonly #site: Site;
  readonly #cancellation: AbortController;
  readonly #setup: SetupScript;
  /** Remote paths in the order of their first STOR, which maps temporary names to planned files. */
  readonly #stored: string[] = [];
  #occurrences = 0;
  #hits = 0;
  #cancelledAt: number | undefined;
  #late: { readonly session: number; readonly text: string } | undefined;

  constructor(faultCase: FaultCase, site: Site, root: string, cancellation: AbortController) {
    this.#case = faultCase;
    this.#site = site;
    this.#cancellation = cancellation;
    this.#setup = new SetupScript(faultCase.setup, (remotePath) =>
      existsSync(path.join(root, remotePath)),
    );
  }

  /** Number of times that the fault was injected. */
  get hits(): number {
    return this.#hits;
  }

  /** Number of faults that the setup injected. */
  get setupHits(): number {
    return this.#setup.hits;
  }

  /** When the run was cancelled, in terms of `performance.now()`. */
  get cancelledAt(): number | undefined {
    return this.#cancelledAt;
  }

  /** Options of the server. */
  get serverOptions(): Partial<EmbeddedServerOptions> {
    return {
      ...this.#setup.serverOptions,
      onAccept: (session) => this.#onControl('ACCEPT', '', session),
      onCommand: (context) => this.#onCommand(context),
      onData: (context) => this.#onData(context),
    };
  }

  #onCommand(context: CommandContext): CommandOverride | undefined {
    const { verb, argument, session } = context;
    if (verb === 'STOR' && !this.#stored.includes(argument)) this.#stored.push(argument);
    const step = this.#stepOf(verb, argument);
    const late = this.#late;
    this.#late = undefined;
    // It must see every command, because it may depend on the one before.
    const overrideAfter = this.#setup.overrideAfter(context);
    const override =
      this.#setup.overrideBefore(context, this.#fileIndex(argument)) ??
      this.#onControl(step, argument, session) ??
      overrideAfter;
    if (late?.session !== session || override !== undefined) return override;
    return { perform: true, raw: (normal) => late.text + normal };
  }

  #stepOf(verb: string, argument: string): string {
    if (verb === 'OPTS') return argument.startsWith('HASH') ? 'OPTS-HASH' : 'OPTS-UTF8';
    // The NOOP after the first STOR is the pipelining probe; later ones are keep-alives.
    if (verb === 'NOOP' && !this.#setup.isTransferPaused) return 'PROBE';
    return verb === 'STOR' && this.#case.step === 'STOR-final' ? 'STOR-final' : verb;
  }

  #onControl(step: string, argument: string, session: number): CommandOverride | undefined {
    const { step: wanted, fault } = this.#case;
    if (step !== wanted || isDataStep(wanted) || fault === 'none') return undefined;
    this.#occurrences += 1;
    if (!this.#isDue(argument)) return undefined;
    return this.#hit(fault as ControlFault, wanted, session);
  }

  #isDue(argument: string): boolean {
    const due = occurrenceOf(this.#case);
    if (this.#case.frequency === 'once') return this.#occurrences === due;
    if (this.#case.frequency === 'always') return this.#occurrences >= due;
    return this.#fileIndex(argument) === fileOf(this.#case);
  }

  #hit(fault: ControlFault, step: ControlStep, session: number): CommandOverride | undefined {
    this.#hits += 1;
    if (fault.startsWith('cancel')) this.#cancel();
    if (fault === 'doubled-late') {
      const raw = (text: string) => {
        this.#late = { session, text };
        return text;
      };
      return { perform: true, raw };
    }
    const answer = answerFor(fault, step);
    // The upload is performed before its final reply is changed.
    return step === 'STOR-final' && answer !== undefined ? { ...answer, perform: true } : answer;
  }

  #onData(context: UploadContext): UploadFault | undefined {
    const index = this.#fileIndex(context.path.slice(1));
    const { sizeBytes } = this.#site.files[index] ?? {};
    if (sizeBytes === undefined) return undefined; // not a planned file
    return this.#setup.upload(context, index, sizeBytes) ?? this.#faultOf(index, sizeBytes);
  }

  #faultOf(index: number, sizeBytes: number): UploadFault | undefined {
    const { step, fault, frequency } = this.#case;
    if (!isDataStep(step)) return undefined;
    const due = fileOf(this.#case);
    const isDue = frequency === 'always' ? index >= due : index === due;
    const isSpent = frequency === 'once' && this.#hits > 0;
    if (!isDue || isSpent || !isReachable(step, sizeBytes)) return undefined;
    const injected = uploadFault(fault as DataFault, pointOf(step, sizeBytes));
    const hit = () => {
      this.#hits += 1;
      if (fault.startsWith('cancel')) this.#cancel();
    };
    if (injected.preliminary === undefined) return { ...injected, meanwhile: hit };
    hit(); // The client may abort before the transfer reaches the point.
    return injected;
  }

  #cancel(): void {
    this.#cancelledAt ??= performance.now();
    this.#cancellation.abort(new CancelledError('SIGINT'));
  }

  /** Index of the planned file with this remote path or temporary name; -1 if there is none. */
  #fileIndex(remotePath: string): number {
    const final = this.#site.files.findIndex((file) => file.remotePath === remotePath);
    return final === -1 ? this.#stored.indexOf(remotePath) : final;
  }
}

function isReachable(step: DataStep, sizeBytes: number): boolean {
  return sizeBytes > 0 || !['data-first', 'data-middle', 'data-last'].includes(step);
}
