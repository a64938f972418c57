import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

const project = path.resolve(import.meta.dirname, '..', '..');
const action = parse(await readFile(path.join(project, 'action.yml'), 'utf8')) as {
  readonly description: string;
  readonly branding: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly runs: Readonly<Record<string, string>>;
};

/** Fails when there is a key that GitHub does not know: it would be ignored without a word. */
function assertKeys(value: object, allowed: readonly string[], where: string): void {
  const unknown = Object.keys(value).filter((key) => !allowed.includes(key));
  assert.deepEqual(unknown, [], where);
}

test('action.yml has no key that GitHub does not know', () => {
  assertKeys(
    action,
    ['name', 'author', 'description', 'branding', 'inputs', 'outputs', 'runs'],
    'action.yml',
  );
  for (const [name, input] of Object.entries(action.inputs)) {
    assertKeys(input, ['description', 'required', 'default', 'deprecationMessage'], name);
  }
  for (const [name, output] of Object.entries(action.outputs)) {
    assertKeys(output, ['description'], name);
  }
  assertKeys(action.runs, ['using', 'main'], 'runs');
});

test('action.yml has names in kebab-case and values of the types that GitHub takes', () => {
  for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)]) {
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  }
  for (const [name, { required, ...texts }] of Object.entries(action.inputs)) {
    assert.ok(required === undefined || typeof required === 'boolean', name);
    // A default of YAML's other types reaches the action as text all the same; quoted, it says so.
    for (const text of Object.values(texts)) assert.equal(typeof text, 'string', name);
    assert.ok(required !== true || !('default' in texts), `${name} is required and has a default`);
  }
});

test('the branding is an icon and a colour that GitHub has, and not what two others chose', () => {
  assertKeys(action.branding, ['icon', 'color'], 'branding');
  const colors = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple'];
  assert.ok([...colors, 'gray-dark'].includes(action.branding['color'] ?? ''));
  // Of the icons of Feather 4.28, these are the ones that say something about sending files.
  const icons = ['send', 'upload', 'server', 'hard-drive', 'globe', 'arrow-up-circle', 'shield'];
  assert.ok([...icons, 'lock', 'repeat', 'package'].includes(action.branding['icon'] ?? ''));
});

test('the description is short enough for the Marketplace', () => {
  // Longer ones are refused, and only when a release is about to be published there.
  assert.ok(action.description.length < 125, String(action.description.length));
});
