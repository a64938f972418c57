/**
 * Writes the lists of inputs and outputs in README.md and docs/inputs.md from action.yml. With --check it only compares
 * them.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import prettier from 'prettier';
import { parse } from 'yaml';

interface Entry {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

const actionText = readFileSync('action.yml', 'utf8');
const action = parse(actionText) as Record<'inputs' | 'outputs', Record<string, Entry>>;

/** The groups of inputs: the comment of action.yml above them, and their names. */
const groups = [...actionText.matchAll(/^ {2}# (.*)\n([^]*?)(?=^(?: {2}#|\S))/gm)].map(
  ([, title = '', text = '']) => ({
    title,
    names: [...text.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = '']) => name),
  }),
);
if (groups.flatMap(({ names }) => names).length !== Object.keys(action.inputs).length) {
  throw new Error('Inputs of action.yml belong to no group.');
}

function inputRow(name: string): string {
  const input = action.inputs[name];
  if (input === undefined) throw new Error(`${name} is not an input.`);
  const fallback = input.default === undefined ? '' : `\`${input.default}\``;
  return `| \`${name}\` | ${input.required === true ? 'required' : fallback} | ${input.description} |`;
}

/** A heading and a table for each group. */
function inputTables(): string {
  const head = ['| input | default | meaning |', '| --- | --- | --- |'];
  return groups
    .map(({ title, names }) => `## ${title}\n\n${[...head, ...names.map(inputRow)].join('\n')}`)
    .join('\n\n');
}

/** A line for each group, with links to the tables. */
function inputList(): string {
  const rows = groups.map(({ title, names }) => {
    const inputs = names.map((name) =>
      action.inputs[name]?.required === true ? `**\`${name}\`**` : `\`${name}\``,
    );
    const heading = title.toLowerCase().replaceAll(' ', '-');
    return `| [${title}](docs/inputs.md#${heading}) | ${inputs.join(', ')} |`;
  });
  return ['| group | inputs |', '| --- | --- |', ...rows].join('\n');
}

function outputTable(): string {
  const rows = Object.entries(action.outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${description} |`,
  );
  return ['| output | meaning |', '| --- | --- |', ...rows].join('\n');
}

/** Replaces the text between `<!-- name -->` and `<!-- /name -->`. */
function fill(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`There is no placeholder for ${name}.`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** Fills the placeholders of a document, or compares them. */
async function update(file: string, contents: Readonly<Record<string, string>>): Promise<void> {
  const current = readFileSync(file, 'utf8');
  let filled = current;
  for (const [name, content] of Object.entries(contents)) filled = fill(filled, name, content);
  const config = await prettier.resolveConfig(file);
  const wanted = await prettier.format(filled, { ...config, parser: 'markdown' });
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
  else if (wanted !== current) {
    console.error(`${file} doesn't match action.yml. Run: npm run readme`);
    process.exitCode = 1;
  }
}

await update('README.md', { inputs: inputList(), outputs: outputTable() });
await update('docs/inputs.md', { inputs: inputTables() });
