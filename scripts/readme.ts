/** Writes the tables of inputs and outputs in README.md from action.yml. With --check it only compares them. */
import { readFileSync, writeFileSync } from 'node:fs';

import prettier from 'prettier';
import { parse } from 'yaml';

interface ActionFile {
  readonly inputs: Readonly<Record<string, Entry>>;
  readonly outputs: Readonly<Record<string, Entry>>;
}

interface Entry {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

const readme = 'README.md';

function inputTable(inputs: ActionFile['inputs']): string {
  const rows = Object.entries(inputs).map(([name, { description, required, ...input }]) => {
    const fallback = input.default === undefined ? '' : `\`${input.default}\``;
    return `| \`${name}\` | ${required === true ? 'required' : fallback} | ${description} |`;
  });
  return ['| input | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function outputTable(outputs: ActionFile['outputs']): string {
  const rows = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${description} |`,
  );
  return ['| output | meaning |', '| --- | --- |', ...rows].join('\n');
}

/** Replaces the text between `<!-- name -->` and `<!-- /name -->`. */
function fill(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${readme} has no placeholder for ${name}`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

const { inputs, outputs } = parse(readFileSync('action.yml', 'utf8')) as ActionFile;
const current = readFileSync(readme, 'utf8');
const withInputs = fill(current, 'inputs', inputTable(inputs));
const filled = fill(withInputs, 'outputs', outputTable(outputs));
const config = await prettier.resolveConfig(readme);
const wanted = await prettier.format(filled, { ...config, parser: 'markdown' });

if (!process.argv.includes('--check')) writeFileSync(readme, wanted);
else if (wanted !== current) {
  console.error(`The tables in ${readme} don't match action.yml. Run: npm run readme`);
  process.exitCode = 1;
}
