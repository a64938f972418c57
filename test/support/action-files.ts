import { readFile } from 'node:fs/promises';

import { parse } from 'yaml';

/**
 * Parses what a step wrote to its `GITHUB_OUTPUT` file: `name<<DELIMITER`, lines, `DELIMITER`; or `name=value`.
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name, separator, rest] = /^([^=<]+)(<<|=)(.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) {
      if (line !== '') throw new Error(`Not a file command: ${line}`);
    } else if (separator === '=') {
      values[name] = rest;
    } else {
      const end = lines.indexOf(rest);
      if (end < 0) throw new Error(`The value of ${name} has no end.`);
      values[name] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n');
    }
  }
  return values;
}

/** Reads the names and defaults of the inputs from an `action.yml`; `''` without a default, as a runner passes it. */
export async function readActionInputs(file: string): Promise<Record<string, string>> {
  const { inputs } = parse(await readFile(file, 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default?: string | number | boolean }>>;
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, String(input.default ?? '')]),
  );
}
