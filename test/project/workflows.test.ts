import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

const project = path.resolve(import.meta.dirname, '..', '..');
const read = (name: string) => readFile(path.join(project, name), 'utf8');
const found = (pattern: string) =>
  globSync(pattern, { cwd: project })
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const files = found('.github/workflows/*.yml');

test('CI, CodeQL and the release are workflows', () => {
  assert.deepEqual(
    files.map((name) => path.posix.basename(name)),
    ['ci.yml', 'codeql.yml', 'release.yml'],
  );
});

for (const file of files) {
  const text = await read(file);
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test(`${file} names every action by its commit, with the version behind it`, () => {
    const uses = [...text.matchAll(/^.*\buses: *(.*)$/gm)].map(([, action = '']) => action);
    assert.ok(uses.length > 0);
    for (const action of uses) {
      assert.match(action, /^(\.\/|[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
    }
  });

  test(`${file} lets nothing be written but by a job that says what`, () => {
    const writes = Object.values(workflow.permissions ?? { all: 'write' });
    assert.ok(!writes.includes('write'), 'the workflow');
    for (const [name, { permissions }] of Object.entries(workflow.jobs)) {
      const written = Object.entries(permissions ?? {}).filter(([, level]) => level === 'write');
      const allowed = { analyze: ['security-events'], release: ['contents'] }[name] ?? [];
      assert.deepEqual(
        written.map(([scope]) => scope),
        allowed,
        name,
      );
    }
  });

  test(`${file} leaves no credentials in the work tree, and no job without an end`, () => {
    for (const { uses, with: inputs } of steps) {
      if (uses?.startsWith('actions/checkout@') !== true) continue;
      assert.equal(inputs?.['persist-credentials'], false);
    }
    for (const [name, job] of Object.entries(workflow.jobs)) {
      assert.ok((job['timeout-minutes'] ?? Infinity) <= 20, name);
    }
    assert.ok(workflow.concurrency !== undefined);
  });
}

test('one action has one version in all workflows', async () => {
  const texts = await Promise.all(files.map(read));
  const versions = new Map<string, string>();
  for (const [, owner = '', name = '', version = ''] of texts
    .join('\n')
    .matchAll(/\buses: ([\w-]+)\/([\w-]+)[\w/-]*@(.*)/g)) {
    const action = `${owner}/${name}`;
    assert.equal(version, versions.get(action) ?? version, action);
    versions.set(action, version);
  }
  assert.ok(versions.size >= 4);
});

test('Dependabot looks after every package.json and the workflows, a week behind', async () => {
  const { updates } = parse(await read('.github/dependabot.yml')) as {
    updates: readonly {
      'package-ecosystem': string;
      directories?: readonly string[];
      directory?: string;
      cooldown: Readonly<Record<string, number>>;
    }[];
  };
  assert.deepEqual(
    updates.map((update) => update['package-ecosystem']),
    ['npm', 'github-actions'],
  );
  for (const { cooldown } of updates) assert.ok((cooldown['default-days'] ?? 0) >= 7);
  // GitHub drops an entry of github-actions that has another key.
  assert.deepEqual(Object.keys(updates[1]?.cooldown ?? {}), ['default-days']);
  const packages = found('{,bench/,scripts/*/}package.json').map((name) =>
    `/${path.posix.dirname(name)}`.replace('/.', '/'),
  );
  assert.ok(packages.length > 1);
  for (const directory of packages) {
    assert.ok(updates[0]?.directories?.includes(directory), directory);
  }
});

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id: string;
    readonly attributes: { readonly label: string; readonly options?: readonly string[] };
    readonly validations?: { readonly required: boolean };
  }[];
}

for (const name of ['bug', 'feature']) {
  test(`the issue form ${name} is one that GitHub takes`, async () => {
    const form = parse(await read(`.github/ISSUE_TEMPLATE/${name}.yml`)) as Form;
    assert.deepEqual(Object.keys(form), ['name', 'description', 'labels', 'body']);
    const ids = form.body.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { type, id, attributes } of form.body) {
      assert.match(type, /^(input|textarea|dropdown)$/);
      assert.match(id, /^[a-z]+$/);
      assert.ok(attributes.label.length > 0);
      assert.equal(type === 'dropdown', (attributes.options ?? []).length > 0);
    }
  });
}

test('a bug report comes with the transcript', async () => {
  const form = parse(await read('.github/ISSUE_TEMPLATE/bug.yml')) as Form;
  const required = form.body.filter(({ validations }) => validations?.required === true);
  assert.ok(required.map(({ id }) => id).includes('transcript'));
});

test('vulnerabilities are sent another way than bugs, and nothing without a form', async () => {
  const config = parse(await read('.github/ISSUE_TEMPLATE/config.yml')) as {
    blank_issues_enabled: boolean;
    contact_links: readonly { url: string }[];
  };
  assert.equal(config.blank_issues_enabled, false);
  assert.match(config.contact_links[0]?.url ?? '', /\/security\/advisories\/new$/);
  assert.ok(existsSync(path.join(project, 'SECURITY.md')));
});
