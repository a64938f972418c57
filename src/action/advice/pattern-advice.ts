import fs from 'node:fs';
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import type { NoFilesError } from '../errors.ts';

/** Why patterns may match nothing, and what to change: the traps that most people fall into, the surest one first. */
export function patternAdvice({ patterns, directory }: NoFilesError): string {
  const including = patterns.split('\n').filter((pattern) => !pattern.startsWith('!'));
  const braces = including.find((pattern) => /\{.*,.*\}/.test(pattern));
  if (braces !== undefined) {
    return `Patterns know no braces: write one line for each choice of "${sanitize(braces)}".`;
  }
  if (isEmpty(directory)) {
    return 'The directory is empty: is there a step with actions/checkout before this one, in the same job?';
  }
  const missing = including
    .map(beginning)
    .find((start) => !fs.existsSync(path.resolve(directory, start)));
  if (missing !== undefined) {
    return `There is no "${sanitize(missing)}": does the step that makes it come before this one, in the same job? Paths are relative to the directory above.`;
  }
  const brackets = including.find((pattern) => /\[.+\]/.test(pattern.replaceAll('[[]', '')));
  if (brackets !== undefined) {
    return `Brackets in "${sanitize(brackets)}" stand for one character of several; for a name with brackets write "[[]" instead of "[".`;
  }
  return 'Paths are relative to the directory above; "site" or "site/**" is everything below "site". What begins with "!" is left out.';
}

function isEmpty(directory: string): boolean {
  return fs.existsSync(directory) && fs.readdirSync(directory).length === 0;
}

/** The directories of a pattern before anything in it that stands for something else. */
function beginning(pattern: string): string {
  const segments = pattern.split(/[/\\]/);
  const special = segments.findIndex((segment) => /[*?[]/.test(segment));
  const fixed = special === -1 ? segments : segments.slice(0, special);
  return fixed.join('/') || '.';
}
