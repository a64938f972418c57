import { readFile } from 'node:fs/promises';

/**
 * Reads what a step wrote into its `GITHUB_OUTPUT` file: `name<<DELIMITER`, lines, `DELIMITER`; or
 * `name=value`.
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name, operator, rest] = /^([^=<]+)(<<|=)(.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) {
      if (line !== '') throw new Error(`Not a file command: ${line}`);
    } else if (operator === '=') {
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

/**
 * Reads the names and defaults of the inputs from an `action.yml`; `''` where there is no default,
 * which is what a runner passes. Understands what that file uses: two spaces a level, and defaults
 * on one line, bare or quoted.
 */
export async function readActionInputs(file: string): Promise<Record<string, string>> {
  const inputs: Record<string, string> = {};
  let section = '';
  let name = '';
  for (const line of (await readFile(file, 'utf8')).split(/\r?\n/)) {
    section = /^(\S+):/.exec(line)?.[1] ?? section;
    if (section !== 'inputs') continue;
    const started = /^ {2}(\S+):\s*$/.exec(line)?.[1];
    if (started !== undefined) inputs[(name = started)] = '';
    const text = /^ {4}default:\s*(.*?)\s*$/.exec(line)?.[1];
    if (text !== undefined) inputs[name] = scalar(text);
  }
  return inputs;
}

function scalar(text: string): string {
  if (/^[|>[{&*]/.test(text)) throw new Error(`A default must be on one line: ${text}`);
  if (text.startsWith('"')) return JSON.parse(text) as string;
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text.replace(/\s+#.*$/, '');
}
