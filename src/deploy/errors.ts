import { printable } from '../ftps/index.ts';

const shownProblems = 10;

/** The files cannot be uploaded as asked; found before any connection. */
export class PlanError extends Error {
  readonly code = 'PLAN';
  /** Every problem, one sentence each, safe to show. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const shown = problems.slice(0, shownProblems);
    const more = problems.length - shown.length;
    super([...shown, ...(more > 0 ? [`And ${more} more such problems.`] : [])].join('\n'));
    this.name = 'PlanError';
    this.problems = problems;
  }
}

/** A local file could not be read as it was planned; nobody at the server is to blame. */
export class LocalFileError extends Error {
  readonly code = 'LOCAL_FILE';
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`The local file ${printable(path)} ${problem}.`, options);
    this.name = 'LocalFileError';
    this.path = path;
  }
}
