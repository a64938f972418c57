import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { limits } from '../../src/ftps/limits.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const text = await readFile(path.join(project, 'SECURITY.md'), 'utf8');

/** The text of a second-level section. */
function section(title: string): string {
  return text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
}

/** The list items of a section, each with its continuation lines. */
function items(title: string): string[] {
  return [...section(title).matchAll(/^- .*(?:\n {2}.*)*/gm)].map(([item]) => item);
}

test('SECURITY.md names tests that exist behind each guarantee', () => {
  const guarantees = items('Security guarantees');
  assert.ok(guarantees.length > 15);
  for (const item of guarantees) {
    const [, named = ''] = /\((`test\/[^()]+`)\)$/.exec(item) ?? [];
    assert.notEqual(named, '', `no test is named: ${item}`);
    for (const file of named.split(/,\s+/).map((name) => name.slice(1, -1))) {
      assert.ok(existsSync(path.join(project, file)), `${file} doesn't exist: ${item}`);
    }
  }
});

test('SECURITY.md has the limits of the code', () => {
  const { replyLineBytes, replyBytes, replyLinesShown } = limits;
  const kibibytes = (bytes: number) => `${bytes / 1024} KiB`;
  const guarantees = section('Security guarantees');
  for (const limit of [
    `A reply line is limited to ${kibibytes(replyLineBytes)}, a reply to ${kibibytes(replyBytes)}`,
    `Of a reply, ${replyLinesShown} lines are shown.`,
  ]) {
    assert.ok(guarantees.includes(limit), limit);
  }
});

test('SECURITY.md names severity levels, times and a second channel that exists', async () => {
  for (const level of ['Critical', 'High', 'Medium', 'Low']) {
    assert.match(text, new RegExp(`^\\| ${level} +\\| \\w`, 'm'));
  }
  assert.match(text, /^\| first answer +\| within \d+ working days/m);
  assert.match(text, /^\| disclosure +\| .*\d+ days/m);
  const form = path.join(project, '.github/ISSUE_TEMPLATE/contact.yml');
  assert.match(await readFile(form, 'utf8'), /^name: Private contact$/m);
  assert.match(text, /the form \*\*Private contact\*\*/);
});
