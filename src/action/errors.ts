/** What is wrong with one input. */
export interface InputProblem {
  readonly input: string;
  /** A clause that goes on from the input's name, such as `must be a number`. Never a secret's value. */
  readonly problem: string;
}

/** Inputs that cannot be used; all of them at once. */
export class InputError extends Error {
  readonly code = 'INPUT';
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    const lines = problems.map(({ input, problem }) => `The input "${input}" ${problem}.`);
    super(lines.join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}

/** No file matches, and `if-no-files-found` says that this is an error. */
export class NoFilesError extends Error {
  readonly code = 'NO_FILES';
  /** One a line, `!` and all. */
  readonly patterns: string;
  /** Where they were looked for. */
  readonly directory: string;

  constructor(patterns: string, directory: string) {
    const shown = patterns.split('\n').join(', ');
    super(`No file matches "files" (${shown}) in ${directory}.`);
    this.name = 'NoFilesError';
    this.patterns = patterns;
    this.directory = directory;
  }
}
