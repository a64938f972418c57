import assert from 'node:assert/strict';

import { InputError } from '../../../src/action/errors.ts';
import type { Inputs } from '../../../src/action/inputs/inputs.ts';
import { readInputs } from '../../../src/action/inputs/inputs.ts';
import { captured } from '../stdout.ts';

/** Reads inputs by their names in `action.yml`; the required ones have values. */
export function givenInputs(given: Readonly<Record<string, string>> = {}): Inputs {
  return captured(inputVariables(given), readInputs).value;
}

/** The variables in which a runner passes these inputs and the required ones. */
export function inputVariables(given: Readonly<Record<string, string>>): Record<string, string> {
  const required = { server: 'ftp.example', username: 'deploy', password: 'secret', files: '**' };
  return Object.fromEntries(
    Object.entries({ ...required, ...given }).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]),
  );
}

/** The messages of all invalid inputs. */
export function inputProblems(given: Readonly<Record<string, string>>): string[] {
  try {
    givenInputs(given);
  } catch (error) {
    assert.ok(error instanceof InputError);
    assert.equal(error.code, 'INPUT');
    assert.equal(error.message.split('\n').length, error.problems.length);
    return error.message.split('\n');
  }
  return [];
}
