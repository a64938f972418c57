import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

const project = path.resolve(import.meta.dirname, '..', '..');
const changelog = await readFile(path.join(project, 'CHANGELOG.md'), 'utf8');
const [, ...sections] = changelog.split(/^## /m);

test('CHANGELOG.md has a section for each version, newest first', () => {
  const headings = sections.map((section) => section.split('\n', 1)[0] ?? '');
  for (const heading of headings) {
    assert.match(heading, /^(Unreleased|\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d)$/);
  }
  assert.ok(!headings.includes('Unreleased', 1));
  const versions = headings.filter((heading) => heading !== 'Unreleased');
  const byVersion = new Intl.Collator('en', { numeric: true });
  assert.deepEqual(versions, [...versions].sort(byVersion.compare).reverse());
});

test('CHANGELOG.md lists what was added, changed and fixed, one change per line', () => {
  for (const section of sections) {
    const [, ...lines] = section.split('\n').filter((line) => line !== '');
    for (const line of lines) assert.match(line, /^(### (Added|Changed|Fixed)|- \S.*\.)$/);
    const kinds = lines.filter((line) => line.startsWith('### '));
    assert.equal(new Set(kinds).size, kinds.length);
  }
});
