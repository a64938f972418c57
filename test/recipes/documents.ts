/** Finds the recipes: steps that use this action, in the YAML blocks of README.md and docs. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { parse } from 'yaml';

/** A step of a workflow. */
export interface Step {
  readonly uses?: string;
  readonly id?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A step that uses this action, and its context. */
export interface Recipe {
  /** Relative to the project, with `/`. */
  readonly document: string;
  /** The nearest heading above it. */
  readonly heading: string;
  readonly step: Step;
  /** The steps after it. */
  readonly laterSteps: readonly Step[];
  /** The rows of `strategy.matrix.include`; one empty row if there is no matrix. */
  readonly matrix: readonly Readonly<Record<string, string>>[];
}

interface Job {
  readonly steps: readonly Step[];
  readonly strategy?: { readonly matrix: { readonly include: Recipe['matrix'] } };
}

/** A YAML block of a document. */
export interface Block {
  readonly heading: string;
  readonly text: string;
}

const project = path.resolve(import.meta.dirname, '..', '..');
const action = 'org/open-ftps-action@';

/** The documents that may have recipes, relative to the project. */
export async function documentNames(): Promise<string[]> {
  const pages = (await readdir(path.join(project, 'docs'))).filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.sort().map((name) => `docs/${name}`)];
}

/** Every recipe of every document. */
export async function findRecipes(): Promise<Recipe[]> {
  const found = (await documentNames()).map(async (document) => {
    const text = await readFile(path.join(project, document), 'utf8');
    return yamlBlocks(text).flatMap((block) => recipesIn(document, block));
  });
  return (await Promise.all(found)).flat();
}

/** The YAML blocks of a Markdown text, with their headings. */
export function yamlBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const part of markdown.matchAll(/^#+ (.*)$|^```(\w*)\n([^]*?)^```$/gm)) {
    const [, title, language, text = ''] = part;
    if (title !== undefined) heading = title;
    else if (language === 'yaml') blocks.push({ heading, text });
  }
  return blocks;
}

/** The anchor that GitHub creates for a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function recipesIn(document: string, { heading, text }: Block): Recipe[] {
  return jobsIn(parse(text)).flatMap(({ steps, strategy }) =>
    steps.flatMap((step, index) =>
      step.uses?.startsWith(action) === true
        ? [
            {
              ...{ document, heading, step },
              laterSteps: steps.slice(index + 1),
              matrix: strategy?.matrix.include ?? [{}],
            },
          ]
        : [],
    ),
  );
}

/** The jobs of a workflow. A list of steps counts as one job; other YAML has no jobs. */
function jobsIn(parsed: unknown): Job[] {
  if (Array.isArray(parsed)) return [{ steps: parsed as Step[] }];
  const { jobs = {} } = (parsed ?? {}) as { readonly jobs?: Readonly<Record<string, Job>> };
  return Object.values(jobs);
}
