import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';

// cspell:ignore userconfig ESTRICTALLOWSCRIPTS
const project = path.resolve(import.meta.dirname, '..', '..');
const settings = await readFile(path.join(project, '.npmrc'), 'utf8');
const npm = process.env['npm_execpath'] ?? '';
const [command, first] = npm.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];

/** Runs npm in a directory, without network and without the settings of the user. */
function run(cwd: string, ...args: readonly string[]) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const user = {
    npm_config_userconfig: path.join(cwd, 'none'),
    npm_config_cache: path.join(cwd, 'cache'),
  };
  const env = { ...Object.fromEntries(inherited), ...user };
  return spawnSync(command, [...first, ...args], { cwd, env, encoding: 'utf8' });
}

/** Why npm can't be tested here: releases before 11.16 don't have the setting. */
function reasonToSkip(): string | false {
  const { stdout, error } = run(project, '--version');
  if (error !== undefined) return 'npm is missing';
  const [major = 0, minor = 0] = stdout.split('.').map(Number);
  return major > 11 || (major === 11 && minor >= 16) ? false : `npm is ${stdout.trim()}`;
}

const manifest = (values: object) => JSON.stringify({ name: 'a', version: '1.0.0', ...values });
const postinstall = `node -e "require('fs').writeFileSync(process.env.INIT_CWD + '/ran', '')"`;

for (const { when, isListed } of [
  { when: 'fails when a package has an install script that is not listed', isListed: false },
  { when: 'runs an install script that is listed', isListed: true },
]) {
  test(`npm ci with the settings of this project ${when}`, { skip: reasonToSkip() }, async () => {
    await using library = await createWorkspace({
      '.npmrc': settings,
      'package.json': manifest({ name: 'dep', scripts: { postinstall } }),
    });
    assert.equal(run(library.path, 'pack', '--silent').status, 0);
    const dep = `file:${path.join(library.path, 'dep-1.0.0.tgz')}`;
    await using workspace = await createWorkspace({
      '.npmrc': settings,
      'package.json': manifest({
        dependencies: { dep },
        allowScripts: isListed ? { [dep]: true } : {},
      }),
    });
    const lock = ['install', '--package-lock-only', '--ignore-scripts', '--offline'];
    assert.equal(run(workspace.path, ...lock).status, 0);
    const { status, stderr } = run(workspace.path, 'ci', '--offline');
    assert.equal(status, isListed ? 0 : 1, stderr);
    if (!isListed) assert.match(stderr, /ESTRICTALLOWSCRIPTS[^]*dep/);
    assert.equal(existsSync(path.join(workspace.path, 'ran')), isListed);
  });
}
