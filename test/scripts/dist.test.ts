import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const dist = path.join(project, 'dist');
const bundle = await readFile(path.join(dist, 'index.js'), 'utf8');

/**
 * The packages that the bundle has code of: the bundler names each source file in a comment, apart from a CommonJS
 * module that is imported once. That one is the value of a variable.
 */
const packages = new Set(
  [
    ...bundle.matchAll(/^\/\/.* ?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm),
    ...bundle.matchAll(/^var import_(\w+) = .*__commonJSMin\(\(\(exports, module\)/gm),
  ].map(([, name = '']) => name),
);

test('dist contains the bundle, its licenses and nothing else', async () => {
  assert.deepEqual((await readdir(dist)).sort(), ['index.js', 'licenses.txt', 'package.json']);
});

test('dist/index.js contains no code of packages that the action does not use', () => {
  assert.ok(packages.has('@actions/core'), 'the names of the packages');
  const unused = ['undici', 'tunnel', '@actions/http-client', '@actions/exec', '@actions/io'];
  assert.deepEqual(
    unused.filter((name) => packages.has(name)),
    [],
  );
});

test('dist/licenses.txt contains the license of every bundled package and no other', async () => {
  const licenses = await readFile(path.join(dist, 'licenses.txt'), 'utf8');
  const { packages: locked } = JSON.parse(
    await readFile(path.join(project, 'package-lock.json'), 'utf8'),
  ) as { packages: Readonly<Record<string, unknown>> };
  const names = Object.keys(locked).map((name) => name.replace(/^.*node_modules\//, ''));
  const licensed = names.filter((name) => `\n\n${licenses}`.includes(`\n\n${name}\n`));
  assert.deepEqual(new Set(licensed), packages);
});

test('dist/index.js runs without node_modules', async () => {
  await using workspace = await createWorkspace();
  await cp(dist, workspace.path, { recursive: true });
  const entry = path.join(workspace.path, 'index.js');
  const { status, stdout } = spawnSync(process.execPath, [entry], {
    cwd: workspace.path,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], RUNNER_TEMP: workspace.path },
  });
  assert.match(stdout, /::error.*server/);
  assert.equal(status, 1);
});

test('dist/index.js imports Node modules only, and ncc adds no code to what rolldown bundles', () => {
  const modules = bundle.match(/^\/\*{3}\/ \(\(/gm) ?? [];
  const imports = [
    ...bundle.matchAll(/^import .* from "(.*)";$|\(import\.meta\.url\)\("(.*)"\)/gm),
  ];
  const names = imports.map(([, es, commonJs]) => es ?? commonJs ?? '');
  assert.deepEqual(
    names.filter((name) => !isBuiltin(name)),
    [],
  );
  // A module for each import but that of createRequire, and one with everything that rolldown bundles.
  assert.equal(modules.length, names.length);
});

test('dist/index.js contains no path of the machine that built it', () => {
  assert.ok(!bundle.includes(project));
});
