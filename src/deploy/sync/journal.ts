import { foldPath } from '../plan/folding.ts';
import type { Doubt, JobId, JournalHeader, JournalLine } from './journal-lines.ts';
import { decodeLines } from './journal-lines.ts';
import type { FileRecord, Repository, StoredState } from './state.ts';

/** A run has at most this number of transfers at a time. */
const maxConnections = 8;

/** The lines of a journal, before it is known which of them count. */
export interface Journal {
  readonly lines: readonly JournalLine[];
  readonly headers: readonly JournalHeader[];
  /** Why the journal can't be trusted; undefined if it can. */
  readonly problem: string | undefined;
  readonly isNewerVersion: boolean;
}

/** The run that wrote a journal last. */
export interface LastRun {
  readonly run: string;
  readonly job: JobId | undefined;
  readonly repository: Repository;
  readonly hasEnded: boolean;
  /** Paths that may grow during their transfers: those that were announced last. */
  readonly uploading: readonly string[];
}

/** Decodes a journal. Never throws. */
export function decodeJournal(bytes: Uint8Array): Journal {
  const decoded = decodeLines(bytes);
  const lines = decoded.filter((line) => typeof line === 'object');
  return {
    lines,
    headers: lines.filter((line) => line.kind === 'header'),
    problem: problemOf(decoded),
    isNewerVersion: decoded.includes('newer-version'),
  };
}

/**
 * A damaged line after the first header is harmless: it was cut, so the run that wrote it hasn't acted on it. A journal
 * that doesn't start with its header may have lost lines.
 */
function problemOf(decoded: ReturnType<typeof decodeLines>): string | undefined {
  const [first, second] = decoded;
  if (first === undefined) return 'it is empty';
  if (decoded.includes('invalid')) return 'it contains an invalid line';
  if (typeof first !== 'object') return 'its first line is damaged';
  if (first.kind === 'header') return undefined;
  if (first.kind !== 'stored') return 'its beginning is missing';
  if (typeof second !== 'object' || second.kind !== 'header') return 'its beginning is missing';
  return decoded.length - 1 < first.lines ? 'it is incomplete' : undefined;
}

/** The run that wrote the last header; undefined if there is none. */
export function lastRunOf({ lines, headers }: Journal): LastRun | undefined {
  const header = headers.at(-1);
  if (header === undefined) return undefined;
  const { run, job, repository } = header;
  let hasEnded = false;
  const uploading: string[] = [];
  for (const line of lines.slice(lines.indexOf(header))) {
    if (line.kind === 'stored' || line.run !== run) continue;
    hasEnded ||= line.kind === 'end';
    if (line.kind === 'uploading') uploading.push(line.path);
  }
  return { run, job, repository, hasEnded, uploading: uploading.slice(-maxConnections) };
}

/** What state and journal say about the files on the server. */
export interface Knowledge {
  /** Files that were uploaded, by the state and by the journal. */
  readonly records: ReadonlyMap<string, FileRecord>;
  /** Paths that unfinished runs may have changed, with what each of them announced. */
  readonly doubts: ReadonlyMap<string, readonly Doubt[]>;
  /** Paths that unfinished runs may have deleted. */
  readonly deletes: ReadonlySet<string>;
  readonly directories: ReadonlySet<string>;
  /** Temporary files and directories that unfinished runs may have left. */
  readonly temporary: ReadonlySet<string>;
  /** Identifiers of the runs in the journal; they are part of the names of temporary states. */
  readonly runs: ReadonlySet<string>;
  /** Digests of the selections of unfinished runs. */
  readonly selections: ReadonlySet<string>;
  /** Whether there are unfinished runs. */
  readonly isJournalValid: boolean;
  /** Why nothing on the server is known for certain; undefined if the doubts are complete. */
  readonly uncertainty: string | undefined;
  /** The generation that the next state must exceed. */
  readonly generation: number;
}

/**
 * Decides what a journal means for a state. Runs that started from an older state have no meaning anymore. A journal
 * that fits neither this state nor an older one makes everything uncertain.
 */
export function combine(state: StoredState | undefined, journal: Journal | undefined): Knowledge {
  const combination = new Combination(state);
  for (const line of journal?.lines ?? []) combination.add(line);
  return combination.result(journal?.problem);
}

