import { answerFor } from '../control-faults.ts';
import type { ControlFault } from '../control-faults.ts';
import { uploadFault } from '../data-faults.ts';
import type { DataFault } from '../data-faults.ts';
import { isDataStep } from '../fault-case.ts';
import type {
  CommandContext,
  CommandOverride,
  EmbeddedServerOptions,
  UploadContext,
  UploadFault,
} from '../../support/embedded-server/options.ts';
import type { Limit, ParallelCase } from './parallel-case.ts';
import { connections } from './parallel-case.ts';

/** Up to this upload, the other sessions wait for the one with the fault, so that it gets as far. */
const lastJointUpload = 4;

/** Offset in a file at which `data-middle` occurs. Every file except the empty one is larger. */
const middleByte = 600;

/** Hooks that inject the fault of a case, and refuse sessions that are too many. */
export class ParallelScript {
  readonly #case: ParallelCase;
  /** The session of the fault, and those that replace it. */
  readonly #affected: Set<number>;
  readonly #replaced = new Set<number>();
  readonly #open = new Set<number>();
  readonly #refused = new Set<number>();
  readonly #occurrences = new Map<number, number>();
  readonly #uploads = new Map<number, number>();
  #newest = 0;
  #hits = 0;
  #hasAllSessions = false;
  #waiting: (() => void)[] = [];

  constructor(parallelCase: ParallelCase) {
    this.#case = parallelCase;
    this.#affected = new Set(parallelCase.fault === undefined ? [] : [parallelCase.fault.session]);
  }

  /** Number of times that the fault was injected. */
  get hits(): number {
    return this.#hits;
  }

  /** Numbers of the sessions that were too many. */
  get refused(): ReadonlySet<number> {
    return this.#refused;
  }

  get serverOptions(): Partial<EmbeddedServerOptions> {
    return {
      onAccept: (session) => this.#onAccept(session),
      onClosed: (session) => {
        this.#open.delete(session);
        this.#wake();
      },
      onCommand: (context) => this.#onCommand(context),
      onData: (context) => this.#onData(context),
    };
  }

  #onAccept(session: number): CommandOverride | undefined {
    this.#open.add(session);
    this.#newest = session;
    this.#joinReplacement(session);
    const { limit } = this.#case;
    if (limit === undefined || this.#open.size <= limit.sessions) return undefined;
    this.#refused.add(session);
    return limit.refusal === '421-before-TLS' ? this.#refusal(limit) : undefined;
  }

  /** Whether a new session replaces one that was lost to the fault. */
  #joinReplacement(session: number): void {
    const lost = [...this.#affected].find(
      (each) => !this.#replaced.has(each) && !this.#open.has(each),
    );
    if (lost === undefined || lost >= session || this.#hits === 0) return;
    this.#replaced.add(lost);
    this.#affected.add(session);
  }

  #onCommand(context: CommandContext): CommandOverride | undefined {
    const { verb, session } = context;
    if (verb === 'PASS' && session === connections) this.#hasAllSessions = true;
    this.#wake();
    return this.#refuse(verb, session) ?? this.#onControl(verb, session);
  }

  #refuse(verb: string, session: number): CommandOverride | undefined {
    const { limit } = this.#case;
    if (limit === undefined || !this.#refused.has(session)) return undefined;
    const refusedVerb = limit.refusal === '421-greeting' ? 'CONNECT' : 'PASS';
    return verb === refusedVerb ? this.#refusal(limit) : undefined;
  }

  #refusal({ refusal }: Limit): CommandOverride {
    this.#hasAllSessions = true;
    this.#wake();
    if (refusal === '530-PASS') return '530 Sorry, the maximum number of clients is connected.';
    return { reply: '421 Too many connections.', then: 'close' };
  }

  #onControl(verb: string, session: number): CommandOverride | undefined {
    const { fault } = this.#case;
    if (fault === undefined || isDataStep(fault.step)) return undefined;
    const { step } = fault;
    if (verb !== (step === 'STOR-final' ? 'STOR' : step) || !this.#isDue(session)) return undefined;
    this.#hit();
    const answer = answerFor(fault.fault as ControlFault, step);
    // The upload is performed before its final reply is changed.
    return step === 'STOR-final' && answer !== undefined ? { ...answer, perform: true } : answer;
  }

  #onData({ session }: UploadContext): UploadFault | undefined {
    const upload = (this.#uploads.get(session) ?? 0) + 1;
    this.#uploads.set(session, upload);
    this.#wake();
    const { fault } = this.#case;
    if (fault !== undefined && isDataStep(fault.step) && this.#isDue(session)) {
      const at = {
        'data-connect': 'connect',
        'data-middle': middleByte,
        'data-end': 'end',
      } as const;
      const point = at[fault.step as keyof typeof at];
      const meanwhile = () => {
        this.#hit();
      };
      return { ...uploadFault(fault.fault as DataFault, point), meanwhile };
    }
    return { at: 0, meanwhile: () => this.#waitForOthers(session, upload) };
  }

  #isDue(session: number): boolean {
    const { fault } = this.#case;
    if (fault === undefined || !this.#affected.has(session)) return false;
    const occurrence = (this.#occurrences.get(session) ?? 0) + 1;
    this.#occurrences.set(session, occurrence);
    if (fault.frequency === 'always') return true;
    return this.#hits === 0 && occurrence === (fault.occurrence === 'first' ? 1 : 2);
  }

  #hit(): void {
    this.#hits += 1;
    this.#wake();
  }

  /** All sessions work at the same time when the fault occurs. */
  async #waitForOthers(session: number, upload: number): Promise<void> {
    const target = this.#case.fault?.session ?? 1;
    const mayContinue = () => {
      if (this.#hits > 0 || upload > lastJointUpload) return true;
      if (session === target) return this.#hasAllSessions;
      const isOver = this.#newest >= target && !this.#open.has(target);
      return isOver || (this.#uploads.get(target) ?? 0) >= upload;
    };
    while (!mayContinue()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
