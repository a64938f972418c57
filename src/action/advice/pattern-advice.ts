import fs from 'node:fs';
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import type { NoFilesError } from '../errors.ts';

/** Why the patterns may match nothing, and what to change: the common mistakes, the most certain one first. */
export function patternAdvice({ patterns, directory }: NoFilesError): string {
  const including = patterns.filter((pattern) => !pattern.startsWith('!'));
  const braces = including.find((pattern) => /\{.*,.*\}/.test(pattern));
  if (braces !== undefined) {
    return `Brace expansion isn't supported. Write one pattern per line instead of "${sanitize(braces)}".`;
  }
  if (isEmpty(directory)) {
    return 'The directory is empty. Run actions/checkout earlier in this job.';
  }
  const missing = including
    .map(fixedPart)
    .find((start) => !fs.existsSync(path.resolve(directory, start)));
  if (missing !== undefined) {
    return `"${sanitize(missing)}" doesn't exist. Make sure the step that creates it runs earlier in this job. Paths are relative to the directory above.`;
  }
  const brackets = including.find((pattern) => /\[.+\]/.test(pattern.replaceAll('[[]', '')));
  if (brackets !== undefined) {
    return `Brackets in "${sanitize(brackets)}" match one of several characters. For a literal "[", write "[[]".`;
  }
  return 'Paths are relative to the directory above. "site" or "site/**" matches everything in "site". Lines that start with "!" exclude files.';
}

function isEmpty(directory: string): boolean {
  return fs.existsSync(directory) && fs.readdirSync(directory).length === 0;
}

/** The directories of a pattern before its first wildcard. */
function fixedPart(pattern: string): string {
  const segments = pattern.split(/[/\\]/);
  const wildcard = segments.findIndex((segment) => /[*?[]/.test(segment));
  const fixed = wildcard === -1 ? segments : segments.slice(0, wildcard);
  return fixed.join('/') || '.';
}
