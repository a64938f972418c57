/** The workflows of this project that use the action itself. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
}
interface ActionMetadata {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const project = path.resolve(import.meta.dirname, '..', '..');
const folder = path.join(project, '.github', 'workflows');
const action = parse(await readFile(path.join(project, 'action.yml'), 'utf8')) as ActionMetadata;

/** Names of outputs that a text reads from a step. */
function outputsRead(text: string, id: string): string[] {
  return [...text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    .filter(([, step]) => step === id)
    .map(([, , output = '']) => output);
}

test('workflows use only inputs and outputs that the action has', async () => {
  let uses = 0;
  for (const name of await readdir(folder)) {
    const text = await readFile(path.join(folder, name), 'utf8');
    const { jobs } = parse(text) as Workflow;
    const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
    for (const step of steps.filter((one) => one.uses === './')) {
      uses += 1;
      for (const input of Object.keys(step.with ?? {})) assert.ok(input in action.inputs, input);
      for (const output of outputsRead(text, step.id ?? '')) {
        assert.ok(output in action.outputs, `${name}: ${output}`);
      }
    }
  }
  assert.ok(uses > 0);
});
