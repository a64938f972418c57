import type { Inputs } from '../../../src/action/inputs/inputs.ts';
import { readInputs } from '../../../src/action/inputs/inputs.ts';
import { captured } from '../stdout.ts';

/** Reads inputs by their names in `action.yml`; what is required is there. */
export function givenInputs(given: Readonly<Record<string, string>> = {}): Inputs {
  const required = { server: 'ftp.example', username: 'deploy', password: 'secret', files: '**' };
  const env = Object.entries({ ...required, ...given }).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  );
  return captured(Object.fromEntries(env), readInputs).value;
}
