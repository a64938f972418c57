import * as core from '@actions/core';

import { sanitize } from '../../sanitize.ts';
import type { InputProblem } from '../errors.ts';

/**
 * Reads inputs as the runner hands them over, and collects what is wrong with them, so that all of it can be said at
 * once. After a problem a harmless value is returned: nobody gets to use it.
 */
export class InputReader {
  readonly problems: InputProblem[] = [];

  /** The text as it is; `''` when the input is missing or empty. */
  raw(name: string): string {
    return core.getInput(name, { trimWhitespace: false });
  }

  /** The text without space around it, or the fallback when there is none. */
  text(name: string, fallback = ''): string {
    return this.raw(name).trim() || fallback;
  }

  /** Whether the workflow mentions the input at all; an unset secret is mentioned and empty. */
  isGiven(name: string): boolean {
    return process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] !== undefined;
  }

  /** Lines with something on them, trimmed. */
  lines(name: string): string[] {
    return this.raw(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** A boolean in the notation of YAML 1.2, as `core.getBooleanInput` takes it. */
  boolean(name: string, fallback: boolean): boolean {
    const text = this.text(name, String(fallback));
    if (['true', 'True', 'TRUE'].includes(text)) return true;
    if (['false', 'False', 'FALSE'].includes(text)) return false;
    this.problem(name, `must be true or false, not "${sanitize(text, 40)}"`);
    return fallback;
  }

  /** One of a few words; the first is the default. */
  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const text = this.text(name, choices[0]);
    const chosen = choices.find((choice) => choice === text);
    if (chosen !== undefined) return chosen;
    this.problem(name, `must be ${choices.join(', ')}; it is "${sanitize(text, 40)}"`);
    return choices[0];
  }

  /** A number in a range, both ends included. */
  number(name: string, fallback: number, range: { readonly min: number; readonly max: number }) {
    const text = this.text(name, String(fallback));
    const value = /^\d{1,10}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.min && value <= range.max) return value;
    this.problem(
      name,
      `must be a number from ${range.min} to ${range.max}, not "${sanitize(text, 40)}"`,
    );
    return fallback;
  }

  problem(input: string, problem: string): void {
    this.problems.push({ input, problem });
  }
}
