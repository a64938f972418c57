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

/** Makes a server do what a case wants, and counts how often it did. */
export class FaultScript {
  readonly #case: FaultCase;
  readonly #site: Site;
  readonly #cancellation: AbortController;
  readonly #setup: SetupScript;
  /** Remote paths in the order in which they were first stored: temporary names stand for planned files. */
  readonly #stored: string[] = [];
  #seen = 0;
  #strikes = 0;
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

  /** How often the fault has happened. */
  get strikes(): number {
    return this.#strikes;
  }

  /** How often the setup has done harm of its own. */
  get setupStrikes(): number {
    return this.#setup.strikes;
  }

  /** When the run was cancelled, on the clock of `performance.now()`. */
  get cancelledAt(): number | undefined {
    return this.#cancelledAt;
  }

  /** For the server's options. */
  get hooks(): Partial<EmbeddedServerOptions> {
    return {
      ...this.#setup.serverOptions,
      onAccept: (session) => this.#onControl('ACCEPT', '', session),
      onCommand: (context) => this.#onCommand(context),
      onData: (context) => this.#onData(context),
    };
  }

  #onCommand({ verb, argument, session }: CommandContext): CommandOverride | undefined {
    if (verb === 'STOR' && !this.#stored.includes(argument)) this.#stored.push(argument);
    const step = this.#stepOf(verb, argument);
    const late = this.#late;
    this.#late = undefined;
    const override =
      this.#setup.first(verb, this.#fileIndex(argument)) ??
      this.#onControl(step, argument, session) ??
      this.#setup.otherwise(verb, argument);
    if (late?.session !== session || override !== undefined) return override;
    return { perform: true, raw: (normal) => late.text + normal };
  }

  #stepOf(verb: string, argument: string): string {
    if (verb === 'OPTS') return argument.startsWith('HASH') ? 'OPTS-HASH' : 'OPTS-UTF8';
    // The NOOP behind the first STOR asks how the server works; a later one keeps the connection alive.
    if (verb === 'NOOP' && !this.#setup.isHeldUp) return 'PROBE';
    return verb === 'STOR' && this.#case.step === 'STOR-final' ? 'STOR-final' : verb;
  }

  #onControl(step: string, argument: string, session: number): CommandOverride | undefined {
    const { step: wanted, fault } = this.#case;
    if (step !== wanted || isDataStep(wanted) || fault === 'none') return undefined;
    this.#seen += 1;
    if (!this.#isDue(argument)) return undefined;
    return this.#strike(fault as ControlFault, wanted, session);
  }

  #isDue(argument: string): boolean {
    const due = occurrenceOf(this.#case);
    if (this.#case.often === 'once') return this.#seen === due;
    if (this.#case.often === 'always') return this.#seen >= due;
    return this.#fileIndex(argument) === fileOf(this.#case);
  }

  #strike(fault: ControlFault, step: ControlStep, session: number): CommandOverride | undefined {
    this.#strikes += 1;
    if (fault.startsWith('cancel')) this.#cancel();
    if (fault === 'doubled-late') {
      const raw = (text: string) => {
        this.#late = { session, text };
        return text;
      };
      return { perform: true, raw };
    }
    const answer = answerFor(fault, step);
    // Before the last reply of an upload can go wrong, the upload must have been done.
    return step === 'STOR-final' && answer !== undefined ? { ...answer, perform: true } : answer;
  }

  #onData(context: UploadContext): UploadFault | undefined {
    const index = this.#fileIndex(context.path.slice(1));
    const { sizeBytes } = this.#site.files[index] ?? {};
    if (sizeBytes === undefined) return undefined; // a file that was not planned
    return this.#setup.upload(index, sizeBytes) ?? this.#faultOf(index, sizeBytes);
  }

  #faultOf(index: number, sizeBytes: number): UploadFault | undefined {
    const { step, fault, often } = this.#case;
    if (!isDataStep(step)) return undefined;
    const due = fileOf(this.#case);
    const isDue = often === 'always' ? index >= due : index === due;
    const isSpent = often === 'once' && this.#strikes > 0;
    if (!isDue || isSpent || !canBeMet(step, sizeBytes)) return undefined;
    const made = uploadFault(fault as DataFault, pointOf(step, sizeBytes));
    const strike = () => {
      this.#strikes += 1;
      if (fault.startsWith('cancel')) this.#cancel();
    };
    if (made.preliminary === undefined) return { ...made, meanwhile: strike };
    strike(); // A client may break off before it comes to the point.
    return made;
  }

  #cancel(): void {
    this.#cancelledAt ??= performance.now();
    this.#cancellation.abort(new CancelledError('SIGINT'));
  }

  /** Which planned file a remote path means, under its own or a temporary name; -1 for none. */
  #fileIndex(remotePath: string): number {
    const final = this.#site.files.findIndex((file) => file.remotePath === remotePath);
    return final === -1 ? this.#stored.indexOf(remotePath) : final;
  }
}

function canBeMet(step: DataStep, sizeBytes: number): boolean {
  return sizeBytes > 0 || !['data-first', 'data-middle', 'data-last'].includes(step);
}
