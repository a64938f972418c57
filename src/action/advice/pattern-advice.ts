import fs from 'node:fs';
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import type { NoFilesError } from '../errors.ts';

/** Why the patterns may match nothing, and what to change: the common mistakes, the most certain one first. */
export function patternAdvice({ patterns, directory, hasExcluded }: NoFilesError): string {
  if (hasExcluded) {
    return 'Change "files" or "exclude". Lines of "exclude" are .gitignore patterns relative to "base-dir", and a name without a slash matches at any depth.';
  }
  const including = patterns.filter((pattern) => !pattern.startsWith('!'));
  const braces = including.find((pattern) => /\{.*,.*\}/.test(pattern));
  if (braces !== undefined) {
    return `Brace expansion isn't supported. Write one pattern per line instead of "${whole(braces)}".`;
  }
  if (isEmpty(directory)) {
    return 'The directory is empty. Run actions/checkout earlier in this job.';
  }
  const several = including.find((pattern) => isSeveral(pattern, directory));
  if (several !== undefined) {
    return `Write one pattern per line instead of "${whole(several)}".`;
  }
  const missing = including.find((pattern) => isMissing(fixedPart(pattern), directory));
  if (missing !== undefined) return missingAdvice(missing, directory);
  const brackets = including.find((pattern) => /\[.+\]/.test(pattern.replaceAll('[[]', '')));
  if (brackets !== undefined) {
    return `Brackets in "${whole(brackets)}" match one of several characters. For a literal "[", write "[[]".`;
  }
  return 'Paths are relative to the directory above. "site" or "site/**" matches everything in "site". Lines that start with "!" exclude files.';
}

function isMissing(start: string, directory: string): boolean {
  return !fs.existsSync(path.resolve(directory, start));
}

/** Whether a line looks like several patterns; names may contain spaces and commas, too. */
function isSeveral(pattern: string, directory: string): boolean {
  const isThere = (text: string) => !isMissing(fixedPart(text), directory);
  const listed = pattern.split(/\s*[,;]\s*/);
  const words = pattern.split(/\s+/);
  return (listed.length > 1 && listed.some(isThere)) || (words.length > 1 && words.every(isThere));
}

/** Advice for a pattern whose directories don't exist: they may be a mistake. */
function missingAdvice(pattern: string, directory: string): string {
  const shown = whole(pattern);
  const isThere = (text: string) => !isMissing(fixedPart(text), directory);
  if (/^(["']).*\1$/.test(pattern)) {
    return `Remove the quotation marks around ${shown}: they are part of the pattern.`;
  }
  if (pattern.startsWith('- ')) {
    return `Remove the "- " in front of "${whole(pattern.slice(2))}": "files" isn't a YAML list. Write one pattern per line.`;
  }
  const relative = pattern.replace(/^[/\\]+/, '');
  if (relative !== pattern && isThere(relative)) {
    return `Remove the leading slash: write "${whole(relative)}" instead of "${shown}". Paths are relative to the directory above.`;
  }
  const slash =
    relative === pattern
      ? ''
      : ' A leading slash means the root of the file system: remove it if the path is in the workspace.';
  return `"${whole(fixedPart(pattern))}" doesn't exist. Make sure the step that creates it runs earlier in this job. Paths are relative to the directory above.${slash}`;
}

// A pattern may be a secret in the wrong place, and the runner doesn't mask a part of a secret.
function whole(text: string): string {
  return sanitize(text, text.length);
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
