import * as core from '@actions/core';

import { sanitize } from '../../sanitize.ts';
import type { InputProblem } from '../errors.ts';

/** A range of numbers, both ends included. */
interface NumberRange {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
  /** A sentence about the value, with a space in front; the value is then shown. */
  readonly hint?: string;
}

/** What an input accepts. */
interface ValidValues {
  /** Among them the longest. */
  readonly words: readonly string[];
  /** The end of a sentence. */
  readonly expected: string;
}

/**
 * Reads inputs as the runner passes them, and collects their problems, so that all of them can be reported together.
 * After a problem it returns a harmless value, which is never used.
 */
export class InputReader {
  readonly problems: InputProblem[] = [];

  /** The text exactly as given; `''` when the input is missing or empty. */
  raw(name: string): string {
    return core.getInput(name, { trimWhitespace: false });
  }

  /** The trimmed text, or the fallback when there is none. */
  text(name: string, fallback = ''): string {
    return this.raw(name).trim() || fallback;
  }

  /** Whether the workflow sets the input; one that is set to an unset secret is given and empty. */
  isGiven(name: string): boolean {
    return process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] !== undefined;
  }

  /** The trimmed lines that aren't empty. */
  lines(name: string): string[] {
    return this.raw(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** `true` or `false` in any case. */
  boolean(name: string, fallback: boolean): boolean {
    const text = this.text(name, String(fallback));
    const word = text.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    this.invalid(name, text, { words: ['true', 'false'], expected: 'true or false.' });
    return fallback;
  }

  /**
   * One of a few words, matched case-insensitively; the first is the default.
   *
   * @param hints - What to add to the message for certain wrong words, in lower case.
   */
  choice<T extends string>(
    name: string,
    choices: readonly [T, ...T[]],
    hints: Readonly<Record<string, string>> = {},
  ): T {
    const text = this.text(name, choices[0]);
    const word = text.toLowerCase();
    const chosen = choices.find((choice) => choice.toLowerCase() === word);
    if (chosen !== undefined) return chosen;
    const hint = Object.hasOwn(hints, word) ? ` (${hints[word] ?? ''})` : '';
    const last = choices.at(-1) ?? '';
    this.invalid(name, text, {
      words: [...choices, ...Object.keys(hints)],
      expected: `${choices.slice(0, -1).join(', ')} or ${last}.${hint}`,
    });
    return choices[0];
  }

  number(name: string, { fallback, min, max, hint = '' }: NumberRange): number {
    const text = this.text(name, String(fallback));
    const value = /^\d{1,10}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const words = [hint === '' ? String(max) : text];
    this.invalid(name, text, { words, expected: `a number from ${min} to ${max}.${hint}` });
    return fallback;
  }

  wholeNumber(name: string, range: NumberRange): number {
    const { fallback, min, max } = range;
    const text = this.text(name, String(fallback));
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const words = [String(max)];
    this.invalid(name, text, { words, expected: `a whole number from ${min} to ${max}.` });
    return fallback;
  }

  /**
   * Adds a problem. Its message shows the value unless that is longer than all valid ones: it may be a secret in the wrong
   * place, and the runner doesn't mask a part of a secret.
   */
  invalid(input: string, value: string, { words, expected }: ValidValues): void {
    const isShown = value.length <= Math.max(...words.map((word) => word.length));
    const shown = isShown ? ` "${sanitize(value)}"` : '';
    this.problem(input, `Invalid value${shown} for ${input}. Use ${expected}`);
  }

  problem(input: string, message: string): void {
    this.problems.push({ input, message });
  }
}