/** Follows the lines of a journal in their order. */
class Combination {
  readonly #digest: string | null;
  readonly #stateGeneration: number;
  readonly #records: Map<string, FileRecord>;
  readonly #directories: Set<string>;
  readonly #doubts = new Map<string, Doubt[]>();
  readonly #deletes = new Set<string>();
  readonly #temporary = new Set<string>();
  readonly #selections = new Set<string>();
  /** Whether the lines of a run have a meaning, by its last header. */
  readonly #runs = new Map<string, boolean>();
  #spellings: Map<string, Set<string>> | undefined;
  #generation: number;
  #currentRun: string | undefined;
  #uncertainty: string | undefined;

  constructor(state: StoredState | undefined) {
    this.#digest = state?.digest ?? null;
    this.#stateGeneration = state?.generation ?? 0;
    this.#generation = this.#stateGeneration;
    this.#records = new Map(state?.files);
    this.#directories = new Set(state?.directories);
  }

  add(line: JournalLine): void {
    if (line.kind === 'stored') return;
    if (line.kind === 'header') {
      this.#addHeader(line);
      return;
    }
    // A run whose header was cut may have been stopped in time. Its doubts count, its successes don't.
    if (this.#runs.get(line.run) === false) return;
    if (line.kind === 'everything') {
      this.#uncertainty ??= 'two runs changed the server at the same time';
    } else if (line.kind === 'changes') {
      for (const [path, doubt] of line.doubts) this.#addDoubt(path, doubt);
      for (const path of line.deletes) this.#deletes.add(path);
      for (const path of line.directories) this.#directories.add(path);
      for (const path of line.temporary) this.#temporary.add(path);
    } else if (line.kind === 'done' && line.run === this.#currentRun) {
      for (const [path, record] of line.files) this.#settle(path, record);
    }
  }

  result(problem: string | undefined): Knowledge {
    const uncertainty = problem ?? this.#uncertainty;
    const isJournalValid = [...this.#runs.values()].includes(true);
    return {
      records: this.#records,
      doubts: this.#doubts,
      deletes: this.#deletes,
      directories: this.#directories,
      temporary: this.#temporary,
      runs: new Set(this.#runs.keys()),
      selections: this.#selections,
      isJournalValid,
      uncertainty,
      generation: this.#generation,
    };
  }

  #addHeader({ run, state, generation, selection }: JournalHeader): void {
    this.#currentRun = run;
    this.#generation = Math.max(this.#generation, generation);
    const isCurrent = state === this.#digest && generation === this.#stateGeneration;
    const isOlder = !isCurrent && generation < this.#stateGeneration;
    this.#runs.set(run, !isOlder);
    if (isCurrent) this.#selections.add(selection);
    else if (!isOlder) this.#uncertainty ??= 'it belongs to another state';
  }

  /** The recorded paths that a server may take for this one. */
  #spellingsOf(path: string): Set<string> {
    if (this.#spellings === undefined) {
      this.#spellings = new Map();
      for (const known of this.#records.keys()) this.#spellingsOf(known).add(known);
    }
    const folded = foldPath(path);
    const spellings = this.#spellings.get(folded) ?? new Set();
    this.#spellings.set(folded, spellings);
    return spellings;
  }

  #addDoubt(path: string, doubt: Doubt): void {
    const doubts = this.#doubts.get(path);
    if (doubts === undefined) this.#doubts.set(path, [doubt]);
    else doubts.push(doubt);
  }

  /** Only the run that wrote last knows what it left: an earlier one may have been overtaken. */
  #settle(path: string, record: FileRecord): void {
    // On a server that takes another spelling for the same file, that one has been overwritten.
    for (const other of this.#spellingsOf(path)) {
      const overwritten = other === path ? undefined : this.#records.get(other);
      if (overwritten !== undefined) this.#records.set(other, { ...overwritten, sha256: null });
    }
    this.#spellingsOf(path).add(path);
    this.#records.set(path, record);
    this.#doubts.delete(path);
    this.#deletes.delete(path);
  }
}

/** The folded forms of all paths that may have been changed. */
export function foldedDoubts({ doubts, deletes }: Knowledge): ReadonlySet<string> {
  return new Set([...doubts.keys(), ...deletes].map(foldPath));
}
